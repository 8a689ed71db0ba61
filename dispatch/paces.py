"""How much haste each kind of request has and what its texts may cost: one table. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.kinds import Kind


@dataclass(frozen=True)
class Pace:
    """How volunteers are asked about one kind.

    window: minutes outside quiet hours in which somebody should be found. target: wanted chance of a yes before the
    next wave. gap: minutes between waves. price: the least score that is worth a text. cap: texts in seven days after
    which a volunteer is not asked about this kind, unless he has set a limit himself. rest: hours after any text.
    first, least: asked at least in the first wave, and in every other. alone: who is known to the resident is
    asked first, and alone for a while. tell_late: an operator is told when it gets late, not only when time is over.
    """

    window: int
    target: float
    gap: int
    price: float
    cap: int
    rest: float
    first: int = 1
    least: int = 1
    alone: bool = True
    tell_late: bool = False


# Windows, prices and rests come from our simulation of four weeks with 400 volunteers, where the landscape is flat
# around them. Going along to an appointment hurts as much as language help when it fails; handiwork waits as well as
# company does; and what we have no name for is treated as an errand. Targets and gaps are about two thirds of what they
# were there: one by one and sooner wastes fewer texts than two by two and later, since more answers come in between.
# Only medicine begins with more. No cap is above 11: that is the most anybody should get in a week.
PACES: Mapping[str, Pace] = {
    Kind.PHARMACY: Pace(150, 0.75, 8, 0.022, 11, 0.25, first=3, least=2, alone=False, tell_late=True),
    Kind.LANGUAGE_HELP: Pace(300, 0.45, 10, 0.045, 11, 0.5, tell_late=True),
    Kind.ESCORT: Pace(300, 0.45, 10, 0.045, 11, 0.5, tell_late=True),
    Kind.SHOPPING: Pace(480, 0.28, 10, 0.075, 10, 1.25),
    Kind.ERRAND: Pace(780, 0.25, 12, 0.090, 10, 1.25),
    Kind.OTHER: Pace(780, 0.25, 12, 0.090, 10, 1.25),
    Kind.COMPANY: Pace(1170, 0.25, 12, 0.090, 10, 1.25),
    Kind.HANDIWORK: Pace(1170, 0.25, 12, 0.090, 10, 1.25),
}


def pace_of(kind: str) -> Pace:
    """Return the pace of a kind; one that has none goes at an errand's."""
    return PACES.get(kind, PACES[Kind.ERRAND])
