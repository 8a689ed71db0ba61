"""Texts leave once, in their order, and what the carrier does to them is survived."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch.db import Database
from dispatch.errors import SendFailed, SendUnknown
from dispatch.models import HelpRequest, Message, Person
from dispatch.outbox import send_due, settle
from dispatch.ports import Outgoing, Sent
from dispatch.telling import tell
from tests.dispatch.carrier import Carrier
from tests.support.factories import a_person, a_request, a_resident

HOUR = timedelta(hours=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Without quiet hours: these tests run at any time of the day."""
    database = _with(database_url)
    yield database
    database.dispose()


def _with(url: str, **presets: str) -> Database:
    return Database(url, presets={"quiet_hours": "", **presets})


def _queue(database: Database, *notices: str, phone: str = "+46701740605", **values: Any) -> list[int]:
    """Put notices to one person into the outbox; return their ids."""
    ids = []
    with database.work() as work:
        person = work.session.query(Person).filter_by(phone=phone).one_or_none()
        person = person or a_person(work.session, language="ar", phone=phone)
        for notice in notices:
            message = tell(work, person, notice, kind="shopping")
            assert message
            for name, value in values.items():
                setattr(message, name, value)
            work.session.flush()
            ids.append(message.id)
    return ids


def _row(database: Database, message_id: int) -> Message:
    with database.reading() as session:
        return session.get_one(Message, message_id)


def _change(database: Database, message_ids: Sequence[int], **values: Any) -> None:
    with database.work() as work:
        for message_id in message_ids:
            message = work.session.get_one(Message, message_id)
            for name, value in values.items():
                setattr(message, name, value)


def test_a_text_leaves_with_its_words_and_is_counted(database: Database) -> None:
    (one,) = _queue(database, "offer")
    carrier = Carrier()
    assert send_due(database, carrier) == 1
    row = _row(database, one)
    assert (row.state, row.provider_sid, row.attempts, row.lease_until) == ("accepted", f"SM{one}", 1, None)
    assert (row.body, row.encoding, row.segments) == ("offer in ar", "GSM-7", 2)
    assert row.sent_at is not None
    assert carrier.taken[0].body == "offer in ar"
    assert send_due(database, carrier) == 0


def test_what_matters_most_leaves_first(database: Database) -> None:
    _queue(database, "follow_up.ask", "offer", "match.volunteer", "offer.taken")
    carrier = Carrier()
    send_due(database, carrier)
    assert [text.body.split()[0] for text in carrier.taken] == [
        "match.volunteer", "offer.taken", "offer", "follow_up.ask",
    ]  # fmt: skip


def test_what_one_person_is_told_comes_in_its_order(database: Database) -> None:
    first, second = _queue(database, "escalated.resident", "tongues.ask")
    (other,) = _queue(database, "offer", phone="+46701740606")
    arrived: list[int] = []

    def arrive(text: Outgoing) -> None:
        time.sleep(0.3 if text.message_id == first else 0)
        arrived.append(text.message_id)

    assert send_due(database, Carrier(before_answer=arrive)) == 3
    assert arrived == [other, first, second]


def test_the_row_says_sending_before_the_carrier_is_called(database: Database) -> None:
    _queue(database, "offer")
    seen: list[str] = []
    carrier = Carrier(before_answer=lambda text: seen.append(_row(database, text.message_id).state))
    send_due(database, carrier)
    assert seen == ["sending"]


def test_several_senders_at_once_send_each_text_once(database: Database) -> None:
    _queue(database, *["offer"] * 12)
    carrier = Carrier()
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(lambda _: send_due(database, carrier), range(4))) == 12
    assert len({text.message_id for text in carrier.taken}) == len(carrier.taken) == 12


def test_nothing_leaves_before_its_time(database: Database) -> None:
    (later,) = _queue(database, "offer", send_at=datetime.now(UTC) + HOUR)
    assert send_due(database, Carrier()) == 0
    _change(database, [later], send_at=datetime.now(UTC) - HOUR)
    assert send_due(database, Carrier()) == 1


