"""What came of one step of a call, as the conversation hears it: a key is a choice, words aloud are only an extra."""

from dataclasses import replace
from datetime import datetime

from dispatch.db import Work
from hotline.calls.script import Pressed
from hotline.conversation.days import at_hour, numbered, weekday
from hotline.conversation.scene import LiveCall
from hotline.conversation.talk import Heard, Talk
from hotline.understanding import Understood, When, understand
from hotline.wiring import Context

LONGEST_CHOICE = 2


def heard_of(live: LiveCall, pressed: Pressed, talk: Talk) -> Heard:
    """Return what she said with her keys, or aloud."""
    heard = Heard(_understood(live, pressed), recording_id=pressed.recording_id, is_connected=pressed.connected)
    if talk.question == "postal_code":
        return replace(heard, place_area=_area(live.system, pressed.digits))
    when = _when(live.work, talk, heard.understood.choice)
    return replace(heard, understood=replace(heard.understood, when=when)) if when else heard


def _understood(live: LiveCall, pressed: Pressed) -> Understood:
    digits, language = pressed.digits, live.row.language
    if digits or not pressed.speech:
        choice = int(digits) if digits.isdecimal() and len(digits) <= LONGEST_CHOICE else None
        return Understood(text=digits, language=language, choice=choice)
    system, work = live.system, live.work
    words = understand(
        pressed.speech, language=language, lexicons=system.lexicons, now=work.now, zone=work.zone, places=system.places
    )
    # A machine that misheard must change nothing: what is not plainly a need or a danger counts as silence.
    if words.is_unclear or (not words.needs and words.urgency == "none"):
        return Understood(text="", language=language)
    return Understood(
        text=pressed.speech, language=language, needs=words.needs, urgency=words.urgency, dangers=words.dangers
    )


def _area(system: Context, digits: str) -> str | None:
    """Return the area of a postal code: "" for a code that alone does not tell, None for what is no code of ours."""
    codes = system.places.postal_codes
    return (codes[digits] or "") if digits in codes else None


def _when(work: Work, talk: Talk, choice: int | None) -> When | None:
    if choice is None:
        return None
    if talk.question == "when":
        return numbered(choice, work.now, work.zone)
    if talk.question == "hour" and talk.wish is not None and talk.wish.start:
        day = datetime.fromisoformat(talk.wish.start).astimezone(work.zone).date()
        return at_hour(choice, day, work.now, work.zone)
    return weekday(choice, work.now, work.zone) if talk.question == "weekday" else None
