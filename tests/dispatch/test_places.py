import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.models import Area, PostalCode
from dispatch.places import Place, Places, read_places, seed_places

PLACES = Places.load()


def test_the_package_holds_one_tree_with_all_statistics_areas() -> None:
    roots = [place.code for place in PLACES.areas.values() if place.parent is None]
    assert roots == ["jonkoping-kommun"]
    regso = [code for code in PLACES.areas if code.startswith("0680r")]
    assert len(regso) == 35
    working = {place.code for place in PLACES.choices()}
    assert all(working & PLACES.related(code) for code in regso)


def test_the_choices_are_the_eleven_working_areas_in_order() -> None:
    choices = PLACES.choices()
    assert [place.position for place in choices] == list(range(1, 12))
    assert [place.code for place in choices[:5]] == ["centrum", "vaster", "oster", "soder", "huskvarna"]


def test_related_is_above_and_below_but_not_beside() -> None:
    assert PLACES.related("huskvarna") >= {"huskvarna", "jonkoping-kommun", "oxnehaga", "0680r034", "0680r013"}
    assert PLACES.related("oxnehaga") == {"oxnehaga", "huskvarna", "jonkoping-kommun", "0680r034", "0680r035"}
    assert "jonkoping" not in PLACES.related("huskvarna")
    assert PLACES.related("jonkoping-kommun") == set(PLACES.areas)
    assert {"centrum", "vaster", "oster", "soder"} < PLACES.related("jonkoping")


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(ValueError, match="'atlantis'"):
        PLACES.related("atlantis")


@pytest.mark.parametrize(
    ("text", "code"),
    [("huskvarna", "huskvarna"), ("HUSKVARNA ", "huskvarna"), ("Öxnehaga", "oxnehaga"), ("oxnehaga", "oxnehaga"),
     ("Råslätt", "0680r024"), ("raslatt", "0680r024"), ("Visingsö", "0680r032"), ("Kaxholmen", "0680r018"),
     ("Hovslätt", "0680r012"), ("Gränna - Visingsö", "granna-visingso"), ("Tenhult", "tenhult"),
     ("0680R024", "0680r024"), ("هوسكفارنا", "huskvarna"), ("Jönköping", "jonkoping"), ("Bottnaryd", "bottnaryd"),
     ("Stockholm", None), ("", None), ("?", None)],
)
def test_an_area_is_found_by_code_name_or_spelling(text: str, code: str | None) -> None:
    assert PLACES.find(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("56131", "huskvarna"), ("561 31", "huskvarna"), ("SE-561 31", "huskvarna"), ("s-56432", "bankeryd"),
     ("55318", "jonkoping"), ("56394", "0680r032"), ("56192", "jonkoping-kommun"), ("11122", None), ("5613", None)],
)
def test_a_postal_code_gives_the_smallest_area_that_surely_holds_it(text: str, code: str | None) -> None:
    assert PLACES.by_postal_code(text) == code


def test_every_postal_code_points_into_the_tree() -> None:
    assert len(PLACES.postal_codes) == 197
    assert {code.area for code in PLACES.postal_codes.values()} <= set(PLACES.areas)


def test_a_tree_with_a_missing_parent_or_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="'b'"):
        Places.load([Place("a", "A", "b")])
    with pytest.raises(ValueError, match="inside itself"):
        Places.load([Place("a", "A", "b"), Place("b", "B", "a")])


def test_seeding_inserts_what_is_missing_and_keeps_what_people_changed(session: Session) -> None:
    assert seed_places(session) == len(PLACES.areas) + 197
    area = session.get_one(Area, "huskvarna")
    area.name = "Huskvarna stad"
    session.delete(session.get_one(PostalCode, "56131"))
    session.flush()
    assert seed_places(session) == 1
    assert session.get_one(Area, "huskvarna").name == "Huskvarna stad"
    assert session.scalar(select(func.count()).select_from(PostalCode)) == 197


def test_places_read_back_from_the_database_are_the_same(session: Session) -> None:
    seed_places(session)
    assert read_places(session) == PLACES
