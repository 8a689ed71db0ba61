"""Groceries every Thursday: the same volunteer week by week, one time left out, one moved, and an end."""

from datetime import timedelta

import sqlalchemy as sa

from dispatch.models import HelpRequest, Series
from tests.support.cast import eva, farid, karin
from tests.support.line import Line, Phone, until


def _let_a_week_pass(line: Line) -> None:
    """Let it be time for the next visit, which the clock then finds."""
    before = line.count(HelpRequest)
    with line.database.work() as work:
        past = work.now - timedelta(seconds=1)
        work.session.execute(sa.update(Series).where(Series.state == "active").values(next_step_at=past))
    until(lambda: line.count(HelpRequest) == before + 1, otherwise=line.said)


def _begun(line: Line) -> tuple[Phone, Phone]:
    """Karin's and Farid's telephones, once he has taken her Thursdays."""
    with line.people() as session:
        karin_, farid_ = line.phone(karin(session).person.phone), line.phone(farid(session).person.phone)
    (summary,) = karin_.text("Jag behöver hjälp att handla varje torsdag kl 14")
    assert "varje vecka: tors kl 14:00" in summary
    karin_.text("ja")
    farid_.told("offer")
    farid_.text("نعم")
    karin_.told("match.resident")
    assert farid_.was_told("series.yours")
    return karin_, farid_


def _eva(line: Line) -> Phone:
    """Somebody else who fits."""
    with line.people() as session:
        return line.phone(eva(session).person.phone)


def test_a_standing_thursday_with_a_skipped_week_moved_once_and_ended(line: Line) -> None:
    karin_, farid_ = _begun(line)
    eva_ = _eva(line)
    karin_.text("hoppa över")
    assert karin_.was_told("series.skipped")
    farid_.told("visit.cancelled.volunteer")
    assert karin_.text("status") == [line.bodies(karin_.number, "series.status")[0]]
    assert "varje vecka. Nästa gång: tors" in karin_.texts()[-1]
    assert "كل أسبوع" in farid_.text("مهامي")[0]

    _let_a_week_pass(line)
    farid_.told("offer", times=2)
    farid_.text("نعم")
    karin_.told("match.resident", times=2)
    karin_.text("flytta till fredag")
    farid_.told("offer", times=3)
    farid_.text("نعم")
    karin_.told("match.resident", times=3)
    moved = line.request_of(karin_.number)
    assert moved.series_date is not None
    assert (moved.series_date.weekday(), moved.state) == (4, "matched")

    karin_.text("avsluta varje vecka")
    karin_.text("2")
    assert karin_.was_told("series.ended")
    farid_.told("series.ended")
    assert line.count(Series, Series.state == "ended") == 1
    assert line.request_of(karin_.number).state == "cancelled"
    assert eva_.texts() == [], "as long as he comes nobody else is asked"


def test_when_her_volunteer_stops_she_is_told_and_others_are_asked(line: Line) -> None:
    karin_, farid_ = _begun(line)
    eva_ = _eva(line)
    farid_.text("إنهاء أسبوعي")
    farid_.text("2")
    karin_.told("series.handed_over")
    eva_.told("offer")
    eva_.text("ja")
    karin_.wait_for("Eva")
    assert eva_.was_told("series.yours")
