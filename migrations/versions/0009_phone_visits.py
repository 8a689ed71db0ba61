"""Company by phone: the line connects the two at the agreed time."""

import sqlalchemy as sa
from alembic import op

revision = "0009_phone_visits"
down_revision = "0008_places"
branch_labels = None
depends_on = None

DUE = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    # Plain ALTERs that both databases take: made anew in a batch, SQLite's tables would lose their CHECK constraints.
    for table in ("request", "series"):
        op.execute(f"ALTER TABLE {table} ADD COLUMN by_phone BOOLEAN DEFAULT FALSE NOT NULL")
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {table} ALTER COLUMN by_phone DROP DEFAULT")
    op.create_table(
        "phone_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("wished", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('calling>cancelled', 'calling>missed', 'calling>talked', 'calling>waiting',"
            " 'new>waiting', 'waiting>calling', 'waiting>cancelled', 'waiting>missed')",
            name=op.f("ck_phone_visit_legal_moves"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('waiting', 'calling') OR next_at IS NOT NULL", name=op.f("ck_phone_visit_open_has_time")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_phone_visit_visit_id_visit")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_phone_visit_call_id_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_visit")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_phone_visit_visit_id")),
    )
    op.create_index("ix_phone_visit_call_id", "phone_visit", ["call_id"])
    op.create_index("ix_phone_visit_due", "phone_visit", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    op.drop_table("phone_visit")
    op.execute("ALTER TABLE series DROP COLUMN by_phone")
    op.execute("ALTER TABLE request DROP COLUMN by_phone")
