"""What the steps of a walk share: the call, the carrier's settings for the number, the time, and what follows."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime

from hotline.simulator.calls.happenings import Caption, Effect, Fetch
from hotline.simulator.calls.state import COMPLETED, IN_PROGRESS, INITIATED, RINGING, Call, Leg

API_VERSION = "2010-04-01"

EVENT_OF = {INITIATED: "initiated", RINGING: "ringing", IN_PROGRESS: "answered"}
"""Which event a leg's status is; each that is not here is the last one, `completed`."""


@dataclass(frozen=True)
class House:
    """What the carrier was told about the account and its number. `api_url`: its own address, no trailing slash."""

    account: str
    line: str
    voice_url: str = ""
    fallback_url: str = ""
    status_url: str = ""
    api_url: str = ""


WALK, SETTLE, END = "walk", "settle", "end"
"""What can be left to do: take a leg's next verb; see whether its Dial is over; end it."""


@dataclass
class Moment:
    """One event and all that follows from it at once. now: seconds since the epoch."""

    call: Call
    house: House
    now: float
    effects: list[Effect] = field(default_factory=list)
    agenda: list[tuple[str, str]] = field(default_factory=list)

    def caption(self, leg: Leg, kind: str, text: str, language: str = "") -> None:
        """Let something be heard or seen on a leg's telephone."""
        self.effects.append(Caption(leg.sid, kind, text, language))

    def walk_on(self, leg: Leg) -> None:
        """Take the leg's next verb when this step is done."""
        self.agenda.append((WALK, leg.sid))

    def give_up(self, leg: Leg) -> None:
        """End the leg when this step is done."""
        self.agenda.append((END, leg.sid))

    def settle_dial(self) -> None:
        """See, when this step is done, whether the first leg's Dial is over."""
        self.agenda.append((SETTLE, self.call.sid))


def new_sid(prefix: str) -> str:
    """Return an id as the carrier makes them: CA for a call, RE for a recording."""
    return f"{prefix}{secrets.token_hex(16)}"


def identity(house: House, leg: Leg) -> dict[str, str]:
    """Return the fields that come with every post about a leg."""
    fields = {f"{side}{part}": "" for side in ("From", "To") for part in ("City", "State", "Zip")}
    fields |= {"FromCountry": "SE" if leg.sender.startswith("+46") else "", "ToCountry": "SE"}
    fields |= {
        "AccountSid": house.account,
        "ApiVersion": API_VERSION,
        "CallSid": leg.sid,
        "CallStatus": leg.status,
        "Called": leg.recipient,
        "Caller": leg.sender,
        "Direction": leg.direction,
        "From": leg.sender,
        "To": leg.recipient,
    }
    if leg.is_dialled:
        fields["ParentCallSid"] = leg.call
    return fields


def report(moment: Moment, leg: Leg) -> None:
    """Tell who watches the leg that its status has changed."""
    watch = leg.watch
    if not watch.address or EVENT_OF.get(leg.status, COMPLETED) not in watch.events:
        return
    fields = identity(moment.house, leg) | {
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(watch.told),
        "Timestamp": format_datetime(datetime.fromtimestamp(moment.now, UTC)),
    }
    watch.told += 1
    moment.effects.append(Fetch(leg.sid, watch.address, fields | _last(leg), watch.method))


def _last(leg: Leg) -> dict[str, str]:
    """Return what is only told at the end."""
    if leg.open:
        return {}
    said = {"CallDuration": str(leg.seconds), "Duration": str(-(-leg.seconds // 60))}
    return said | ({"AnsweredBy": leg.answered_by} if leg.answered_by else {})
