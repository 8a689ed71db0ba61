"""Other times that volunteers propose, and who would come if somebody cannot after all."""
# ruff: noqa: E501 - constraints are written out whole

import sqlalchemy as sa
from alembic import op

revision = "0004_proposals"
down_revision = "0003_learning"
branch_labels = None
depends_on = None

HELD = sa.text("state = 'held'")
OPEN = sa.text("state IN ('waiting', 'held')")


def upgrade() -> None:
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(f"ALTER TABLE offer ADD COLUMN reserved_at {moment}")
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("wanted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_precision", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('held>accepted', 'held>declined', 'held>lapsed', 'held>released', 'new>waiting', 'waiting>held', 'waiting>released')",
            name=op.f("ck_proposal_legal_moves"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_proposal_request_id_request")),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_proposal_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_request_id", "proposal", ["request_id"])
    op.create_index(
        "uq_proposal_held", "proposal", ["request_id"], unique=True, sqlite_where=HELD, postgresql_where=HELD
    )
    op.create_index(
        "uq_proposal_offer", "proposal", ["offer_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("proposal")
    op.execute("ALTER TABLE offer DROP COLUMN reserved_at")
