"""What `hotline doctor` looks at, one finding each. Nothing it does leaves a trace but log lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import requests
from redis.exceptions import RedisError

from dispatch.operations.alarms import numbers_on_duty
from hotline import countries, readiness, revisions, wiring
from hotline.catalogs import IncompleteLanguage
from hotline.numbers import parse
from hotline.processes.clock import BEAT
from hotline.prompts.report import report
from hotline.settings import Settings
from hotline.simulator.wire import sign
from hotline.webhooks.guard import SIGNATURE

TIMEOUT = 5
"""Seconds for an answer of our own web process."""

HARMLESS = {"MessageStatus": "none"}
"""A report on no text: signed rightly it is taken and changes nothing."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. text: a short praise, or what is wrong and what to do."""

    name: str
    ok: bool
    text: str


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Yield a finding for each thing, in the order in which they stand on each other."""
    try:
        context = wiring.build(settings)
    except IncompleteLanguage as error:
        yield Finding("languages", ok=False, text=str(error))
        return
    yield _languages(context)
    ready = readiness.check(context, now)
    yield _finding("database", ready.database or ready.migrations, f"at revision {revisions.head()}")
    late = "; ".join(filter(None, (ready.step, ready.message, ready.queue)))
    if not ready.database and not ready.migrations:
        yield _recordings(context)
        yield _alarms(context)
        yield _countries(context)
    yield _finding("waiting", late, "nothing waits too long")
    yield _finding("redis", ready.redis, "answers")
    yield _finding("workers", ready.redis or ready.workers, "alive")
    yield _clock(context)
    yield _number(settings)
    yield from _webhooks(settings)
    context.database.dispose()


def _finding(name: str, fault: str, praise: str) -> Finding:
    return Finding(name, ok=not fault, text=fault or praise)


def _languages(context: wiring.Context) -> Finding:
    lacking = ", ".join(f"{tag} lacks {len(keys)}" for tag, keys in context.catalogs.faults.items())
    missing = context.settings.default_language not in context.catalogs
    fault = f"the default language {context.settings.default_language} is not complete" if missing else ""
    offered = ", ".join(context.catalogs.tags)
    return _finding("languages", fault, f"{offered} (not offered: {lacking})" if lacking else offered)


def _recordings(context: wiring.Context) -> Finding:
    """A language that is not whole on the phone is no fault, unless everybody is greeted in it."""
    offered = context.phone_languages
    default = context.settings.default_language
    fault = "" if default in offered else f"{default} has no voice and lacks recordings; see `hotline prompts report`"
    stale = [tag for tag in context.catalogs if report(context.recorded, tag).stale]
    lacking = [tag for tag in context.catalogs if tag not in offered]
    notes = [f"not offered by phone: {', '.join(lacking)}"] if lacking else []
    notes += [f"words have changed since they were recorded: {', '.join(stale)}"] if stale else []
    return _finding("recordings", fault, "; ".join([", ".join(offered), *notes]))


def _alarms(context: wiring.Context) -> Finding:
    """That nobody is told of emergencies is only a warning: the board shows them all the same."""
    with context.database.reading() as session:
        number = len(numbers_on_duty(context.database.settings.read(session)))
    text = f"{number} told" if number else "WARNING: nobody is told by telephone; set alarm_numbers or operator_numbers"
    return Finding("alarms", ok=True, text=text)


def _countries(context: wiring.Context) -> Finding:
    """One that an older version took, though there is no such country."""
    with context.database.reading() as session:
        allowed = context.database.settings.read(session).allowed_countries
    missing = ", ".join(countries.unknown(allowed))
    fault = f"{missing}: no such country; use `hotline settings set {countries.NAME} SE`" if missing else ""
    return _finding("countries", fault, ", ".join(allowed))


def _clock(context: wiring.Context) -> Finding:
    try:
        alive = bool(context.redis.exists(BEAT))
    except RedisError:
        return Finding("clock", ok=False, text="unknown while Redis does not answer")
    return _finding("clock", "" if alive else "is not running; start `hotline clock`", "ticks")


def _number(settings: Settings) -> Finding:
    line = parse(settings.number)
    fault = "" if line.kind != "none" else f"{settings.number} is not in use as a number anywhere; set HOTLINE_NUMBER"
    return _finding("number", fault, f"{settings.number} ({line.country})")


def _webhooks(settings: Settings) -> Iterator[Finding]:
    """Knock at our own webhooks from outside, as the carrier would: signed wrongly and rightly."""
    address = f"{settings.public_url}/twilio/status/message"
    try:
        wrong = _post(address, "wrong")
        right = _post(address, sign(settings.auth_token, address, HARMLESS))
    except requests.RequestException as error:
        why = f"{address} cannot be reached ({type(error).__name__}); look at PUBLIC_URL and at the web process"
        yield Finding("webhooks", ok=False, text=why)
        return
    yield _finding("webhooks", "" if right < 500 else f"{address} answers {right}", f"{address} answers")
    fault = "" if (wrong, right) == (403, 204) else (
        f"a right signature gets {right} and a wrong one {wrong}, not 204 and 403; "
        "PUBLIC_URL and TWILIO_AUTH_TOKEN must be the same here, in the web process and at the carrier"
    )
    yield _finding("signature", fault, "right is taken, wrong is refused")


def _post(address: str, signature: str) -> int:
    return requests.post(address, data=HARMLESS, headers={SIGNATURE: signature}, timeout=TIMEOUT).status_code
