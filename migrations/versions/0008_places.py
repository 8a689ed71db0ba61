"""More than one volunteer for a request."""

import sqlalchemy as sa
from alembic import op

revision = "0008_places"
down_revision = "0007_corrections"
branch_labels = None
depends_on = None

ACCEPTED = sa.text("state = 'accepted'")
AGREED = sa.text("state = 'agreed'")


def upgrade() -> None:
    # Plain ALTERs that both databases take: made anew in a batch, SQLite's tables would lose their CHECK constraints.
    op.execute(
        "ALTER TABLE request ADD COLUMN places INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_request_places_few CHECK (places BETWEEN 1 AND 4)"
    )
    op.execute(
        "ALTER TABLE visit ADD COLUMN place INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_visit_place_known CHECK (place BETWEEN 1 AND 4)"
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE request ALTER COLUMN places DROP DEFAULT")
        op.execute("ALTER TABLE visit ALTER COLUMN place DROP DEFAULT")
    op.create_index("ix_visit_offer_id", "visit", ["offer_id"])
    op.drop_index("uq_offer_winner", table_name="offer")
    _unique("uq_offer_winner", "offer", ["request_id", "volunteer_id"], ACCEPTED)
    op.drop_index("uq_visit_agreed", table_name="visit")
    _unique("uq_visit_agreed", "visit", ["request_id", "place"], AGREED)


def downgrade() -> None:
    op.drop_index("uq_visit_agreed", table_name="visit")
    op.drop_index("uq_offer_winner", table_name="offer")
    op.drop_index("ix_visit_offer_id", table_name="visit")
    op.execute("ALTER TABLE visit DROP COLUMN place")
    op.execute("ALTER TABLE request DROP COLUMN places")
    _unique("uq_visit_agreed", "visit", ["request_id"], AGREED)
    _unique("uq_offer_winner", "offer", ["request_id"], ACCEPTED)


def _unique(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)
