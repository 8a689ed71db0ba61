"""The kinds of request, what each demands, and the words for vetting and status. Values only."""

from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = "*"
"""The area code of a volunteer who goes anywhere."""


class Kind(StrEnum):
    """What a resident can ask for."""

    SHOPPING = "shopping"
    PHARMACY = "pharmacy"
    ERRAND = "errand"
    ESCORT = "escort"
    COMPANY = "company"
    LANGUAGE_HELP = "language_help"
    HANDIWORK = "handiwork"
    OTHER = "other"


class Vetting(StrEnum):
    """How well an organisation vouches for a volunteer, lowest first."""

    NONE = "none"
    INTRODUCED = "introduced"
    CHECKED = "checked"

    @property
    def rank(self) -> int:
        """0 for none, 1 for introduced, 2 for checked."""
        return list(Vetting).index(self)


class VolunteerStatus(StrEnum):
    """Whether a volunteer may be asked. Only `active` ever is."""

    ACTIVE = "active"
    PAUSED = "paused"
    PENDING = "pending"
    LEFT = "left"


class Channel(StrEnum):
    """How somebody is told something, or told us."""

    SMS = "sms"
    CALL = "call"


@dataclass(frozen=True)
class KindRules:
    """What one kind demands.

    vetting: the least level of the volunteer. window_hours: how long "as soon as possible" may take,
    not counting the quiet hours.
    needs_time: a day or an hour must be known before anybody is asked. spoken: the two must share a language.
    own_language: it must be hers, since that language is what is asked for.
    """

    vetting: Vetting
    window_hours: int
    needs_time: bool = False
    spoken: bool = True
    urgent: bool = False
    own_language: bool = False


RULES: dict[Kind, KindRules] = {
    # House rule of volunteer centres: behind a closed door more is demanded than at it.
    Kind.SHOPPING: KindRules(Vetting.NONE, 16),
    Kind.PHARMACY: KindRules(Vetting.INTRODUCED, 6, urgent=True),
    Kind.ERRAND: KindRules(Vetting.NONE, 26),
    Kind.ESCORT: KindRules(Vetting.INTRODUCED, 26, needs_time=True),
    Kind.COMPANY: KindRules(Vetting.CHECKED, 39),
    Kind.LANGUAGE_HELP: KindRules(Vetting.INTRODUCED, 26, needs_time=True, own_language=True),
    Kind.HANDIWORK: KindRules(Vetting.CHECKED, 39),
    Kind.OTHER: KindRules(Vetting.INTRODUCED, 26),
}
