"""Words that operators' corrections were about."""

import sqlalchemy as sa
from alembic import op

revision = "0007_corrections"
down_revision = "0006_alarms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrected_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("understood", sa.String(length=16), nullable=False),
        sa.Column("meant", sa.String(length=16), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_by", sa.String(length=32), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrected_word")),
        sa.UniqueConstraint(
            "language", "role", "understood", "meant", "word",
            name=op.f("uq_corrected_word_language_role_understood_meant_word"),
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("corrected_word")