def test_what_is_too_old_is_not_sent(database: Database) -> None:
    (old,) = _queue(database, "offer", expires_at=datetime.now(UTC) - HOUR)
    assert send_due(database, Carrier()) == 0
    assert (_row(database, old).state, _row(database, old).error_code) == ("expired", "too_late")


@pytest.mark.parametrize("values", [{"stopped_at": datetime.now(UTC)}, {"blocked": True}])
def test_who_said_stop_in_the_meantime_gets_nothing(values: dict[str, Any], database: Database) -> None:
    (one,) = _queue(database, "offer")
    with database.work() as work:
        person = work.session.get_one(Message, one).person
        for name, value in values.items():
            setattr(person, name, value)
    assert send_due(database, Carrier()) == 0
    assert _row(database, one).error_code == "stopped"


def test_a_country_we_do_not_text_is_refused_and_may_be_allowed_later(database: Database) -> None:
    (foreign,) = _queue(database, "offer", phone="+447700900123")
    assert send_due(database, Carrier()) == 0
    assert (_row(database, foreign).state, _row(database, foreign).error_code) == ("failed", "not_allowed")
    with database.reading() as session:
        assert session.get_one(Message, foreign).person.can_text


def test_one_text_without_words_does_not_hold_up_the_others(database: Database) -> None:
    wordless, fine = _queue(database, "match.resident", "offer")
    carrier = Carrier(wordless=frozenset({"match.resident"}))
    assert send_due(database, carrier) == 1
    assert (_row(database, wordless).state, _row(database, wordless).error_code) == ("failed", "no_words")
    assert _row(database, fine).state == "accepted"


def test_a_busy_carrier_is_given_the_time_it_asks_for(database: Database) -> None:
    (one,) = _queue(database, "offer")
    carrier = Carrier([SendFailed("20429", permanent=False, retry_after=40)])
    before = datetime.now(UTC)
    send_due(database, carrier)
    row = _row(database, one)
    assert (row.state, row.error_code, row.attempts) == ("queued", "20429", 1)
    assert row.send_at is not None
    assert before + timedelta(seconds=39) < row.send_at < before + timedelta(seconds=70)
    assert carrier.taken == []


def test_the_pauses_grow(database: Database) -> None:
    (one,) = _queue(database, "offer")
    pauses = []
    for _ in range(4):
        before = datetime.now(UTC)
        send_due(database, Carrier([SendFailed("connect", permanent=False)]))
        pauses.append(((_row(database, one).send_at or before) - before).total_seconds())
        _change(database, [one], send_at=None)
    assert all(2.0**n <= pause <= 2.0**n * 1.5 + 1 for n, pause in enumerate(pauses, 1))


@pytest.mark.parametrize("pause", [None, 60])
def test_no_text_is_given_up_before_it_is_too_old(database: Database, pause: float | None) -> None:
    (one,) = _queue(database, "offer", attempts=50)
    send_due(database, Carrier([SendFailed("connect", permanent=False, retry_after=pause)]))
    assert _row(database, one).state == "queued"


def test_a_permanent_error_is_not_tried_again_and_teaches_about_the_number(database: Database) -> None:
    (one,) = _queue(database, "offer")
    assert send_due(database, Carrier([SendFailed("21614", permanent=True)])) == 1
    row = _row(database, one)
    assert (row.state, row.error_code, row.attempts) == ("failed", "21614", 1)
    with database.reading() as session:
        assert not session.get_one(Message, one).person.can_text
    assert send_due(database, Carrier()) == 0


def test_a_receipt_that_comes_before_our_own_record_is_kept(database: Database) -> None:
    (one,) = _queue(database, "offer")
    carrier = Carrier(before_answer=lambda text: _change(database, [text.message_id], state="delivered",
                                                         came_from="sending", provider_sid="SMearly"))
    send_due(database, carrier)
    assert (_row(database, one).state, _row(database, one).provider_sid) == ("delivered", "SMearly")


