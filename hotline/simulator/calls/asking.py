"""Asking the application how a leg goes on, and what happens when it cannot say."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from hotline.simulator.calls.happenings import Fetch, Noted
from hotline.simulator.calls.moment import Moment, identity
from hotline.simulator.calls.state import FETCHING, Asked, Leg

APOLOGY = "We are sorry, an application error has occurred. Goodbye."
"""The carrier's own sentence, which it has in English alone."""

MOST_HOPS = 40
"""Documents that may follow each other without a word or a second between them."""


def ask(moment: Moment, leg: Leg, address: str, fields: Mapping[str, str], *, method: str = "POST") -> None:
    """Ask for the next document, with what became of the verb in `fields`."""
    _ask(moment, leg, Asked(address, method, dict(fields)))


def ask_for_media(moment: Moment, leg: Leg, address: str) -> None:
    """Ask for a sound file; the leg goes on with what it was doing."""
    leg.asked = Asked(address, "GET", number=leg.asked.number + 1, media=True)
    moment.effects.append(Fetch(leg.sid, address, {}, "GET", leg.asked.number, media=True))


def complain(moment: Moment, leg: Leg, fault: str) -> None:
    """Say what is wrong with an answer; go to the fallback address, or end the leg where there is none.

    fault: the carrier's code and words.
    """
    asked = leg.asked
    moment.caption(leg, "error", fault)
    moment.effects.append(Noted(leg.sid, asked.number, fault))
    if leg.fallback and not asked.at_fallback and leg.hops <= MOST_HOPS:
        told = {**asked.fields, "ErrorCode": fault.split(maxsplit=1)[0], "ErrorUrl": asked.address}
        _ask(moment, leg, Asked(leg.fallback, "POST", told, at_fallback=True))
        return
    moment.caption(leg, "say", APOLOGY, "en")
    moment.give_up(leg)


def _ask(moment: Moment, leg: Leg, asked: Asked) -> None:
    asked.number, leg.hops = leg.asked.number + 1, leg.hops + 1
    leg.asked, leg.doing, leg.due = asked, FETCHING, 0.0
    parts = urlsplit(asked.address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        complain(moment, leg, f"11100 {asked.address or 'nothing'} is no address that can be asked")
        return
    if leg.hops > MOST_HOPS:
        complain(moment, leg, f"11200 {MOST_HOPS} documents led from one to the other")
        return
    fields = identity(moment.house, leg) | asked.fields
    moment.effects.append(Fetch(leg.sid, asked.address, fields, asked.method, asked.number))
