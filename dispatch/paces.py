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
    alone: who is known to the resident is asked first, and alone for a while. tell_late: an operator is told when it
    gets late, not only when the time is over.
    """

    window: int
    target: float
    gap: int
    price: float
    cap: int
    rest: float
    alone: bool = True
    tell_late: bool = False


# Medicine, language help, shopping, errand and talk come from our simulation of four weeks with 400 volunteers, where
# the landscape is flat around them. Going along to an appointment hurts as much as language help when it fails;
# handiwork waits as well as company does; and what we have no name for is treated as an errand.
PACES: Mapping[str, Pace] = {
    Kind.PHARMACY: Pace(150, 0.75, 10, 0.022, 14, 0.25, alone=False, tell_late=True),
    Kind.LANGUAGE_HELP: Pace(300, 0.55, 15, 0.045, 14, 0.5, tell_late=True),
    Kind.ESCORT: Pace(300, 0.55, 15, 0.045, 14, 0.5, tell_late=True),
    Kind.SHOPPING: Pace(480, 0.45, 15, 0.075, 10, 1.25),
    Kind.ERRAND: Pace(780, 0.40, 20, 0.090, 10, 1.25),
    Kind.OTHER: Pace(780, 0.40, 20, 0.090, 10, 1.25),
    Kind.COMPANY: Pace(1170, 0.40, 20, 0.090, 10, 1.25),
    Kind.HANDIWORK: Pace(1170, 0.40, 20, 0.090, 10, 1.25),
}


def pace_of(kind: str) -> Pace:
    """Return the pace of a kind; one that has none goes at an errand's."""
    return PACES.get(kind, PACES[Kind.ERRAND])