class TestOfWhatNobodyKnows:
    """The carrier was called and did not answer."""

    @pytest.fixture
    def lost(self, database: Database) -> int:
        (one,) = _queue(database, "offer")
        assert send_due(database, Carrier([SendUnknown("no answer")])) == 1
        assert _row(database, one).state == "unknown"
        return one

    def test_it_is_not_sent_again_by_itself(self, lost: int, database: Database) -> None:
        carrier = Carrier()
        assert send_due(database, carrier) == 0
        assert settle(database, carrier, [lost]) == 0, "the carrier gets time to list it"
        assert carrier.asked == []

    def test_what_the_carrier_has_is_adopted(self, lost: int, database: Database) -> None:
        _change(database, [lost], lease_until=datetime.now(UTC))
        assert settle(database, Carrier(found=Sent("SMfound", "delivered")), [lost]) == 1
        assert (_row(database, lost).state, _row(database, lost).provider_sid) == ("delivered", "SMfound")

    def test_what_the_carrier_never_had_is_sent_again(self, lost: int, database: Database) -> None:
        _change(database, [lost], lease_until=datetime.now(UTC))
        carrier = Carrier()
        assert settle(database, carrier, [lost]) == 1
        assert send_due(database, carrier) == 1
        assert (_row(database, lost).state, _row(database, lost).attempts) == ("accepted", 2)

    def test_while_the_carrier_cannot_be_asked_it_waits(self, lost: int, database: Database) -> None:
        _change(database, [lost], lease_until=datetime.now(UTC))
        assert settle(database, Carrier([SendUnknown("again")]), [lost]) == 0
        row = _row(database, lost)
        assert row.state == "unknown"
        assert row.lease_until is not None
        assert row.lease_until > datetime.now(UTC)

    def test_a_look_up_knows_which_texts_are_others(self, lost: int, database: Database) -> None:
        _queue(database, "offer")
        send_due(database, Carrier())
        _change(database, [lost], lease_until=datetime.now(UTC))
        carrier = Carrier()
        settle(database, carrier, [lost])
        assert carrier.asked[0].known_sids == {f"SM{lost + 1}"}


def test_a_dead_senders_text_is_looked_up_before_it_is_sent_again(database: Database) -> None:
    (one,) = _queue(database, "offer")

    def die(_outgoing: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send_due(database, Carrier(before_answer=die))
    assert _row(database, one).state == "sending"
    assert settle(database, Carrier(), [one]) == 0, "its lease still runs"
    _change(database, [one], lease_until=datetime.now(UTC))
    carrier = Carrier(found=Sent("SMhad", "sent"))
    assert settle(database, carrier, [one]) == 0
    assert _row(database, one).state == "unknown"
    _change(database, [one], lease_until=datetime.now(UTC))
    assert settle(database, carrier, [one]) == 1
    assert _row(database, one).state == "sent"


def test_above_the_days_ceiling_only_an_address_and_danger_go_out(database_url: str) -> None:
    database = _with(database_url, daily_cost_ceiling="2", part_price="0.50")
    _queue(database, "offer", "offer", "offer")
    carrier = Carrier()
    assert send_due(database, carrier) == 2
    _queue(database, "match.volunteer", "emergency")
    assert send_due(database, carrier) == 2
    assert {text.body for text in carrier.taken[2:]} == {"match.volunteer in ar", "emergency in ar"}
    database.dispose()


def test_a_ceiling_of_nothing_is_no_ceiling(database_url: str) -> None:
    database = _with(database_url, daily_cost_ceiling="0")
    _queue(database, *["offer"] * 5)
    assert send_due(database, Carrier()) == 5
    database.dispose()


def test_a_resident_whom_no_text_reaches_is_an_operators(database: Database) -> None:
    with database.work() as work:
        request = a_request(work.session, a_resident(work.session, can_call=False), now=work.now)
        tell(work, request.resident.person, "match.resident", request=request)
    send_due(database, Carrier([SendFailed("30006", permanent=True)]))
    with database.reading() as session:
        found = session.get_one(HelpRequest, request.id)
        assert (found.state, found.escalation, found.next_step) == ("escalated", "send_failed", "operator")
