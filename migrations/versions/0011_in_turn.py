"""Whose turn it is, with what bars most, in one index: a wave goes through it without looking up each volunteer."""

from alembic import op

revision = "0011_in_turn"
down_revision = "0010_also_speaks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_volunteer_status_turn_at", table_name="volunteer")
    op.create_index("ix_volunteer_in_turn", "volunteer", ["status", "turn_at", "id", "vetting", "person_id"])


def downgrade() -> None:
    op.drop_index("ix_volunteer_in_turn", table_name="volunteer")
    op.create_index("ix_volunteer_status_turn_at", "volunteer", ["status", "turn_at"])
