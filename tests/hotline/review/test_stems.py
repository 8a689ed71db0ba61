"""Corrections leave words behind, and nothing that tells whose they were."""

from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import inspect

from dispatch.db import Database, Work
from dispatch.models import Message
from hotline.catalogs import Catalog, Catalogs
from hotline.models import CorrectedWord
from hotline.review.stems import DANGER, NONE, Tools, note, proposals
from hotline.understanding import AreaName, Lexicons, Places
from hotline.understanding.lists.vocabulary import Vocabularies
from tests.support.factories import a_request, a_resident, a_volunteer

HUSKVARNA = AreaName("huskvarna", "Huskvarna")


@pytest.fixture(scope="module")
def tools(catalogs: Catalogs) -> Tools:
    """Swedish and English, compiled once."""
    lexicons = Lexicons({tag: catalogs[tag] for tag in ("sv", "en")})
    return Tools(lexicons, Places((HUSKVARNA,)), ZoneInfo("Europe/Stockholm"), "a secret")


def _corrected(
    work: Work, tools: Tools, *texts: str, name: str = "Karin Ek", understood: str = "shopping", meant: str = "pharmacy"
) -> int:
    """Correct the request of a new resident who wrote this; return how many words that left."""
    resident = a_resident(work.session, name, area=None, language="sv")
    request = a_request(work.session, resident, now=work.now)
    for text in texts:
        work.session.add(Message(
            person_id=resident.person_id, body=text, state="received", came_from="new", created_at=work.now,
        ))  # fmt: skip
    work.session.flush()
    return note(tools, work, request, understood=understood, meant=meant)


def _kept(work: Work) -> set[str]:
    return {row.word for row in work.session.query(CorrectedWord)}


def _shown(work: Work, tools: Tools) -> dict[str, int]:
    return {each.word: each.times for each in proposals(work.session, tools.lexicons.vocabularies)}


def test_a_rare_word_is_shown_when_two_people_have_used_it(database: Database, tools: Tools, now: datetime) -> None:
    with database.work(now) as work:
        _corrected(work, tools, "jag vill handla zyrkmupp")
        assert "zyrkmupp" in _kept(work)
        assert "zyrkmupp" not in _shown(work, tools)
        _corrected(work, tools, "kan nån handla zyrkmupp", name="Bo Al")
        assert _shown(work, tools)["zyrkmupp"] == 2


def test_one_person_alone_never_makes_a_word_shown(database: Database, tools: Tools, now: datetime) -> None:
    with database.work(now) as work:
        resident = a_resident(work.session, area=None, language="sv")
        for _ in range(3):
            request = a_request(work.session, resident, now=work.now)
            work.session.add(Message(person_id=resident.person_id, request_id=request.id, body="handla zyrkmupp",
                                     state="received", came_from="new", created_at=work.now))  # fmt: skip
            work.session.flush()
            note(tools, work, request, understood="shopping", meant="pharmacy")
        assert "zyrkmupp" not in _shown(work, tools)


def test_what_misled_is_shown_at_once_when_anybody_could_have_said_it(
    database: Database, tools: Tools, now: datetime
) -> None:
    with database.work(now) as work:
        _corrected(work, tools, "kan någon handla snart")
        assert _shown(work, tools) == {"handla": 1}
        row = work.session.query(CorrectedWord).filter_by(word="handla").one()
        assert (row.role, row.understood, row.meant, row.language) == ("misled", "shopping", "pharmacy", "sv")


@pytest.mark.parametrize(
    "text",
    [
        "handla till Zlatomira",  # a name, by its capital
        "handla till eva-lotta svenonius",  # a name that we know
        "handla åt svenonius katt",
        "handla på storgatan 1",  # her own address
        "handla på zyrkgatan 14",  # a word before a number
        "handla i huskvarna",
        "handla 0701234567 x9y8",
        "jag heter zlatomira och vill handla",
    ],
)
def test_names_addresses_and_numbers_are_never_kept(
    database: Database, tools: Tools, now: datetime, text: str
) -> None:
    private = {"zlatomira", "eva", "lotta", "svenonius", "storgatan", "zyrkgatan", "huskvarna", "x9y8"}
    with database.work(now) as work:
        a_volunteer(work.session, "Eva-Lotta Svenonius")
        _corrected(work, tools, text)
        assert not _kept(work) & private
        assert not any(ch.isdigit() for word in _kept(work) for ch in word)


def test_of_a_long_story_only_a_few_words_are_kept(database: Database, tools: Tools, now: datetime) -> None:
    strange = " ".join(f"zy{a}{b}mpel" for a in "abcde" for b in "uvxyz")
    with database.work(now) as work:
        assert 0 < _corrected(work, tools, f"handla {strange}") <= 6


def test_a_row_leads_to_no_person_text_or_request(database: Database, tools: Tools, now: datetime) -> None:
    with database.work(now) as work:
        _corrected(work, tools, "handla zyrkmupp")
        columns = {column["name"] for column in inspect(work.session.connection()).get_columns("corrected_word")}
        assert columns == {
            "id", "language", "role", "understood", "meant", "word", "times", "first_by", "month",
        }  # fmt: skip
        marks = [row.first_by for row in work.session.query(CorrectedWord)]
        assert len(set(marks)) == len(marks) > 1  # the words of one text cannot be put together again


def test_what_one_person_used_is_forgotten(database: Database, tools: Tools, now: datetime) -> None:
    with database.work(now) as work:
        _corrected(work, tools, "handla zyrkmupp")
    with database.work(now + timedelta(days=125)) as work:
        _corrected(work, tools, "handla", name="Bo Al")
        assert "zyrkmupp" not in _kept(work)


def test_words_of_a_danger_that_was_missed_or_was_none(database: Database, tools: Tools, now: datetime) -> None:
    with database.work(now) as work:
        for name in ("Karin Ek", "Bo Al"):
            _corrected(work, tools, "zyrkmupp kvävs", name=name, understood=NONE, meant=DANGER)
            _corrected(work, tools, "hjälp det brinner i mig", name=name, understood=DANGER, meant=NONE)
        said = {(each.understood, each.meant, each.role) for each in proposals(
            work.session, tools.lexicons.vocabularies)}  # fmt: skip
        assert (DANGER, NONE, "misled") in said


def test_a_word_that_has_come_into_a_list_is_proposed_no_more(
    database: Database, tools: Tools, catalogs: Catalogs, now: datetime
) -> None:
    with database.work(now) as work:
        for name in ("Karin Ek", "Bo Al"):
            _corrected(work, tools, "handla zyrkmupp", name=name)
        assert "zyrkmupp" in _shown(work, tools)
        entries = {**catalogs["sv"].entries, "lexicon:need:pharmacy": "apotek*\nzyrkmupp"}
        grown = Vocabularies({"sv": Catalog("sv", MappingProxyType(entries))})
        assert "zyrkmupp" not in {each.word for each in proposals(work.session, grown)}
