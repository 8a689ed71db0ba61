"""Until when a volunteer wants a pause."""

import sqlalchemy as sa
from alembic import op

revision = "0013_paused_until"
down_revision = "0012_authorised"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("volunteer", sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("volunteer", "paused_until")
