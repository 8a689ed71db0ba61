"""People are rung once, by day, a few at a time, and what the carrier does to a call is survived."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.dialling import place_due, settle_calls
from dispatch.errors import SendFailed, SendUnknown
from dispatch.models import Call, HelpRequest, Message, Person
from dispatch.outbox import send_due
from dispatch.ports import Fate
from dispatch.telling import tell
from tests.dispatch.carrier import Carrier
from tests.dispatch.exchange import LANDLINE, Ringer, a_call
from tests.support.factories import a_person, a_request, a_resident, an_offer

HOUR = timedelta(hours=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Without quiet hours: these tests run at any time of the day."""
    database = _with(database_url)
    yield database
    database.dispose()


def _with(url: str, **presets: str) -> Database:
    return Database(url, presets={"quiet_hours": "", **presets}, settings_fresh=0)


def _queue(database: Database, *notices: str, phone: str = LANDLINE, **values: Any) -> list[int]:
    """Have notices wait for a call to one person; return their ids."""
    with database.work() as work:
        person = work.session.scalars(select(Person).where(Person.phone == phone)).one_or_none()
        person = person or a_person(work.session, language="ar", phone=phone, can_text=False, can_call=True)
        told = [tell(work, person, notice, kind="shopping") for notice in notices]
        messages = [message for message in told if message is not None]
        for message in messages:
            for name, value in values.items():
                setattr(message, name, value)
        work.session.flush()
        return [message.id for message in messages]


def _row(database: Database, message_id: int) -> Message:
    with database.reading() as session:
        return session.get_one(Message, message_id)


def _calls(database: Database) -> Sequence[Call]:
    with database.reading() as session:
        return session.scalars(select(Call).order_by(Call.id)).all()


def _the_call(database: Database) -> Call:
    (call,) = _calls(database)
    return call


def _make_due(database: Database) -> list[int]:
    """Let the time come at which each call is looked at; return their ids."""
    with database.work() as work:
        calls = work.session.scalars(select(Call)).all()
        for call in calls:
            call.look_at = datetime.now(UTC)
        return [call.id for call in calls]


def test_one_call_is_placed_for_all_that_waits_for_her(database: Database) -> None:
    first, second = _queue(database, "match.resident", "reminder.resident")
    ringer = Ringer()
    assert place_due(database, ringer) == 1
    call = _the_call(database)
    assert (call.state, call.direction, call.provider_sid, call.language) == ("ringing", "out", f"CA{call.id}", "ar")
    assert ringer.rung[0].phone == LANDLINE
    for message_id in (first, second):
        row = _row(database, message_id)
        assert (row.state, row.call_id, row.attempts) == ("queued", call.id, 1), "told only when she has heard it"
    assert place_due(database, ringer) == 0, "her telephone is ringing"


def test_what_is_told_by_call_is_not_texted(database: Database) -> None:
    _queue(database, "match.resident")
    carrier = Carrier()
    assert send_due(database, carrier) == 0
    assert carrier.taken == []


def test_several_workers_ring_each_person_once(database: Database) -> None:
    for number in range(8):
        _queue(database, "match.resident", phone=f"+468465004{number:02}")
    ringer = Ringer()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: place_due(database, ringer), range(4)))
    phones = [outgoing.phone for outgoing in ringer.rung]
    assert len(phones) == len(set(phones))
    assert len(phones) >= 4


def test_no_more_ring_at_one_time_than_may(database_url: str) -> None:
    database = _with(database_url, calls_at_once="2")
    for number in range(5):
        _queue(database, "match.resident", phone=f"+468465004{number:02}")
    ringer = Ringer()
    assert place_due(database, ringer) == 2
    assert place_due(database, ringer) == 0
    database.dispose()


def test_she_is_not_rung_while_she_talks_with_us(database: Database) -> None:
    _queue(database, "match.resident")
    with database.work() as work:
        person = work.session.scalars(select(Person)).one()
        a_call(work.session, person)
    assert place_due(database, Ringer()) == 0


def test_a_courtesy_alone_rings_nobody_but_is_told_with_the_rest(database: Database) -> None:
    (courtesy,) = _queue(database, "offer.taken")
    assert place_due(database, Ringer()) == 0
    _queue(database, "match.resident")
    assert place_due(database, Ringer()) == 1
    assert _row(database, courtesy).call_id == _the_call(database).id


