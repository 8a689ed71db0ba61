"""What the database itself refuses, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import DateTime
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from dispatch.models import HelpRequest, Message, Offer, PhoneVisit, Proposal, Series, Visit
from dispatch.models.base import Base, UtcDateTime
from dispatch.states import MOVES, NEW, OfferState, RequestState, VisitState, pairs
from tests.dispatch.exchange import a_call, a_recording
from tests.support.factories import LONG_AGO, a_person, a_request, a_resident, a_volunteer, an_offer

Builder = Callable[[Session], Base]


def _a_visit(session: Session, state: str = VisitState.AGREED) -> Visit:
    offer = an_offer(session, a_request(session))
    visit = Visit(request=offer.request, volunteer=offer.volunteer, offer_id=offer.id, came_from=NEW,
                  state=state, code_word="BJÖRK", agreed_at=LONG_AGO)
    session.add(visit)
    session.flush()
    return visit


def _a_message(session: Session) -> Message:
    message = Message(person=a_person(session), state="queued", came_from=NEW, created_at=LONG_AGO)
    session.add(message)
    session.flush()
    return message


def _a_proposal(session: Session) -> Proposal:
    offer = an_offer(session, a_request(session))
    proposal = Proposal(request=offer.request, offer=offer, wanted_from=LONG_AGO, wanted_until=LONG_AGO,
                        time_precision="hour", state="waiting", came_from=NEW, created_at=LONG_AGO)  # fmt: skip
    session.add(proposal)
    session.flush()
    return proposal


def _a_series(session: Session) -> Series:
    series = Series(resident=a_resident(session), kind="shopping", language="sv", channel="sms", weekday=3, begins=600,
                    ends=660, time_precision="hour", next_date=LONG_AGO.date(), next_step_at=LONG_AGO, state="active",
                    came_from=NEW, created_at=LONG_AGO)  # fmt: skip
    session.add(series)
    session.flush()
    return series


def _a_phone_visit(session: Session) -> PhoneVisit:
    row = PhoneVisit(visit=_a_visit(session), state="waiting", came_from=NEW, next_at=LONG_AGO, created_at=LONG_AGO)
    session.add(row)
    session.flush()
    return row


ROWS: Mapping[str, Builder] = {
    "request": a_request,
    "offer": lambda session: an_offer(session, a_request(session)),
    "visit": _a_visit,
    "message": _a_message,
    "call": a_call,
    "recording": a_recording,
    "proposal": _a_proposal,
    "series": _a_series,
    "phone_visit": _a_phone_visit,
}


def _is_taken(session: Session, row: Base, **values: Any) -> bool:
    """Return whether the database takes the row with these values; nothing stays changed."""
    try:
        with session.begin_nested() as savepoint:
            for name, value in values.items():
                setattr(row, name, value)
            session.flush()
            savepoint.rollback()
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("entity", sorted(MOVES))
def test_the_database_takes_exactly_the_legal_moves(entity: str, session: Session) -> None:
    row = ROWS[entity](session)
    states = {NEW, "nonsense", *(state for pair in pairs(MOVES[entity]) for state in pair)}
    taken = {
        (old, new) for old in states for new in states if _is_taken(session, row, came_from=old, state=new)
    }
    assert taken == pairs(MOVES[entity])


@pytest.mark.parametrize("state", [state for state in RequestState if state not in {"done", "cancelled", "referred"}])
@pytest.mark.parametrize("missing", ["next_step", "next_step_at"])
def test_nothing_open_may_be_without_a_next_step(state: str, missing: str, session: Session) -> None:
    request = a_request(session)
    before = next(old for old, new in sorted(pairs(MOVES["request"])) if new == state)
    assert _is_taken(session, request, came_from=before, state=state)
    assert not _is_taken(session, request, came_from=before, state=state, **{missing: None})


def test_what_is_closed_needs_no_next_step(session: Session) -> None:
    request = a_request(session)
    assert _is_taken(session, request, came_from="matched", state="done", next_step=None, next_step_at=None)


def test_a_volunteer_wins_a_request_once(session: Session) -> None:
    request, volunteer = a_request(session), a_volunteer(session)
    first, second = (an_offer(session, request, volunteer, wave=wave, code=f"A{wave}") for wave in (1, 2))
    first.came_from, first.state = OfferState.ASKED, OfferState.ACCEPTED
    session.flush()
    assert not _is_taken(session, second, came_from=OfferState.ASKED, state=OfferState.ACCEPTED)
    first.came_from, first.state = OfferState.ACCEPTED, OfferState.RETURNED
    session.flush()
    assert _is_taken(session, second, came_from=OfferState.ASKED, state=OfferState.ACCEPTED)


def test_a_place_of_a_request_has_one_volunteer(session: Session) -> None:
    first = _a_visit(session)
    second = Visit(request=first.request, volunteer=a_volunteer(session), offer_id=first.offer_id, came_from=NEW,
                   state=VisitState.AGREED, code_word="EK", agreed_at=LONG_AGO, place=2)  # fmt: skip
    session.add(second)
    session.flush()
    assert not _is_taken(session, second, place=1)
    assert _is_taken(session, second, place=1, came_from=VisitState.AGREED, state=VisitState.CANCELLED)


@pytest.mark.parametrize("places", [0, 5])
def test_a_request_is_for_one_to_four(places: int, session: Session) -> None:
    assert not _is_taken(session, a_request(session), places=places)


def test_a_volunteers_code_means_one_offer(session: Session) -> None:
    volunteer = a_volunteer(session)
    an_offer(session, a_request(session), volunteer, code="B2")
    other = an_offer(session, a_request(session), volunteer, code="C3")
    assert not _is_taken(session, other, code="B2")


def test_a_code_is_free_again_once_its_offer_is_over(session: Session) -> None:
    volunteer = a_volunteer(session)
    an_offer(session, a_request(session), volunteer, code="B2", state="declined", came_from="asked")
    other = an_offer(session, a_request(session), volunteer, code="C3")
    assert _is_taken(session, other, code="B2")


def test_two_volunteers_may_have_the_same_code(session: Session) -> None:
    request = a_request(session)
    assert an_offer(session, request, code="B2").code == an_offer(session, request, code="B2").code


def test_a_volunteer_is_asked_once_in_a_wave(session: Session) -> None:
    offer = an_offer(session, a_request(session))
    with pytest.raises(IntegrityError), session.begin_nested():
        an_offer(session, offer.request, offer.volunteer, code="C3")


def test_a_request_has_one_agreed_visit(session: Session) -> None:
    visit = _a_visit(session)
    other = _a_visit(session)
    assert not _is_taken(session, other, request_id=visit.request_id)


def test_one_number_is_one_person(session: Session) -> None:
    person = a_person(session)
    with pytest.raises(IntegrityError), session.begin_nested():
        a_person(session, phone=person.phone)


@pytest.mark.parametrize(("column", "word"), [("kind", "plumbing"), ("next_step", "wait")])
def test_only_known_words_are_stored(column: str, word: str, session: Session) -> None:
    assert not _is_taken(session, a_request(session), **{column: word})


def test_a_time_without_a_zone_is_refused(session: Session) -> None:
    request = a_request(session)
    request.next_step_at = datetime(2026, 11, 26, 10, 0)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="without a time zone"):
        session.flush()
    session.rollback()


def test_times_come_back_as_they_went_in(session: Session, now: datetime) -> None:
    request = a_request(session, now=now)
    session.expire(request)
    assert request.next_step_at == now
    assert request.next_step_at is not None
    assert request.next_step_at.tzinfo is not None


@pytest.mark.parametrize("moment", ["2026-11-26T10:00:00+00:00", "2026-03-29T02:30:00.000120+01:00"])
def test_sqlite_keeps_a_time_as_the_library_writes_it(moment: str) -> None:
    dialect, when = sqlite.dialect(), datetime.fromisoformat(moment)
    in_utc = when.astimezone(UTC).replace(tzinfo=None)
    kept = UtcDateTime().bind_processor(dialect)(when)
    assert kept == DateTime().dialect_impl(dialect).bind_processor(dialect)(in_utc)  # type: ignore[misc]
    back = UtcDateTime().result_processor(dialect, None)(kept)
    assert (back, back and back.tzinfo) == (when, UTC)


def test_a_text_in_any_script_comes_back_whole(session: Session) -> None:
    request = a_request(session, details="نعم بعد ساعتين 👍 Mjölk")
    session.expire(request)
    assert session.get_one(HelpRequest, request.id).details == "نعم بعد ساعتين 👍 Mjölk"


def test_an_offer_needs_a_request_that_exists(session: Session) -> None:
    offer = an_offer(session, a_request(session))
    assert isinstance(offer, Offer)
    assert not _is_taken(session, offer, request_id=999_999)


def test_nobody_is_rung_twice_at_the_same_time(session: Session) -> None:
    person = a_person(session, can_call=True)
    a_call(session, person, direction="out", state="ended", came_from="talking")
    first = a_call(session, person, direction="out", state="ringing", came_from="placing")
    a_call(session, person)
    with pytest.raises(IntegrityError), session.begin_nested():
        a_call(session, person, direction="out", state="placing", came_from="new")
    assert first.state == "ringing"
