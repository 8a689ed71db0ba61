"""A call comes in. The whole loop by phone is not built yet: the caller hears the emergency notice and what to do,
and an operator is asked to call her back, so that no call ends in silence.
"""

from collections.abc import Mapping

from flask import Response

from dispatch import operations
from dispatch.db import Work
from dispatch.operations.requests import Wish
from hotline import numbers
from hotline.telephony import twiml
from hotline.web.current import context
from hotline.webhooks import events
from hotline.webhooks.guard import fields, guarded, xml
from hotline.wiring import Context

bp = guarded("voice")

VOICES: Mapping[str, tuple[str, str]] = {
    "sv": ("sv-SE", "Polly.Elin-Neural"),
    "en": ("en-GB", "Polly.Amy-Neural"),
    "ar": ("ar-AE", "Polly.Hala-Neural"),
}
"""Languages the carrier has a voice for: its tag and the voice's name."""


@bp.post("/voice")
@bp.post("/voice/<path:_step>")
def call(_step: str = "") -> Response:
    """Answer a call."""
    return xml(receive(context(), fields()))


def receive(system: Context, form: Mapping[str, str]) -> str:
    """Take a call's form fields and return what the caller hears."""
    provider_id = events.carrier_id(form.get("CallSid")) or events.fingerprint(form, "CallSid", "From", "To")
    with system.database.work(system.now(), actor="resident") as work:
        event = events.take(work, "call", provider_id, events.fingerprint(form, "From"))
        if not event.is_new:
            return event.answer
        return events.keep_answer(work, event, _say(system, _call_back(system, work, form)))


def _call_back(system: Context, work: Work, form: Mapping[str, str]) -> str:
    """Ask an operator to call back, if there is a number to call. Returns the language to speak."""
    line = numbers.parse(form.get("From", ""))
    if line.kind == "none" or not numbers.is_allowed(line, work.tunables.allowed_countries):
        return system.settings.default_language
    person = operations.meet(work, line.e164, can_text=line.can_text)
    language = person.language or system.settings.default_language
    if not person.blocked:
        resident = operations.become_resident(work, person)
        operations.ask_operator(work, resident, Wish(language=language, channel="call"), reason="call")
    return language


def _say(system: Context, language: str) -> str:
    tag = language if language in VOICES and language in system.catalogs else system.settings.default_language
    spoken, voice = VOICES.get(tag, VOICES["sv"])
    catalog = system.catalogs[tag]
    lines = [catalog.text(key) for key in ("sms:not_emergency", "sms:voice.text_instead")]
    return twiml.spoken(lines, language=spoken, voice=voice)