def test_what_waited_into_the_night_waits_for_the_morning(database: Database, database_url: str) -> None:
    (one,) = _queue(database, "match.resident")
    hour = datetime.now(UTC).astimezone(database.zone).hour
    at_night = _with(database_url, quiet_hours=f"{hour:02}:00-{(hour + 2) % 24:02}:00")
    assert place_due(at_night, Ringer()) == 0
    at_night.dispose()
    send_at = _row(database, one).send_at
    assert send_at is not None
    assert send_at > datetime.now(UTC)


@pytest.mark.parametrize(
    ("values", "state", "code"),
    [({"stopped_at": datetime(2026, 1, 1, tzinfo=UTC)}, "expired", "stopped"),
     ({"blocked": True}, "expired", "stopped"),
     ({"phone": "+447700900123"}, "failed", "not_allowed"), ({"can_call": False}, "failed", "not_allowed")],
)
def test_who_must_not_be_rung_any_more_is_not(
    values: dict[str, Any], state: str, code: str, database: Database
) -> None:
    (one,) = _queue(database, "match.resident")
    with database.work() as work:
        person = work.session.get_one(Message, one).person
        for name, value in values.items():
            setattr(person, name, value)
    assert place_due(database, Ringer()) == 0
    assert (_row(database, one).state, _row(database, one).error_code) == (state, code)
    assert _calls(database) == []


def test_what_is_too_late_to_tell_a_resident_is_an_operators(database: Database) -> None:
    with database.work() as work:
        resident = a_resident(work.session, phone=LANDLINE, can_text=False, can_call=True)
        request = a_request(work.session, resident, now=work.now)
        message = tell(work, resident.person, "match.resident", request=request)
        assert message
        message.expires_at = work.now
    assert place_due(database, Ringer()) == 0
    with database.reading() as session:
        assert session.get_one(HelpRequest, request.id).escalation == "send_failed"


def test_an_offer_that_is_gone_is_not_called_about(database: Database) -> None:
    with database.work() as work:
        offer = an_offer(work.session, a_request(work.session, now=work.now))
        offer.volunteer.person.can_text, offer.volunteer.person.can_call = False, True
        message = tell(work, offer.volunteer.person, "offer", request=offer.request, offer=offer)
        assert message
        offer.state, offer.came_from = "withdrawn", "asked"
    assert place_due(database, Ringer()) == 0
    assert _row(database, message.id).error_code == "gone"


def test_a_refusal_for_good_is_a_failure_and_teaches_about_the_number(database: Database) -> None:
    (one,) = _queue(database, "match.resident")
    place_due(database, Ringer([SendFailed("21211", permanent=True)]))
    assert (_row(database, one).state, _row(database, one).error_code) == ("failed", "21211")
    assert (_the_call(database).state, _the_call(database).error_code) == ("missed", "21211")
    with database.reading() as session:
        assert not session.scalars(select(Person)).one().can_call


def test_a_busy_carrier_is_tried_again_later_and_it_counts_as_no_attempt(database: Database) -> None:
    (one,) = _queue(database, "match.resident")
    before = datetime.now(UTC)
    place_due(database, Ringer([SendFailed("20429", permanent=False, retry_after=40)]))
    row = _row(database, one)
    assert (row.state, row.attempts, row.call_id, _the_call(database).state) == ("queued", 0, None, "missed")
    assert row.send_at is not None
    assert before + timedelta(seconds=39) < row.send_at < before + timedelta(seconds=70)


def test_while_there_is_no_connection_the_pauses_grow(database: Database) -> None:
    (one,) = _queue(database, "match.resident")
    pauses = []
    for minutes in (0, 1, 4, 600):
        with database.work() as work:
            message = work.session.get_one(Message, one)
            message.send_at, message.created_at = None, work.now - timedelta(minutes=minutes)
        before = datetime.now(UTC)
        place_due(database, Ringer([SendFailed("connect", permanent=False)]))
        pauses.append(((_row(database, one).send_at or before) - before).total_seconds())
    assert [least <= pause <= least * 1.5 + 2 for least, pause in zip((4, 60, 240, 300), pauses, strict=True)] == [
        True, True, True, True,
    ]  # fmt: skip


