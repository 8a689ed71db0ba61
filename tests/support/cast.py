"""The same few people in every story, so that each test reads alike."""

from sqlalchemy.orm import Session

from dispatch.kinds import Vetting
from dispatch.models import Resident, Volunteer
from tests.support.factories import a_resident, a_volunteer

STRANGER = "+46701740698"
"""A number that the line has never heard of."""


def karin(session: Session) -> Resident:
    """82, lives in Huskvarna, speaks Swedish, needs her groceries."""
    return a_resident(session, "Karin Ek", language="sv", area="huskvarna")


def abeba(session: Session) -> Resident:
    """24, newly arrived, speaks Arabic and some English here; lives in Råslätt."""
    return a_resident(session, "Abeba Tesfay", language="ar", area="0680r024")


def farid(session: Session) -> Volunteer:
    """Speaks Arabic first and Swedish too, goes anywhere in Huskvarna: fits Karin."""
    return a_volunteer(session, "Farid Haddad", languages=("ar", "sv"), areas=("huskvarna",), organisation="muslim")


def eva(session: Session) -> Volunteer:
    """Speaks Swedish, goes anywhere in Huskvarna: fits Karin too."""
    return a_volunteer(session, "Eva Lind", languages=("sv",), areas=("huskvarna",), organisation="kyrkan")


def olle(session: Session) -> Volunteer:
    """Speaks English only, goes to Gränna only, and nobody vouches for him: fits neither."""
    return a_volunteer(
        session, "Olle Berg", languages=("en",), areas=("granna-visingso",), vetting=Vetting.NONE, organisation="scout"
    )
