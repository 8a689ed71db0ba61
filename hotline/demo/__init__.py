"""Invented people for a demo and for trying things out: ten organisations, sixty volunteers, an operator, telephones.

Every number is from the series that is set aside for fiction, so nobody real can ever be reached.
"""

from importlib import resources
from typing import Protocol

from sqlalchemy import select

from dispatch.db import Database
from dispatch.models import Volunteer
from dispatch.places import seed_places
from hotline.admin.accounts import check_password, create_operator, find_operator, set_password
from hotline.models import Role
from hotline.transfer.applying import apply
from hotline.transfer.plans import plan_import
from hotline.transfer.tables import parse_table

KINDS = ("organisations", "volunteers")

HANDSETS = (
    ("+46701740665", "Karin Berg", "resident", "sv"),
    ("+46701740605", "Farid Haddad", "volunteer", "ar"),
    ("+46701740606", "Anna Lindqvist", "volunteer", "sv"),
    ("+46701740607", "Tomas Bergdahl", "volunteer", "sv"),
    ("+46701740666", "Amal Nasser", "resident", "ar"),
    ("+46701740667", "Joan Carter", "resident", "en"),
    ("+46701740608", "Maja Sundin", "volunteer", "en"),
    ("+46701740609", "Leila Demir", "volunteer", "ar"),
    ("+46846500401", "Elsa Holm", "resident", "sv"),  # a fixed line: it can call and never be texted
    ("+46846500402", "Gun-Britt Åberg", "volunteer", "sv"),  # another: she is offered tasks by call
    ("+46846500403", "Frivilligcentralen", "", "sv"),  # rings when a caller wants a person
)
"""Number, name, role and language of the telephones in the simulator. The residents are strangers to the line."""

OPERATOR_NUMBER = HANDSETS[-1][0]


class HasDatabase(Protocol):
    """Whatever was wired together, as far as it matters here."""

    @property
    def database(self) -> Database:
        """The database to fill."""


def seed(context: HasDatabase) -> None:
    """Put places, organisations and volunteers into a database without volunteers.

    Where there are volunteers already nothing is touched but missing places: what happened in the demo stays.
    """
    with context.database.work(actor="demo") as work:
        seed_places(work.session)
        if work.session.scalar(select(Volunteer.id).limit(1)):
            return
        for kind in KINDS:
            content = resources.files("hotline").joinpath("demo", f"{kind}.csv").read_bytes()
            apply(work.session, plan_import(work.session, kind, parse_table(content), work.now))


def add_operator(context: HasDatabase, email: str, password: str) -> None:
    """Make sure that this administrator's account is there, may log in, and has this password.

    Raises `hotline.admin.accounts.BadAccount` when the password or the address does not fit.
    """
    with context.database.work(actor="demo") as work:
        operator = find_operator(work.session, email)
        if operator is None:
            create_operator(work.session, email, Role.ADMIN, password, now=work.now)
        else:
            operator.disabled = False
            if not check_password(operator.password_hash, password):
                set_password(operator, password)


def handsets() -> list[dict[str, str]]:
    """Return the telephones to try things with, the most useful first."""
    return [dict(zip(("number", "name", "role", "language"), handset, strict=True)) for handset in HANDSETS]
