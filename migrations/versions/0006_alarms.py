"""Alarms that somebody must answer; the letters a person writes with."""

import sqlalchemy as sa
from alembic import op

revision = "0006_alarms"
down_revision = "0005_series"
branch_labels = None
depends_on = None

OPEN = sa.text("acknowledged_at IS NULL")
DUE = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (next_at IS NOT NULL)", name=op.f("ck_alarm_open_sounds_again")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_alarm_request_id_request")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarm")),
    )
    op.create_index("ix_alarm_due", "alarm", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index("ix_alarm_request_id", "alarm", ["request_id"])
    op.create_index("uq_alarm_open", "alarm", ["request_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    # A plain ALTER that both databases take: made anew in a batch, SQLite's table would lose its CHECK constraints.
    op.execute("ALTER TABLE person ADD COLUMN script VARCHAR(4) DEFAULT '' NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE person ALTER COLUMN script DROP DEFAULT")


def downgrade() -> None:
    op.execute("ALTER TABLE person DROP COLUMN script")
    op.drop_table("alarm")
