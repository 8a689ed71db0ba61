"""Help that comes every week."""


import sqlalchemy as sa
from alembic import op

revision = "0005_series"
down_revision = "0004_proposals"
branch_labels = None
depends_on = None

DUE = sa.text("next_step_at IS NOT NULL")
OF_SERIES = sa.text("series_id IS NOT NULL AND state <> 'cancelled'")


def upgrade() -> None:
    op.create_table(
        "series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("area_code", sa.String(length=40), nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("time_precision", sa.String(length=8), nullable=False),
        sa.Column("next_date", sa.Date(), nullable=False),
        sa.Column("next_step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skips", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("came_from", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "came_from || '>' || state IN ('active>ended', 'new>active')", name=op.f("ck_series_legal_moves")
        ),
        sa.CheckConstraint(
            "kind IN ('shopping', 'pharmacy', 'errand', 'escort', 'company', 'language_help', 'handiwork', 'other')",
            name=op.f("ck_series_kind_known"),
        ),
        sa.CheckConstraint(
            "state = 'ended' OR next_step_at IS NOT NULL", name=op.f("ck_series_active_has_next_step")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_series_weekday_known")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_series_resident_id_resident")),
        sa.ForeignKeyConstraint(["volunteer_id"], ["volunteer.id"], name=op.f("fk_series_volunteer_id_volunteer")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_series_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["area.code"], name=op.f("fk_series_area_code_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_index("ix_series_resident_id", "series", ["resident_id"])
    op.create_index("ix_series_volunteer_id", "series", ["volunteer_id"])
    op.create_index("ix_series_due", "series", ["next_step_at"], sqlite_where=DUE, postgresql_where=DUE)
    # Plain ALTERs that both databases take: made anew in a batch, SQLite's table would lose its CHECK constraints.
    op.execute(
        "ALTER TABLE request ADD COLUMN series_id INTEGER"
        " CONSTRAINT fk_request_series_id_series REFERENCES series (id)"
    )
    op.execute("ALTER TABLE request ADD COLUMN series_date DATE")
    op.create_index(
        "uq_request_series_date", "request", ["series_id", "series_date"], unique=True, sqlite_where=OF_SERIES,
        postgresql_where=OF_SERIES,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("uq_request_series_date", table_name="request")
    op.execute("ALTER TABLE request DROP COLUMN series_date")
    op.execute("ALTER TABLE request DROP COLUMN series_id")
    op.drop_table("series")
