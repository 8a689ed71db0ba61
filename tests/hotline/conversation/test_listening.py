"""One text from end to end, with the real words of every language and a real database."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.models import Message, Offer, Person, Resident, Visit, Volunteer
from hotline.conversation.languages import in_order
from hotline.conversation.talk import Known
from tests.hotline.conversation.telephone import Line
from tests.support import cast
from tests.support.factories import a_number, a_person, a_resident, a_volunteer

ASK = "Jag behöver hjälp att handla mat"


def _somebody(line: Line, make: Callable[[Session], Resident | Volunteer]) -> str:
    with line.system.database.work(line.now) as work:
        return make(work.session).person.phone


@pytest.fixture
def karin(line: Line) -> str:
    return _somebody(line, cast.karin)


@pytest.fixture
def farid(line: Line) -> str:
    return _somebody(line, cast.farid)


def _asked(line: Line, karin: str) -> None:
    assert line.text(karin, ASK) == ["confirm.known"]
    assert line.text(karin, "ja") == ["request.created"]
    line.step(karin)


def _matched(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    assert line.text(farid, "نعم") == ["match.volunteer", "match.details"]


def test_a_known_resident_asks_in_two_texts(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    request = line.request_of(karin)
    assert (request.state, request.kind, request.address, request.details) == ("open", "shopping", "Storgatan 1", ASK)
    assert line.told(farid) == ["offer"]


def test_somebody_new_asks_in_four(line: Line, farid: str) -> None:
    new = a_number()
    assert line.text(new, "Hej! Kan någon handla mat åt mig?") == ["not_emergency", "ask.place"]
    for exchange, body in enumerate(("Greta Ny, Kyrkogatan 4, Huskvarna", "1", "ja"), 2):
        told = line.text(new, body)
        if told == ["request.created"]:
            break
        assert exchange < 4, told
    line.step(new)
    assert line.request_of(new).address.startswith("Kyrkogatan 4")
    assert line.request_of(new).area_code == "huskvarna"
    names = select(Person.name).where(Person.phone == new)
    assert line.look(lambda session: session.scalars(names).one()) == "Greta Ny"
    assert line.told(farid) == ["offer"]


def test_the_whole_loop(line: Line, karin: str, farid: str) -> None:
    _matched(line, karin, farid)
    assert line.told(karin)[-1] == "match.resident"
    assert line.text(karin, "status") == ["status.matched"]
    assert line.text(farid, "تم") == ["visit.done"]
    assert line.told(karin)[-1] == "follow_up.ask"
    assert line.text(karin, "1") == ["follow_up.thanks"]
    request = line.request_of(karin)
    assert (request.state, request.next_step) == ("done", None)
    assert line.look(lambda session: session.scalars(select(Visit.went_well)).one()) is True


def test_a_no_to_how_it_went_is_an_operators(line: Line, karin: str, farid: str) -> None:
    _matched(line, karin, farid)
    line.text(farid, "تم")
    assert line.text(karin, "nej") == ["follow_up.sorry", "follow_up.unclear"]
    assert line.request_of(karin).escalation == "visit_failed"


def test_cannot_after_all_and_a_plain_no_after_the_yes_both_send_it_out_again(line: Line, karin: str) -> None:
    eva, nils = (_somebody(line, partial(a_volunteer, name=name)) for name in ("Eva Lind", "Nils Ek"))
    _asked(line, karin)
    assert line.text(eva, "ja")[0] == "match.volunteer"
    assert line.text(eva, "kan inte") == ["visit.returned"]
    line.step(karin)
    assert line.text(nils, "ja")[0] == "match.volunteer"
    assert line.text(nils, "nej") == ["visit.returned"]
    assert line.told(karin).count("match.ended.resident") == 2
    assert line.request_of(karin).state == "open"


def test_a_late_yes_bare_or_by_code_hears_that_it_is_taken(line: Line, karin: str, farid: str) -> None:
    eva = _somebody(line, cast.eva)
    _asked(line, karin)
    line.text(farid, "نعم")
    code = line.look(lambda session: session.scalars(select(Offer.code).where(Offer.state == "taken")).one())
    assert line.text(eva, "ja") == ["offer.taken"]
    assert line.text(eva, f"ja {code.lower()}") == ["offer.taken"]
    assert line.text(eva, "ja Z9") == ["offer.none"]


def test_a_code_that_is_none_of_his_names_what_waits_for_him(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    assert line.text(farid, "نعم Z9") == ["offer.which"]
    assert line.request_of(karin).state == "open"


def test_several_offers_and_tasks_are_listed_and_named_by_code(line: Line, karin: str, farid: str) -> None:
    siv = _somebody(line, lambda session: a_resident(session, "Siv Al"))
    _asked(line, karin)
    _asked(line, siv)
    assert line.text(farid, "نعم") == ["offer.which"]
    codes = line.look(lambda session: session.scalars(select(Offer.code).order_by(Offer.id)).all())
    assert len(set(codes)) == 2
    for code in codes:
        assert line.text(farid, f"نعم {code}")[0] == "match.volunteer"
    assert line.text(farid, "تم") == ["tasks.which"]
    assert line.text(farid, "2") == ["visit.done"]
    assert line.request_of(siv).state == "done"


def test_was_it_done_is_answered_by_number(line: Line, karin: str, farid: str) -> None:
    _matched(line, karin, farid)
    line.step(karin)
    assert line.told(farid)[-1] == "ask_done"
    assert line.text(farid, "2") == ["ok_later"]
    line.step(karin)
    assert line.text(farid, "1") == ["visit.done"]


def test_nobody_opens_is_told_her_once_and_then_a_person(line: Line, karin: str, farid: str) -> None:
    _matched(line, karin, farid)
    assert line.text(farid, "ما حدا بيفتح") == ["at_door.told"]
    assert line.told(karin)[-1] == "at_door.resident"
    assert line.text(farid, "ما حدا بيفتح") == ["person_coming"]
    assert line.told(karin).count("at_door.resident") == 1
    assert (line.request_of(karin).state, line.request_of(karin).escalation) == ("escalated", "nobody_opens")
    assert line.text(farid, "ما حدا بيفتح") == ["person_coming"]
    assert line.text(farid, "تم") == ["visit.done"], "she has opened after all"
    assert line.told(karin)[-1] == "follow_up.ask"


def test_that_nobody_opened_hours_ago_is_a_persons_at_once(line: Line, karin: str, farid: str) -> None:
    _matched(line, karin, farid)
    line.step(karin)
    assert line.told(farid)[-1] == "ask_done"
    line.now += timedelta(hours=2)
    assert line.text(farid, "ما حدا بيفتح") == ["person_coming"]
    assert "at_door.resident" not in line.told(karin)
    assert line.request_of(karin).escalation == "nobody_opens"


def test_when_nobody_says_how_it_went_it_is_an_operators_and_her_word_still_ends_it(
    line: Line, karin: str, farid: str
) -> None:
    _matched(line, karin, farid)
    for _ in range(3):
        line.step(karin)
    assert line.request_of(karin).escalation == "visit_doubted"
    assert line.text(karin, "1") == ["follow_up.thanks"]
    assert line.request_of(karin).next_step in (None, "operator")


def test_cancel_tells_the_volunteers(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    assert line.text(karin, "avbryt") == ["request.cancelled"]
    assert line.told(farid) == ["offer", "offer.gone"]
    assert line.text(farid, "نعم") == ["offer.gone"]


def test_a_change_she_never_finishes_is_not_lost(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    assert line.text(karin, "ändra") == ["ask.change"]
    old, new = line.requests_of(karin)
    assert (old.state, new.state, new.kind, new.details) == ("cancelled", "draft", "shopping", ASK)
    line.step(karin)
    assert line.request_of(karin).escalation == "unfinished"


def test_a_change_she_finishes_is_one_request(line: Line, karin: str) -> None:
    _asked(line, karin)
    line.text(karin, "ändra")
    assert line.text(karin, "3") == ["ask.address"]
    line.text(karin, "Kyrkogatan 9, Huskvarna")
    assert line.text(karin, "ja") == ["request.created"]
    assert [request.state for request in line.requests_of(karin)] == ["cancelled", "open"]
    assert line.request_of(karin).address.startswith("Kyrkogatan 9")


def test_same_as_last_time(line: Line, karin: str) -> None:
    _asked(line, karin)
    line.text(karin, "avbryt")
    assert line.text(karin, "samma som förra gången") == ["confirm.known"]
    assert line.text(karin, "ja") == ["request.created"]
    first, second = line.requests_of(karin)
    assert (first.kind, first.address) == (second.kind, second.address)


def test_after_stop_only_start_is_answered_and_an_operator_looks(line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    assert line.text(karin, "STOPP") == ["stopped"]
    assert line.request_of(karin).escalation == "stopped"
    assert line.text(karin, "status") == []
    assert line.text(farid, "نعم")[0] == "match.volunteer"
    assert "match.resident" not in line.told(karin)
    assert line.text(karin, "start") == ["started"]
    assert line.text(karin, "status") == ["status.matched"]


def test_danger_in_any_language_of_anybody_at_any_point(line: Line, karin: str) -> None:
    line.text(karin, ASK)
    for phone, words in (
        (karin, "Jag kan inte andas"), (a_number(), "I can't breathe"), (a_number(), "لا أستطيع التنفس"),
    ):  # fmt: skip
        assert line.text(phone, words) == ["emergency"]
        assert (line.request_of(phone).escalation, line.request_of(phone).next_step) == ("emergency", "operator")
    assert line.requests_of(karin)[0].details == ASK, "what she was describing is not lost"


def test_perhaps_danger_is_asked_each_time_it_is_said(line: Line, karin: str) -> None:
    words = "Jag har ramlat"
    first = line.text(karin, words)
    if first == ["emergency"]:
        pytest.skip("this language takes it for danger at once")
    assert first == ["urgency.ask"]
    line.text(karin, "2")
    assert line.text(karin, words) == ["urgency.ask"]
    assert line.text(karin, "1") == ["emergency"]


def test_unclear_twice_is_an_operators_with_her_own_words(line: Line, karin: str) -> None:
    assert line.text(karin, "blorp fnord") == ["ask.kind_again"]
    assert line.text(karin, "zazzle quux") == ["handed_over"]
    assert (line.request_of(karin).escalation, line.request_of(karin).details) == ("not_understood", "zazzle quux")


def _once(notices: list[str]) -> list[str]:
    """A menu of many languages goes out in two texts."""
    return list(dict.fromkeys(notices))


def test_the_language_menu_when_nothing_is_known(line: Line) -> None:
    new = a_number()
    assert _once(line.text(new, "zzkrt")) == ["not_emergency", "ask.language"]
    tags = sorted(line.system.catalogs, key=lambda tag: (tag != "sv", tag))
    names = tuple((tag, line.system.catalogs[tag].own_name) for tag in tags)
    arabic = 1 + in_order(Known(languages=names), "zzkrt").index("ar")
    assert line.text(new, str(arabic)) == ["ask.kind"]
    assert line.look(lambda session: session.scalars(select(Person.language).where(Person.phone == new)).one()) == "ar"


def test_perhaps_danger_in_an_unknown_language_is_asked_first_and_the_language_then(line: Line) -> None:
    new = a_number()
    assert line.text(new, "wo2e3") == ["not_emergency", "urgency.ask"]
    assert _once(line.text(new, "2")) == ["ask.language"]
    assert line.text(new, "العربية") == ["ask.kind"]
    assert line.look(lambda session: session.scalars(select(Person.language).where(Person.phone == new)).one()) == "ar"


def test_an_empty_first_text_ends_in_the_question_what_she_needs(line: Line) -> None:
    new = a_number()
    assert _once(line.text(new, "")) == ["not_emergency", "ask.language"]
    assert line.text(new, "1") == ["ask.kind"]


@pytest.mark.parametrize("body", ["", " ", "👍", "🙈" * 800, "a" * 1600, "%s{name}{0}", "\u202eja", "1\n2\n3"])
def test_whatever_comes_is_kept_and_nothing_breaks(body: str, line: Line, karin: str, farid: str) -> None:
    _asked(line, karin)
    for phone in (karin, farid, a_number()):
        line.text(phone, body)
        line.text(phone, body)
    kept = select(Message.body).where(Message.state == "received")
    assert line.look(lambda session: list(session.scalars(kept))).count(body) == 6


def test_somebody_who_is_both_asks_and_helps_at_once(line: Line, karin: str) -> None:
    def both(session: Session) -> Volunteer:
        resident = a_resident(session, "Siv Al")
        volunteer = a_volunteer(session, "Siv Al")
        session.delete(volunteer.person)
        volunteer.person = resident.person
        return volunteer

    siv = _somebody(line, both)
    line.text(siv, "Kan någon hämta min medicin på apoteket?")
    _asked(line, karin)
    assert line.text(siv, "ja")[0] == "match.volunteer", "the offer was the last thing we asked"
    assert line.request_of(siv).state == "draft"
    assert line.text(siv, "ja")[0] == "request.created", "and then her own request goes on where it was"
    line.step(siv)
    assert "offer" not in line.told(siv)[-1:], "nobody is asked for herself"
    assert line.text(siv, "klart") == ["visit.done"]


def test_a_volunteer_pauses_and_comes_back(line: Line, farid: str) -> None:
    assert line.text(farid, "pause") == ["paused"]
    assert line.text(farid, "resume") == ["resumed"]


def test_what_is_the_municipalitys_duty_is_referred(line: Line, karin: str) -> None:
    assert line.text(karin, "Jag behöver hjälp att duscha") == ["referral.care"]
    assert line.request_of(karin).state == "referred"


def test_the_text_of_a_blocked_or_stopped_volunteer_does_nothing_strange(line: Line) -> None:
    with line.system.database.work(line.now) as work:
        phone = a_person(work.session, language="sv", blocked=True).phone
    assert line.text(phone, ASK) == []


def test_who_never_says_whether_there_is_danger_is_soon_an_operators(line: Line, karin: str) -> None:
    asked_at = line.now
    assert line.text(karin, "Jag har ramlat") == ["urgency.ask"]
    line.step(karin)
    request = line.request_of(karin)
    assert (request.state, request.escalation) == ("escalated", "emergency")
    assert line.now - asked_at < timedelta(minutes=11)


def test_no_danger_leaves_no_case_behind(line: Line, karin: str) -> None:
    line.text(karin, "Jag har ramlat")
    line.text(karin, "2")
    assert line.request_of(karin).state == "cancelled"
