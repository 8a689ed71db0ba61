"""Whether somebody may fetch a resident's prescribed medicine: her authorisation (fullmakt) at the pharmacy."""

import sqlalchemy as sa
from alembic import op

revision = "0012_authorised"
down_revision = "0011_in_turn"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resident", sa.Column("authorised", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("resident", "authorised")
