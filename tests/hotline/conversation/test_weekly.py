"""Help that comes every week: asked for in one text, one time left out or moved, and ended, by text and by key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.models import Message, Person, Resident, Series, Volunteer
from dispatch.operations.series import put_out
from hotline.conversation.talk import Known, Pushed, Standing, Talk, Wish
from tests.hotline.conversation.saying import FARID, KARIN, LATER, NO, OPEN, SOON, heard, notices, step, values, verbs
from tests.hotline.conversation.telephone import Line
from tests.support import cast

HERS = Standing(7, "shopping", SOON, is_hers=True)
HIS = replace(HERS, is_hers=False)
SHE, HE = replace(KARIN, series=(HERS,)), replace(FARID, series=(HIS,))
ASK = "Jag behöver hjälp att handla varje torsdag kl 14"


def _somebody(line: Line, make: Callable[[Session], Resident | Volunteer]) -> str:
    with line.system.database.work(line.now) as work:
        return make(work.session).person.phone


@pytest.fixture
def karin(line: Line) -> str:
    return _somebody(line, cast.karin)


@pytest.fixture
def farid(line: Line) -> str:
    return _somebody(line, cast.farid)


def _begun(line: Line, karin: str, farid: str) -> None:
    line.text(karin, ASK)
    assert line.text(karin, "ja") == ["request.created", "series.begun"]
    line.step(karin)
    assert line.text(farid, "نعم") == ["match.volunteer", "match.details", "series.yours"]


def _next_week(line: Line, karin: str) -> None:
    """Let the first visit pass, and the next one be put out and asked about."""
    series = line.look(lambda session: session.scalars(select(Series)).one())
    assert series.next_step_at
    line.now = max(line.now, series.next_step_at)
    with line.system.database.work(line.now) as work:
        assert put_out(work, series.id)
    line.step(karin)


def _summary(line: Line, phone: str) -> str:
    """The words of the newest notice to somebody."""
    query = select(Message).join(Person).where(Person.phone == phone, Message.notice != "").order_by(Message.id.desc())
    message = line.look(lambda session: session.scalars(query).first())
    assert message
    return line.system.wording.words(message.language, message.notice, message.facts).body


@pytest.mark.parametrize(
    ("body", "day"),
    [
        (ASK, "varje vecka: tors kl 14:00-15:00"),
        ("Varje torsdag handla", "varje vecka: tors"),
        ("Handla mat på torsdagar", "varje vecka: tors"),
    ],
)
def test_every_week_stands_in_the_summary(body: str, day: str, line: Line, karin: str) -> None:
    line.text(karin, body)
    assert day.removesuffix("-15:00") in _summary(line, karin)


def test_every_week_without_a_day_asks_which(line: Line, karin: str) -> None:
    assert line.text(karin, "handla mat varje vecka") == ["ask.when"]
    line.text(karin, "torsdag")
    assert "varje vecka: tors" in _summary(line, karin)
    line.text(karin, "ja")
    assert line.look(lambda session: session.scalars(select(Series.weekday)).one()) == 3


def test_every_day_is_no_week(line: Line, karin: str) -> None:
    line.text(karin, "Varje dag handla mat")
    assert "varje vecka" not in _summary(line, karin)


def test_another_time_given_instead_is_only_once(line: Line, karin: str) -> None:
    line.text(karin, ASK)
    line.text(karin, "2")
    line.text(karin, "2")
    line.text(karin, "fredag")
    assert "varje vecka" not in _summary(line, karin)


def test_he_who_took_it_is_asked_first_the_next_week(line: Line, karin: str, farid: str) -> None:
    eva = _somebody(line, cast.eva)
    _begun(line, karin, farid)
    asked = line.told(eva).count("offer")
    _next_week(line, karin)
    assert (line.told(farid).count("offer"), line.told(eva).count("offer")) == (2, asked)


def test_she_skips_moves_and_ends_it_by_text(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    assert line.text(karin, "hoppa över på torsdag") == ["series.skipped"]
    assert line.told(farid)[-1] == "visit.cancelled.volunteer"
    _next_week(line, karin)
    assert line.text(farid, "نعم") == ["match.volunteer", "match.details"]
    assert line.text(karin, "flytta till fredag") == ["series.moved"]
    moved = line.request_of(karin)
    assert moved.series_date
    assert moved.wanted_from
    assert (moved.series_date.weekday(), moved.wanted_from.hour, moved.state) == (4, 13, "open")
    assert line.text(karin, "avsluta varje vecka") == ["series.ask_end"]
    assert line.text(karin, "2") == ["series.ended"]
    assert line.told(farid)[-1] == "series.ended"
    assert {request.state for request in line.requests_of(karin)} == {"cancelled"}


def test_to_cancel_one_visit_asks_whether_it_is_all(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    assert line.text(karin, "avbryt") == ["series.ask_end"]
    assert line.text(karin, "1") == ["series.skipped"]
    assert line.look(lambda session: session.scalars(select(Series.state)).one()) == "active"
    assert line.text(karin, "avbryt") == ["series.ask_end"], "also while no visit is put out"


def test_a_move_without_a_day_is_asked_about(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    assert line.text(karin, "kan vi flytta den") == ["ask.when"]
    assert line.text(karin, "3") == ["series.moved"]
    assert line.request_of(karin).series_date == (line.now + timedelta(days=1)).date()


def test_he_skips_one_time_and_others_are_asked(line: Line, karin: str, farid: str) -> None:
    eva = _somebody(line, cast.eva)
    _begun(line, karin, farid)
    assert line.text(farid, "تخطي") == ["visit.returned"]
    assert line.told(karin)[-1] == "match.ended.resident"
    line.step(karin)
    assert line.told(eva)[-1] == "offer"


def test_his_other_time_is_put_to_her(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    assert line.text(farid, "نقل الى الجمعة") == ["proposal.thanks"]
    assert line.told(karin)[-1] == "series.move"
    assert line.text(karin, "ja") == ["match.resident"]
    request = line.request_of(karin)
    assert request.wanted_from
    assert (request.wanted_from.weekday(), request.state) == (4, "matched")
    assert line.text(karin, "nej") != ["match.resident"], "it is answered once"


def test_her_no_keeps_the_old_time(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    line.text(farid, "نقل الى الجمعة")
    assert line.text(karin, "nej") == ["match.resident"]
    assert line.told(farid)[-1] == "series.stays"
    assert line.request_of(karin).state == "matched"


def test_he_ends_it_and_she_is_told_that_it_goes_on(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    assert line.text(farid, "إنهاء أسبوعي") == ["series.ask_end"]
    assert "series.ended" in line.text(farid, "2")
    assert line.told(karin)[-1] == "series.handed_over"
    assert line.request_of(karin).state == "open"


def test_stop_of_his_hands_it_over(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    line.text(farid, "STOP")
    assert "series.handed_over" in line.told(karin)


def test_somebody_elses_series_is_nobodys(line: Line, karin: str, farid: str) -> None:
    _begun(line, karin, farid)
    stranger = _somebody(line, cast.eva)
    line.text(stranger, "hoppa över på torsdag")
    assert line.request_of(karin).state == "matched"


def test_the_words_that_texts_name_are_understood(line: Line) -> None:
    for tag, catalog in line.system.catalogs.items():
        said = catalog.text("sms:series.begun").casefold()
        for name in ("skip", "end"):
            lines = catalog.lines(f"lexicon:series:{name}")
            assert any(words.rstrip("*").casefold() in said for words in lines), (tag, name)


def test_words_about_it_mean_nothing_to_who_has_none() -> None:
    assert "skip_visit" not in verbs(step(heard("hoppa över", weekly="skip"), KARIN))


def test_what_she_is_describing_comes_first() -> None:
    turn = step(heard("hoppa över", weekly="skip"), SHE, Talk(question="confirm", wish=Wish(kind="errand")))
    assert verbs(turn) == []


def test_a_no_to_an_offer_is_no_skip() -> None:
    him = replace(HE, pushed=Pushed("offer", 11))
    said = heard("inte den här gången", command="no", weekly="skip")
    assert "skip_visit" not in verbs(step(said, him))


def test_a_day_named_is_the_one_that_is_skipped() -> None:
    turn = step(heard("hoppa över på torsdag", weekly="skip", when=LATER), SHE)
    assert values(turn) == [{"id": 7, "start": LATER.start.isoformat(), "end": LATER.end.isoformat()}]


def test_a_volunteer_with_nothing_agreed_cannot_move_it() -> None:
    said = heard("flytta till fredag", weekly="move", when=LATER)
    assert verbs(step(said, HE)) == []
    assert verbs(step(said, replace(HE, series=(replace(HIS, visit_id=3),)))) == ["move_visit"]


@pytest.mark.parametrize(("choice", "verb"), [("1", "skip_visit"), ("2", "end_series")])
def test_only_this_time_or_all(choice: str, verb: str) -> None:
    asked = step(heard("avbryt", command="cancel"), replace(KARIN, requests=(replace(OPEN, series_id=7),)))
    assert notices(asked) == ["series.ask_end"]
    assert verbs(step(heard(choice), SHE, asked.talk)) == [verb]


def test_a_call_asks_the_same_by_key() -> None:
    known = Known(channel="call", language="sv", name="Karin Ek", is_resident=True,
                  requests=(replace(OPEN, series_id=7),))  # fmt: skip
    asked = step(heard("1"), known, Talk(question="menu", options=("cancel",)))
    assert notices(asked) == ["series.ask_end"]
    assert verbs(step(heard("2"), known, asked.talk)) == ["end_series"]
    assert verbs(step(NO, known, asked.talk)) == []


