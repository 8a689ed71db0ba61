"""Reports on a call, in whatever order they come."""

from datetime import datetime
from itertools import permutations

import pytest

from dispatch.call_reports import identify, report_call
from dispatch.call_store import OUT
from dispatch.db import Database, Work
from dispatch.models import Call
from tests.dispatch.exchange import a_call
from tests.support.factories import a_person

REPORTS = ("initiated", "ringing", "in-progress", "completed", "no-answer")
ENDS = {"completed": "ended", "no-answer": "missed"}


def _placed(work: Work, state: str = "placing", came_from: str = "new") -> Call:
    person = a_person(work.session, can_text=False, can_call=True)
    return a_call(work.session, person, direction=OUT, state=state, came_from=came_from, look_at=work.now)


@pytest.mark.parametrize("start", [("placing", "new"), ("unknown", "placing")])
def test_in_every_order_the_first_end_stays_the_end(start: tuple[str, str], database: Database, now: datetime) -> None:
    with database.work(now) as work:
        for order in permutations(REPORTS):
            call = _placed(work, *start)
            for status in order:
                report_call(work, call, status)
            assert call.state == next(ENDS[status] for status in order if status in ENDS), order
            assert (call.ended_at, call.look_at) == (now, None)


def test_twice_and_backwards_change_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        call = _placed(work)
        assert report_call(work, call, "in-progress")
        assert not any(report_call(work, call, status) for status in ("in-progress", "ringing", "initiated", "queued"))
        assert (call.state, call.answered_at) == ("talking", now)


def test_a_word_we_do_not_know_changes_nothing(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        call = _placed(work)
        assert not report_call(work, call, "teleported")
        assert call.state == "placing"


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_why_nobody_was_reached_is_kept(status: str, database: Database, now: datetime) -> None:
    with database.work(now) as work:
        call = _placed(work)
        assert report_call(work, call, status)
        assert (call.state, call.error_code) == ("missed", status)


def test_that_a_machine_took_it_is_kept_and_changes_nothing_else(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        call = _placed(work)
        report_call(work, call, "in-progress", answered_by="machine_end_beep")
        assert (call.state, call.error_code) == ("talking", "machine_end_beep")


class TestWhoseReportItIs:
    """By the carrier's id, or by ours while the carrier's is not stored yet."""

    def test_by_the_carriers_id(self, database: Database, now: datetime) -> None:
        with database.work(now) as work:
            call = a_call(work.session, provider_sid="CA1")
            assert identify(work, "CA1", "") is call

    def test_by_our_own_id_and_then_the_carriers_is_learned(self, database: Database, now: datetime) -> None:
        with database.work(now) as work:
            call = _placed(work)
            assert identify(work, "CA7", str(call.id)) is call
            assert call.provider_sid == "CA7"

    def test_no_other_call_is_taken_for_it(self, database: Database, now: datetime) -> None:
        with database.work(now) as work:
            ours, hers = _placed(work), a_call(work.session)
            ours.provider_sid = "CA1"
            forged = ["", "x", "999999999", "9" * 30, "-1", "٣", str(ours.id), str(hers.id)]
            assert [identify(work, "CA2", own_id) for own_id in forged] == [None] * len(forged)
