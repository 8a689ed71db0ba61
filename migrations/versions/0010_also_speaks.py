"""What else a resident speaks: languages in which a volunteer may meet her."""

import sqlalchemy as sa
from alembic import op

revision = "0010_also_speaks"
down_revision = "0009_phone_visits"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resident", sa.Column("also_speaks", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("resident", "also_speaks")
