"""What is learned of volunteers' answers, and further wishes that a wave respects."""

import sqlalchemy as sa
from alembic import op

revision = "0003_learning"
down_revision = "0002_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain ALTERs that both databases take: made anew in a batch, SQLite's tables would lose their CHECK constraints.
    op.execute("ALTER TABLE organisation ADD COLUMN own_only BOOLEAN DEFAULT false NOT NULL")
    op.execute("ALTER TABLE volunteer ADD COLUMN quiet VARCHAR(40) DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE volunteer ADD COLUMN weekly_limit INTEGER")
    moment = "TIMESTAMP WITH TIME ZONE" if op.get_bind().dialect.name == "postgresql" else "DATETIME"
    op.execute(f"ALTER TABLE volunteer ADD COLUMN turn_at {moment} DEFAULT '2020-01-01 00:00:00' NOT NULL")
    op.execute("UPDATE volunteer SET turn_at = coalesce(asked_at, created_at)")
    op.execute(
        "ALTER TABLE request ADD COLUMN organisation_id INTEGER"
        " CONSTRAINT fk_request_organisation_id_organisation REFERENCES organisation (id)"
    )
    op.execute("ALTER TABLE offer ADD COLUMN features JSON")
    if op.get_bind().dialect.name == "postgresql":  # SQLite cannot take a default away, and it does no harm there
        op.execute("ALTER TABLE organisation ALTER COLUMN own_only DROP DEFAULT")
        op.execute("ALTER TABLE volunteer ALTER COLUMN quiet DROP DEFAULT, ALTER COLUMN turn_at DROP DEFAULT")
    op.create_index("ix_volunteer_status_turn_at", "volunteer", ["status", "turn_at"])
    op.create_index("ix_offer_asked_at", "offer", ["asked_at"])
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "volunteer_record",
        sa.Column("volunteer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lean", sa.Double(), nullable=False),
        sa.Column("doubt", sa.Double(), nullable=False),
        sa.Column("pressed", sa.Double(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delay", sa.Double(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("recent", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_volunteer_record_volunteer_id_volunteer")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_volunteer_record")),
    )
    op.create_index("ix_volunteer_record_lean", "volunteer_record", ["lean"])
    op.create_table(
        "offer_outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=8), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_offer_outcome_offer_id_offer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_outcome")),
    )
    op.create_index("ix_offer_outcome_offer_id", "offer_outcome", ["offer_id"])
    op.create_table(
        "policy_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("knowledge", sa.JSON(), nullable=False),
        sa.Column("learned_to", sa.Integer(), nullable=False),
        sa.Column("burdens", sa.JSON(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest_on", sa.String(length=10), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_policy_state_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_state")),
    )
    op.create_table(
        "apart",
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_apart_volunteer_id_volunteer")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_apart_person_id_person")),
        sa.PrimaryKeyConstraint("volunteer_id", "person_id", name=op.f("pk_apart")),
    )
    op.create_index("ix_apart_person_id", "apart", ["person_id"])


def downgrade() -> None:
    for table in ("apart", "policy_state", "offer_outcome", "volunteer_record"):
        op.drop_table(table)
    op.drop_index("ix_offer_asked_at", table_name="offer")
    op.drop_index("ix_volunteer_status_turn_at", table_name="volunteer")
    op.execute("ALTER TABLE offer DROP COLUMN features")
    op.execute("ALTER TABLE request DROP COLUMN organisation_id")
    op.execute("ALTER TABLE volunteer DROP COLUMN weekly_limit")
    op.execute("ALTER TABLE volunteer DROP COLUMN turn_at")
    op.execute("ALTER TABLE volunteer DROP COLUMN quiet")
    op.execute("ALTER TABLE organisation DROP COLUMN own_only")
