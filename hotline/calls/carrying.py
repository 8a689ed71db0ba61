"""One step of a call, from the carrier's fields to the answer: known by its number, taken once, acted on, answered.

The carrier's address names a call and a step, but it is the row of the call that decides what is heard. A step that is
not the one just put changes nothing.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from dispatch import operations, store
from dispatch.call_reports import identify, report_call
from dispatch.call_store import OUT
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, Person
from dispatch.operations.calls import end_call, take_call, touch
from dispatch.states import OPEN_CALLS
from hotline import numbers
from hotline.calls import answers
from hotline.calls.acts import Act, converse, hand_over, keep_late_message
from hotline.calls.fallback import sorry
from hotline.calls.rendering import render
from hotline.calls.script import Refuse, Script
from hotline.conversation.by_phone import calling
from hotline.telephony.voice_twiml import goodbye
from hotline.webhooks import events
from hotline.webhooks.trying import patiently
from hotline.wiring import Context

log = logging.getLogger(__name__)

SOURCE = "call"
NOWHERE = -1
"""The number of a step that was never put: what is open is put again."""


@dataclass(frozen=True)
class Step:
    """What the carrier brings. own_id: our id of the call, from the address. number: of the step, 0 for the first."""

    form: Mapping[str, str]
    own_id: str = ""
    number: int = 0

    @property
    def sid(self) -> str:
        """The carrier's id of the call; empty when it gives none that could be."""
        return events.carrier_id(self.form.get("CallSid")) or ""

    @property
    def event(self) -> str:
        """What this step is known by, however often it comes."""
        return f"{self.sid}:{self.number}"

    @property
    def digest(self) -> str:
        """What tells two answers to one step apart."""
        essence = answers.essence(self.form)
        return events.fingerprint(essence, *sorted(essence))


def carry(system: Context, step: Step) -> str:
    """Take a step and return what is heard next: the same however often the same step comes.

    Raises OperationalError when the database is away; whatever else breaks becomes an operator's, and she hears so.
    """
    for act in (converse, hand_over):
        try:
            return patiently(partial(_carry, system, step, act))
        except OperationalError:
            raise  # not even an operator can be told now
        except Exception as error:
            log.exception("step_not_taken", extra={"error": type(error).__name__, "act": act.__name__})
    return sorry(system)


def _carry(system: Context, step: Step, act: Act) -> str:
    if not step.sid:
        return sorry(system)
    with system.database.work(system.now(), actor="resident") as work:
        call = _find(work, step)
        if call is None:
            return _begin(system, work, step, act)
        if call.state in OPEN_CALLS and step.number == call.turn:
            event = events.take(work, SOURCE, step.event, step.digest)
            return event.answer if not event.is_new else _take(system, work, call, event=event, step=step, act=act)
        return _again(system, work, call, step)


def _find(work: Work, step: Step) -> Call | None:
    """Return the call, after its person has been locked: her texts and her calls are heard one after the other."""
    is_it = Call.provider_sid == step.sid
    if step.own_id.isascii() and step.own_id.isdecimal() and len(step.own_id) < 10:
        is_it |= Call.id == int(step.own_id)
    for person_id in work.session.scalars(select(Call.person_id).where(is_it).distinct().order_by(Call.person_id)):
        store.get_locked(work.session, Person, person_id)
    return identify(work, step.sid, step.own_id)


def _begin(system: Context, work: Work, step: Step, act: Act) -> str:
    """Somebody calls us. A call of ours that we know nothing of is ended."""
    if step.form.get("Direction", "").startswith("outbound"):
        log.warning("call_unknown")
        return goodbye()
    first = Step(step.form)
    event = events.take(work, SOURCE, first.event, first.digest)
    if not event.is_new:
        return event.answer
    person = _meet(work, step)
    if person.blocked:
        return events.keep_answer(work, event, _refused(system, work, person))
    return _take(system, work, take_call(work, person, step.sid), event=event, step=first, act=act)


def _meet(work: Work, step: Step) -> Person:
    """Return who calls. One who hides her number is served all the same, as somebody new in every call."""
    line = numbers.parse(step.form.get("From"))
    if line.kind == "none":
        return operations.meet(work, step.sid, can_text=False, can_call=False)
    person = operations.meet(work, line.e164, can_text=line.can_text, can_call=line.can_call)
    if line.can_call and not person.can_call:
        person.can_call = True  # she has just shown that the number is hers
    return person


def _refused(system: Context, work: Work, person: Person) -> str:
    script = Script((), Refuse(), person.language or system.settings.default_language)
    return render(system, work, script, call_id=0, turn=0)


def _take(system: Context, work: Work, call: Call, *, event: events.Taken, step: Step, act: Act) -> str:
    """Act on the step that was put last, and put the next one."""
    work.speaker_id, work.speaker_channel = call.person_id, Channel.CALL
    if call.turn == 0 and call.direction == OUT:
        report_call(work, call, "in-progress", answered_by=step.form.get("AnsweredBy", ""))
    touch(work, call)
    script = act(system, work, call, step.form)
    call.turn += 1
    answer = render(system, work, script, call_id=call.id, turn=call.turn)
    if answers.has_hung_up(step.form):
        work.speaker_id = None  # what she is told from here on must reach her another way
        end_call(work, call)
    return events.keep_answer(work, event, answer)


def _again(system: Context, work: Work, call: Call, step: Step) -> str:
    """Answer a step that is not the one just put: as it was answered then, or with what is open now."""
    before = events.find(work, SOURCE, step.event) if 0 <= step.number < call.turn else None
    if before is not None and before.fingerprint == step.digest:
        return before.answer
    if call.state not in OPEN_CALLS:
        keep_late_message(work, call, step.form)
        return goodbye()
    log.info("step_out_of_turn", extra={"call_id": call.id, "turn": call.turn})
    return render(system, work, calling.repeat(system, work, call), call_id=call.id, turn=call.turn)
