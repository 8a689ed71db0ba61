"""From the yes to the follow-up: the visit, its reminders, what goes wrong, and how it went."""

from datetime import datetime, timedelta
from typing import Any

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import HelpRequest, Message, Visit, Volunteer
from dispatch.moves import move
from dispatch.operations.requests import NOTHING_MORE, cancel, end_visit, escalate, next_step, raise_alarm
from dispatch.operations.standing import forget
from dispatch.states import CLOSED_REQUESTS, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import tell, when_of


def step_after_match(work: Work, request: HelpRequest) -> dict[str, Any]:
    """Return the next step of a matched request: a reminder if the visit is some time off, else whether it is done."""
    start = request.wanted_from or work.now
    remind_at = start - timedelta(hours=work.tunables.reminder_hours)
    if request.time_precision != "soon" and remind_at > work.now:
        return next_step(Step.REMIND, remind_at)
    return next_step(Step.ASK_IF_DONE, _after_visit(work, request))


def _after_visit(work: Work, request: HelpRequest) -> datetime:
    end = max(request.wanted_until or work.now, work.now)
    return end + timedelta(hours=work.tunables.follow_up_hours)


def details_for(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    """Tell the volunteer who has the task what only he may know: name, address, code word, and her own words."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is None or visit.volunteer_id != volunteer.id:
        return
    tell(
        work, volunteer.person, "match.volunteer", request=request, kind=request.kind,
        name=request.resident.person.name, address=request.address, when=when_of(request),
        code_word=visit.code_word, line=request.kind,
    )
    if request.details:
        tell(work, volunteer.person, "match.details", request=request, details=request.details,
             language=request.language)
    if request.recording_id is not None:
        tell(work, volunteer.person, "match.spoken", request=request, name=request.resident.person.first_name)


def remind(work: Work, request: HelpRequest) -> None:
    """Remind both sides of the visit."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    _set(request, Step.ASK_IF_DONE, _after_visit(work, request))
    if visit is None:
        return
    when = when_of(request)
    resident, volunteer = request.resident.person, visit.volunteer.person
    tell(work, volunteer, "reminder.volunteer", request=request, name=resident.first_name, kind=request.kind,
         address=request.address, when=when)
    tell(work, resident, "reminder.resident", request=request, name=volunteer.first_name, when=when,
         code_word=visit.code_word)


def ask_if_done(work: Work, request: HelpRequest) -> None:
    """Ask the volunteer whether the visit happened; if he does not say, the resident is asked all the same."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    patience = timedelta(hours=work.tunables.follow_up_patience_hours) / 2
    _set(request, Step.FOLLOW_UP, work.now + patience)
    if visit:
        tell(work, visit.volunteer.person, "ask_done", request=request, kind=request.kind,
             name=request.resident.person.first_name)


def not_yet(work: Work, visit: Visit) -> None:
    """Take "not yet": ask again later."""
    later = timedelta(hours=work.tunables.follow_up_patience_hours)
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    if request.state == RequestState.MATCHED:  # what an operator owns stays his
        _set(request, Step.ASK_IF_DONE, work.now + later)


def complete(work: Work, visit: Visit) -> bool:
    """Take the volunteer's "done": thank him and ask the resident how it went."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    tell(work, visit.volunteer.person, "visit.done", request=request)
    if visit.state != VisitState.AGREED:
        return False
    _finish(work, request, visit)
    follow_up(work, request)
    return True


def _finish(work: Work, request: HelpRequest, visit: Visit) -> None:
    end_visit(work, visit, "complete", "fulfil")
    if request.state == RequestState.MATCHED:
        move(work, request, "close", reason="visited", closed_at=work.now, **NOTHING_MORE)


def follow_up(work: Work, request: HelpRequest) -> None:
    """Ask the resident whether the volunteer came and whether it was good. What an operator owns stays his."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED, VisitState.DONE)
    if request.state != RequestState.ESCALATED:
        _set(request, Step.CLOSE, work.now + timedelta(hours=work.tunables.follow_up_patience_hours))
    if visit and visit.went_well is None:
        tell(work, request.resident.person, "follow_up.ask", request=request, name=visit.volunteer.person.first_name)


def answer_follow_up(work: Work, visit: Visit, *, went_well: bool) -> None:
    """Take the resident's word on how it went. A no goes to an operator."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    visit.went_well = went_well
    if went_well:
        if visit.state == VisitState.AGREED:
            _finish(work, request, visit)
        if request.state in CLOSED_REQUESTS:
            request.next_step = request.next_step_at = None
        tell(work, request.resident.person, "follow_up.thanks", request=request)
        return
    if not escalate(work, request, "visit_failed"):
        raise_alarm(work, request, "visit_failed")
    tell(work, request.resident.person, "follow_up.sorry", request=request)


def close_quietly(work: Work, request: HelpRequest) -> None:
    """End a follow-up nobody answered. A visit that nobody has confirmed goes to an operator instead."""
    if request.state not in CLOSED_REQUESTS:
        escalate(work, request, "visit_doubted")
        return
    request.next_step = request.next_step_at = None


def cannot_after_all(work: Work, visit: Visit) -> bool:
    """Take back a yes: the request goes out again at once, without him, and the resident is told."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    tell(work, visit.volunteer.person, "visit.returned", request=request)
    if visit.state != VisitState.AGREED:
        return False
    end_visit(work, visit, "cancel", "return", reason="volunteer")
    message = tell(work, request.resident.person, "match.ended.resident", request=request, kind=request.kind,
                   name=visit.volunteer.person.first_name)  # fmt: skip
    if message is not None and _is_before_morning(request, message):
        message.send_at = None
    work.wake("take_step", request.id)
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    return move(work, request, "open", reason="returned", matched_at=None, escalation="", **step)


def _is_before_morning(request: HelpRequest, message: Message) -> bool:
    """Whether she would wait in vain before the quiet hours end: then a text may wake her. Nobody is rung at night."""
    if message.send_at is None or message.channel != Channel.SMS or request.time_precision == "soon":
        return False
    return request.wanted_from is not None and request.wanted_from < message.send_at


def refuse_match(work: Work, request: HelpRequest, *, wants_another: bool) -> bool:
    """Take a resident's word that she does not want the volunteer who comes; he is never asked about it again.

    It goes out again at once, or is cancelled. Returns False, with nothing changed, when nobody has it.
    """
    request = store.get_locked(work.session, HelpRequest, request.id)
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is None:
        return False
    end_visit(work, visit, "cancel", "return", reason="resident")
    tell(work, visit.volunteer.person, "visit.cancelled.volunteer", request=request, kind=request.kind,
         name=request.resident.person.first_name)
    if not wants_another:
        return cancel(work, request, reason="resident")
    forget(work, request, visit.volunteer_id)
    work.wake("take_step", request.id)
    step = next_step(Step.ASK_VOLUNTEERS, work.now)
    return move(work, request, "open", reason="resident", matched_at=None, escalation="", **step)


def hear_of(work: Work, request: HelpRequest) -> bool:
    """Tell the resident who comes to her. Returns False when nobody does yet."""
    visit = store.find_visit(work.session, request.id, VisitState.AGREED)
    if visit is None:
        return False
    volunteer = visit.volunteer
    tell(
        work, request.resident.person, "match.resident", request=request, name=volunteer.person.first_name,
        organisation=volunteer.organisation.name, kind=request.kind, when=when_of(request), code_word=visit.code_word,
    )
    return True


def _set(request: HelpRequest, step: Step, at: datetime) -> None:
    request.next_step, request.next_step_at = step, at
