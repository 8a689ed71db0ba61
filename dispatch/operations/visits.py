"""From the yes to the follow-up: the visit, its reminders, what goes wrong, and how it went."""

from datetime import datetime, timedelta

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import HelpRequest, Message, Visit, Volunteer
from dispatch.moves import move
from dispatch.operations import matched, phone_visits, together
from dispatch.operations.requests import NOTHING_MORE, cancel, end_visit, escalate, raise_alarm
from dispatch.operations.standing import forget
from dispatch.states import CLOSED_REQUESTS, RequestState, VisitState
from dispatch.steps import Step
from dispatch.telling import kind_of, tell, when_of
from dispatch.visit_store import NOT_CALLED_OFF, list_visits


def details_for(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    """Tell the volunteer who has the task what only he may know: name, address, code word, and her own words."""
    agreed = list_visits(work.session, request.id, VisitState.AGREED)
    visit = next((visit for visit in agreed if visit.volunteer_id == volunteer.id), None)
    if visit is None:
        return
    if request.by_phone:
        phone_visits.tell_volunteer(work, visit)
    else:
        _tell_task(work, request, visit)
    if request.details:
        tell(work, volunteer.person, "match.details", request=request, details=request.details,
             language=request.language)
    if request.recording_id is not None:
        tell(work, volunteer.person, "match.spoken", request=request, name=request.resident.person.first_name)
    if request.places > 1:
        together.tell_who_comes(work, request, visit)


def _tell_task(work: Work, request: HelpRequest, visit: Visit) -> None:
    tell(
        work, visit.volunteer.person, "match.volunteer", request=request, offer=visit.offer, kind=request.kind,
        name=request.resident.person.name, address=request.address, when=when_of(request),
        code_word=visit.code_word, line=request.kind,
    )


def remind(work: Work, request: HelpRequest) -> None:
    """Remind both sides of every visit."""
    _set(request, Step.ASK_IF_DONE, matched.after_visit(work, request))
    when, resident = when_of(request), request.resident.person
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        if request.by_phone:
            phone_visits.tell_volunteer(work, visit)
            phone_visits.tell_resident(work, visit)
            continue
        offer, volunteer = visit.offer, visit.volunteer.person
        tell(work, volunteer, "reminder.volunteer", request=request, offer=offer, name=resident.first_name,
             kind=request.kind, address=request.address, when=when)  # fmt: skip
        tell(work, resident, "reminder.resident", request=request, offer=offer, name=volunteer.first_name, when=when,
             code_word=visit.code_word)  # fmt: skip


def ask_if_done(work: Work, request: HelpRequest) -> None:
    """Ask the volunteers whether the visit happened; if they do not say, the resident is asked all the same."""
    patience = timedelta(hours=work.tunables.follow_up_patience_hours) / 2
    _set(request, Step.FOLLOW_UP, work.now + patience)
    for visit in list_visits(work.session, request.id, VisitState.AGREED):
        tell(work, visit.volunteer.person, "ask_done", request=request, offer=visit.offer, kind=request.kind,
             name=request.resident.person.first_name)  # fmt: skip


def not_yet(work: Work, visit: Visit) -> None:
    """Take "not yet": ask again later."""
    later = timedelta(hours=work.tunables.follow_up_patience_hours)
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    if request.state == RequestState.MATCHED:  # what an operator owns stays his
        _set(request, Step.ASK_IF_DONE, work.now + later)


def complete(work: Work, visit: Visit) -> bool:
    """Take the volunteer's "done": thank him and, when all who came have said so, ask the resident how it went."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    tell(work, visit.volunteer.person, "visit.done", request=request)
    if visit.state != VisitState.AGREED:
        return False
    end_visit(work, visit, "complete", "fulfil")
    if list_visits(work.session, request.id, VisitState.AGREED):
        return True  # somebody who came too has not said so yet
    if request.state == RequestState.OPEN:
        matched.settle(work, request)  # it was done by fewer than were wished
    was_asked = request.next_step == Step.CLOSE and request.places > 1
    _close(work, request)
    if was_asked:
        _set(request, Step.CLOSE, work.now + timedelta(hours=work.tunables.follow_up_patience_hours))
    else:
        follow_up(work, request)
    return True


def _close(work: Work, request: HelpRequest) -> None:
    if request.state == RequestState.MATCHED:
        move(work, request, "close", reason="visited", closed_at=work.now, **NOTHING_MORE)


def follow_up(work: Work, request: HelpRequest) -> None:
    """Ask the resident whether they came, or talked with her, and if it was good. What an operator owns stays his."""
    visits = list_visits(work.session, request.id, *NOT_CALLED_OFF)
    if request.state != RequestState.ESCALATED:
        _set(request, Step.CLOSE, work.now + timedelta(hours=work.tunables.follow_up_patience_hours))
    if any(visit.went_well is None for visit in visits):
        asked = "by_phone.follow_up" if request.by_phone else "follow_up.ask"
        tell(work, request.resident.person, asked, request=request, name=together.names_of(visits))


def answer_follow_up(work: Work, visit: Visit, *, went_well: bool) -> None:
    """Take the resident's word on how it went, for all who came. A no goes to an operator."""
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    for each in {visit, *list_visits(work.session, request.id, *NOT_CALLED_OFF)}:
        each.went_well = went_well
        if went_well and each.state == VisitState.AGREED:
            end_visit(work, each, "complete", "fulfil")
    if went_well:
        _close(work, request)
        if request.state in CLOSED_REQUESTS:
            request.next_step = request.next_step_at = None
        tell(work, request.resident.person, "follow_up.thanks", request=request)
        return
    if not escalate(work, request, "visit_failed"):
        raise_alarm(work, request, "visit_failed")
    tell(work, request.resident.person, "follow_up.sorry", request=request)


def close_quietly(work: Work, request: HelpRequest) -> None:
    """End a follow-up nobody answered. A visit that nobody has confirmed goes to an operator instead.

    Of several who came, the word of one is enough.
    """
    if request.state == RequestState.MATCHED and list_visits(work.session, request.id, VisitState.DONE):
        for visit in list_visits(work.session, request.id, VisitState.AGREED):
            end_visit(work, visit, "complete", "fulfil", reason="visited")
        _close(work, request)
    if request.state not in CLOSED_REQUESTS:
        escalate(work, request, "visit_doubted")
        return
    request.next_step = request.next_step_at = None


def cannot_after_all(work: Work, visit: Visit) -> bool:
    """Take back a yes: his place goes out again at once, without him, and she and all others who come are told."""
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
    together.tell_others(work, request)
    return matched.reopen(work, request, reason="returned")


def _is_before_morning(request: HelpRequest, message: Message) -> bool:
    """Whether she would wait in vain before the quiet hours end: then a text may wake her. Nobody is rung at night."""
    if message.send_at is None or message.channel != Channel.SMS or request.time_precision == "soon":
        return False
    return request.wanted_from is not None and request.wanted_from < message.send_at


def refuse_match(work: Work, visit: Visit, *, wants_another: bool) -> bool:
    """Take a resident's word that she does not want the volunteer who comes; he is never asked about it again.

    His place goes out again at once, or all of it is cancelled. Returns False, with nothing changed, when he does not
    have it any more.
    """
    request = store.get_locked(work.session, HelpRequest, visit.request_id)
    work.session.refresh(visit)
    if visit.state != VisitState.AGREED:
        return False
    end_visit(work, visit, "cancel", "return", reason="resident")
    tell(work, visit.volunteer.person, "visit.cancelled.volunteer", request=request, kind=request.kind,
         when=when_of(request), name=request.resident.person.first_name)
    if not wants_another:
        return cancel(work, request, reason="resident")
    forget(work, request, visit.volunteer_id)
    together.tell_others(work, request)
    return matched.reopen(work, request, reason="resident")


def hear_of(work: Work, request: HelpRequest, *, only: Visit | None = None) -> bool:
    """Tell the resident who comes to her, `only` one of them or all. Returns False when nobody does yet."""
    visits = list_visits(work.session, request.id, VisitState.AGREED)
    told = [(number, visit) for number, visit in enumerate(visits, 1) if only is None or visit.id == only.id]
    for number, visit in told:
        volunteer = visit.volunteer
        if request.by_phone:
            phone_visits.tell_resident(work, visit)
            continue
        tell(
            work, request.resident.person, "match.resident", request=request, offer=visit.offer,
            name=volunteer.person.first_name, organisation=volunteer.organisation.name,
            kind=kind_of(request, has=number), when=when_of(request), code_word=visit.code_word,
        )
    return bool(told)


def _set(request: HelpRequest, step: Step, at: datetime) -> None:
    request.next_step, request.next_step_at = step, at
