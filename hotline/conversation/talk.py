"""The values of a conversation: what is open, what is known of the person, and what a step decides."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from dispatch.kinds import Kind
from hotline.understanding import Understood


@dataclass(frozen=True)
class Wish:
    """What is known so far of the request being described. Times are ISO; "" and None mean not said."""

    kind: str = ""
    details: str = ""
    name: str = ""
    address: str = ""
    area: str | None = None
    start: str | None = None
    end: str | None = None
    precision: str = ""
    is_any_hour: bool = False
    """She was asked for an hour of the day, and none matters more than the others."""
    is_known_place: bool = False
    """The address is the one she gave before, not asked for now."""
    places: int = 1
    """How many volunteers she asked for; it counts for some kinds only (`wishes.places_of`)."""
    weekly: bool | None = None
    """It shall come every week, on the day of its time; None: not said, by phone not asked either."""
    by_phone: bool | None = None
    """She wants to talk on the phone, if it is company that she wants; None: not said."""
    also: tuple[str, ...] = ()
    """Further kinds she named in the same breath; each becomes a request of its own."""
    recording_id: int | None = None
    """What she said of it in a call."""

    @property
    def is_by_phone(self) -> bool:
        """Whether the two talk on the phone, and nobody has to come."""
        return bool(self.by_phone) and self.kind == Kind.COMPANY

    @property
    def needs_place(self) -> bool:
        """Whether it matters where she lives."""
        return not self.is_by_phone or bool(self.also)


@dataclass(frozen=True)
class Talk:
    """The open question and what has been said around it; stored between texts.

    asked: slot questions put so far. misses: texts in a row that were not understood. options: what the numbers of the
    last question stand for. held: a text put aside until the question before it is answered. before: the question
    that was open when that one came in between. dangers: the sorts of danger in what is held. offered: the other
    language that she was last offered.
    In a call also: said: the question as it was last put, to be put again. news: the messages she is still to be told,
    the one she is just told first.
    """

    question: str = ""
    wish: Wish | None = None
    asked: int = 0
    misses: int = 0
    options: tuple[int | str, ...] = ()
    held: str = ""
    before: str = ""
    dangers: tuple[str, ...] = ()
    offered: str = ""
    said: tuple["Say", ...] = ()
    news: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a question waits for its answer; that what she may need is none."""
        return self.question not in ("", "kind") or bool(self.question and self.wish and self.wish.kind)

    def to_json(self) -> dict[str, Any]:
        """Return a form that `from_json` reads back."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Talk":
        """Read what `to_json` wrote; fields of another version are left out."""
        known = {each.name: stored[each.name] for each in fields(cls) if each.name in stored}
        if known.get("wish") is not None:
            names = {each.name for each in fields(Wish)}
            wish = Wish(**{name: value for name, value in known["wish"].items() if name in names})
            known["wish"] = replace(wish, also=tuple(wish.also))
        known |= {name: tuple(known.get(name, ())) for name in ("dangers", "options", "news")}
        known["said"] = tuple(Say(each["notice"], each["facts"]) for each in known.get("said", ()))
        return cls(**known)


@dataclass(frozen=True)
class Match:
    """One volunteer who has said yes to her request."""

    visit_id: int
    name: str
    organisation: str = ""
    code_word: str = ""


@dataclass(frozen=True)
class OpenRequest:
    """One of her requests that is going on. places: how many volunteers it is for; matches: who has said yes."""

    id: int
    code: str
    kind: str
    when: Mapping[str, Any]
    state: str
    places: int = 1
    matches: tuple[Match, ...] = ()
    wish: Wish | None = None
    """What she asked for; None for what only an operator can change."""
    series_id: int | None = None
    """What it is one visit of, when it comes every week."""
    is_danger: bool = False
    """Whether it is treated as an emergency."""

    @property
    def is_by_phone(self) -> bool:
        """Whether the two talk on the phone."""
        return self.wish is not None and self.wish.is_by_phone


@dataclass(frozen=True)
class Standing:
    """Help that comes every week. when: the next visit; visit_id: the same, once he who has it has agreed."""

    id: int
    kind: str
    when: Mapping[str, Any]
    is_hers: bool
    visit_id: int | None = None


@dataclass(frozen=True)
class OpenOffer:
    """One offer he may still answer."""

    id: int
    code: str
    kind: str
    area: str
    when: Mapping[str, Any]
    language: str = ""


@dataclass(frozen=True)
class Task:
    """One visit he has said yes to."""

    visit_id: int
    code: str
    kind: str
    name: str
    when: Mapping[str, Any]
    recording_id: int | None = None
    offer_id: int | None = None
    lies_ahead: bool = False
    """Whether it begins so late that he can hardly be on his way yet."""


@dataclass(frozen=True)
class Pushed:
    """The last question that we put to this person unasked, and has not been answered: an offer, a follow-up, …

    matches: for a follow-up, all who were to come. choices: what its numbers stand for, where they differ each time.
    """

    notice: str
    id: int
    matches: tuple[Match, ...] = ()
    choices: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class News:
    """One message that waits to be told by call, with what it is about."""

    id: int
    notice: str
    facts: Mapping[str, Any]
    request_id: int | None = None
    offer_id: int | None = None
    visit_id: int | None = None
    name: str = ""
    """First name of whoever she could be connected with about it; empty when there is nobody."""
    recording_id: int | None = None
    """What the resident said, for the one who has the task."""
    matches: tuple[Match, ...] = ()
    """For a follow-up, all who were to come."""


@dataclass(frozen=True)
class Known:
    """What the database knows of the person who speaks."""

    channel: str = "sms"
    language: str | None = None
    """What is spoken in this call."""
    is_new: bool = False
    name: str = ""
    is_resident: bool = False
    address: str = ""
    area: str | None = None
    is_authorised: bool = False
    """Whether somebody may fetch her prescribed medicine."""
    last: Wish | None = None
    requests: tuple[OpenRequest, ...] = ()
    volunteer: str | None = None
    """His status as a volunteer, or None."""
    offers: tuple[OpenOffer, ...] = ()
    last_offer_id: int | None = None
    tasks: tuple[Task, ...] = ()
    series: tuple[Standing, ...] = ()
    """What comes every week, looked up only for words about it."""
    missed_visit_id: int | None = None
    """The visit he was lately asked about because he did not come."""
    pushed: Pushed | None = None
    areas: tuple[tuple[str, str], ...] = ()
    """The areas offered as numbered choices: code and name."""
    languages: tuple[tuple[str, str], ...] = ()
    """The languages on offer: tag and own name."""
    news: tuple[News, ...] = ()
    """What is told in this call."""
    is_staffed: bool = False
    """Whether a person can be rung now."""
    is_withheld: bool = False
    """Whether her number is hidden, so that she can be neither called nor texted."""
    has_stopped: bool = False
    can_text: bool = True
    prefers_calls: bool = False

    @property
    def own_requests(self) -> tuple[OpenRequest, ...]:
        """Those of her requests that she asked for herself, without the cases an operator has of her."""
        return tuple(request for request in self.requests if request.wish is not None)


@dataclass(frozen=True)
class Heard:
    """One text, or what came of one step of a call.

    place_*: how a text reads when it is the answer to "name and address", or to "what is your name"; by keys, the
    area of a postal code.
    recording_id: what she said after the tone. is_connected: whether the two who were to talk did; None: not tried.
    """

    understood: Understood
    place_name: str = ""
    place_address: str = ""
    place_area: str | None = None
    recording_id: int | None = None
    is_connected: bool | None = None


@dataclass(frozen=True)
class Say:
    """A reply: a notice's name and its facts, each of which is written in the reader's language later."""

    notice: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Effect:
    """Something to be done, by name (a function of `conversation.effects`), with ids and plain values."""

    verb: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """What one step decided."""

    talk: Talk
    replies: Sequence[Say] = ()
    effects: Sequence[Effect] = ()

    def also(self, *effects: Effect) -> "Turn":
        """Return the turn with more effects, done before its others."""
        return replace(self, effects=(*effects, *self.effects))


def say(notice: str, **facts: Any) -> Say:
    """Return a reply."""
    return Say(notice, facts)


def do(verb: str, **values: Any) -> Effect:
    """Return an effect."""
    return Effect(verb, values)


NOTHING = Talk()