def test_a_report_that_comes_before_our_own_record_is_kept(database: Database) -> None:
    _queue(database, "match.resident")

    def answer(_outgoing: object) -> None:
        with database.work() as work:
            call = work.session.scalars(select(Call)).one()
            call.state, call.came_from, call.provider_sid = "talking", "placing", "CAearly"

    place_due(database, Ringer(before_answer=answer))
    assert (_the_call(database).state, _the_call(database).provider_sid) == ("talking", "CAearly")


class TestOfACallNobodyKnowsAbout:
    """The carrier was asked to ring and did not answer, or who asked it died."""

    @pytest.fixture
    def message_id(self, database: Database) -> int:
        (one,) = _queue(database, "match.resident")
        place_due(database, Ringer([SendUnknown("no answer")]))
        assert _the_call(database).state == "unknown"
        return one

    def test_she_is_not_rung_again_by_itself(self, message_id: int, database: Database) -> None:
        ringer = Ringer()
        assert place_due(database, ringer) == 0
        assert settle_calls(database, ringer, [_the_call(database).id]) == 0, "the carrier gets time to list it"
        assert (ringer.rung, ringer.asked) == ([], [])

    def test_what_the_carrier_has_is_adopted(self, message_id: int, database: Database) -> None:
        ids = _make_due(database)
        assert settle_calls(database, Ringer(found=Fate("CAfound", "in-progress")), ids) == 1
        assert (_the_call(database).state, _the_call(database).provider_sid) == ("talking", "CAfound")

    def test_what_the_carrier_never_had_is_placed_again(self, message_id: int, database: Database) -> None:
        ids = _make_due(database)
        ringer = Ringer()
        assert settle_calls(database, ringer, ids) == 1
        assert place_due(database, ringer) == 1
        assert [call.state for call in _calls(database)] == ["missed", "ringing"]
        assert _row(database, message_id).attempts == 1

    def test_while_the_carrier_cannot_be_asked_it_waits(self, message_id: int, database: Database) -> None:
        ids = _make_due(database)
        assert settle_calls(database, Ringer([SendUnknown("again")]), ids) == 0
        look_at = _the_call(database).look_at
        assert _the_call(database).state == "unknown"
        assert look_at is not None
        assert look_at > datetime.now(UTC)

    def test_a_look_up_knows_which_calls_are_others(self, message_id: int, database: Database) -> None:
        with database.work() as work:
            call = work.session.scalars(select(Call)).one()
            a_call(work.session, call.person, provider_sid="CAother", state="ended", came_from="talking",
                   created_at=work.now)
        ringer = Ringer()
        settle_calls(database, ringer, _make_due(database)[:1])
        asked = ringer.asked[0]
        assert not isinstance(asked, str)
        assert asked.known_sids == {"CAother"}


def test_a_dead_workers_call_is_looked_up_before_anybody_rings_again(database: Database) -> None:
    _queue(database, "match.resident")

    def die(_outgoing: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        place_due(database, Ringer(before_answer=die))
    call = _the_call(database)
    assert call.state == "placing"
    ringer = Ringer(found=Fate("CAhad", "ringing"))
    assert settle_calls(database, ringer, [call.id]) == 0, "its lease still runs"
    for done in (0, 1):
        assert settle_calls(database, ringer, _make_due(database)) == done
    assert (_the_call(database).state, _the_call(database).provider_sid) == ("ringing", "CAhad")
    assert place_due(database, Ringer()) == 0


@pytest.mark.parametrize(
    ("found", "state"),
    [(Fate("CA1", "no-answer"), "missed"), (Fate("CA1", "completed"), "ended"), (Fate("CA1", "ringing"), "ringing"),
     (None, "ended")],
)
def test_a_call_of_which_no_news_come_is_asked_about(found: Fate | None, state: str, database: Database) -> None:
    _queue(database, "match.resident")
    place_due(database, Ringer())
    ids = _make_due(database)
    assert settle_calls(database, Ringer(found=found), ids) == 1
    call = _the_call(database)
    assert (call.state, call.look_at is None) == (state, state != "ringing")


def test_a_call_of_hers_that_never_ended_is_ended(database: Database) -> None:
    with database.work() as work:
        a_call(work.session, provider_sid="CAin", look_at=work.now)
    ringer = Ringer(found=Fate("CAin", "completed"))
    assert settle_calls(database, ringer, _make_due(database)) == 1
    assert (ringer.asked, _the_call(database).state) == (["CAin"], "ended")
