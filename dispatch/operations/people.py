"""Meeting people, and what they decide about themselves."""

from datetime import UTC, date, datetime, time

from sqlalchemy.exc import IntegrityError

from dispatch import store
from dispatch.db import Work
from dispatch.kinds import VolunteerStatus
from dispatch.models import Person, Resident, Volunteer
from dispatch.operations.standing import let_go
from dispatch.telling import tell


def meet(work: Work, phone: str, *, can_text: bool, can_call: bool = False) -> Person:
    """Return the person behind a number, new or known, locked: two texts of hers are heard one after the other."""
    person = store.find_person(work.session, phone, lock=True)
    return person or _add_person(work, phone, can_text=can_text, can_call=can_call)


def _add_person(work: Work, phone: str, *, can_text: bool, can_call: bool) -> Person:
    person = Person(phone=phone, can_text=can_text, can_call=can_call, created_at=work.now, resident=None,
                    volunteer=None)
    try:
        with work.session.begin_nested():
            work.session.add(person)
    except IntegrityError:  # two first texts at once: the other one met her first
        found = store.find_person(work.session, phone, lock=True)
        if found is None:
            raise
        return found
    return person


def become_resident(work: Work, person: Person) -> Resident:
    """Return the resident this person is, making her one if she never asked for help before."""
    if person.resident is None:
        person.resident = Resident(person_id=person.id, created_at=work.now)
        work.session.flush()
    return person.resident


def set_language(work: Work, person: Person, language: str) -> None:
    """Remember the language she is answered in from now on."""
    person.language, person.script = language, ""


def prefer_calls(work: Work, person: Person, *, is_on: bool) -> None:
    """Call her instead of texting her from now on, or text her again. What waits to leave goes the old way."""
    person.prefers_calls = is_on


def stop(work: Work, person: Person) -> None:
    """Send this number nothing more but the confirmation. What she has going on goes to an operator elsewhere."""
    if person.stopped_at is None:
        person.stopped_at = work.now
    tell(work, person, "stopped")
    let_go(work, person.volunteer)


def start(work: Work, person: Person) -> None:
    """Let texts flow again after a stop. A volunteer who is paused wants to be asked again: the words are near."""
    person.stopped_at = None
    if person.volunteer is not None and person.volunteer.status == VolunteerStatus.PAUSED:
        resume(work, person.volunteer)
    else:
        tell(work, person, "started")


def pause(work: Work, volunteer: Volunteer, *, until: date | None = None) -> None:
    """Ask this volunteer nothing until he says resume, or until a day on which he is asked again by himself.

    Who will be back keeps his weekly visits; those of the meantime are put to others.
    """
    if volunteer.status == VolunteerStatus.ACTIVE:
        volunteer.status = VolunteerStatus.PAUSED
    if until is None:
        volunteer.paused_until = None
        tell(work, volunteer.person, "paused")
        let_go(work, volunteer)
    else:
        back_at = datetime.combine(until, time(), work.zone).astimezone(UTC)
        volunteer.paused_until = back_at
        day = {"from": back_at.isoformat(), "until": back_at.isoformat(), "precision": "day"}
        tell(work, volunteer.person, "paused_until", when=day)


def end_pause(work: Work, volunteer_id: int) -> bool:
    """Let a volunteer be asked again whose pause is over, and tell him so. Returns False when it is not, or was ended.

    Who has said stop meanwhile goes on being told nothing.
    """
    volunteer = store.get_locked(work.session, Volunteer, volunteer_id)
    back_at = volunteer.paused_until
    if volunteer.status != VolunteerStatus.PAUSED or back_at is None or back_at > work.now:
        return False
    volunteer.status, volunteer.paused_until = VolunteerStatus.ACTIVE, None
    tell(work, volunteer.person, "resumed")
    return True


def resume(work: Work, volunteer: Volunteer) -> None:
    """Let a paused volunteer be asked again, also after a stop. One who waits for approval goes on waiting."""
    volunteer.person.stopped_at = None
    volunteer.paused_until = None
    if volunteer.status == VolunteerStatus.PAUSED:
        volunteer.status = VolunteerStatus.ACTIVE
    is_active = volunteer.status == VolunteerStatus.ACTIVE
    tell(work, volunteer.person, "resumed" if is_active else "volunteer.pending")
