"""Sentences are cut at their fields, and every piece has a name that stays."""

import pytest

from hotline.catalogs import Catalog, Catalogs
from hotline.prompts.pieces import Field, Part, Piece, composed, counterpart, pieces, split

MATCH = "{name} from {organisation} comes. Time: {when}."


def test_a_sentence_is_cut_at_its_fields_and_bare_punctuation_is_no_part() -> None:
    assert split(MATCH) == (
        Field("name"), Part(1, "from"), Field("organisation"), Part(2, "comes. Time:"), Field("when"),
    )  # fmt: skip


def test_a_part_begins_with_its_first_word() -> None:
    assert split("{kind}, {when}: press {key}.") == (
        Field("kind"), Field("when"), Part(1, "press"), Field("key"),
    )  # fmt: skip


def test_a_sentence_without_fields_is_one_piece_with_the_name_of_its_entry() -> None:
    catalog = Catalog("en", {"phone:goodbye": "Goodbye.", "phone:welcome.known": "Hello {name}."})
    assert composed(catalog, "phone:goodbye") == ("phone:goodbye",)
    assert composed(catalog, "phone:welcome.known") == ("phone:welcome.known#1", Field("name"))


@pytest.mark.parametrize("tag", ["sv", "en", "ar"])
def test_whatever_the_phone_says_can_be_composed_of_pieces(catalogs: Catalogs, tag: str) -> None:
    names = {piece.name for piece in pieces(catalogs[tag])}
    said = {key for key in catalogs[tag].family("phone:") if not key.startswith("phone:record.")}
    parts = {part for key in said for part in composed(catalogs[tag], key) if isinstance(part, str)}
    assert parts <= names
    assert {"kind:shopping", "when.soon", "language:of.so", "phone:digit.9", "phone:number.59"} <= names
    assert {f"phone:weekday.{day}" for day in range(7)} | {f"phone:month.{month}" for month in range(1, 13)} <= names


def test_what_only_the_speaker_hears_is_not_asked_of_him(catalogs: Catalogs) -> None:
    assert not [piece for piece in pieces(catalogs["sv"]) if piece.name.startswith("phone:record.")]


def test_names_are_single_and_fit_their_column_and_their_files(catalogs: Catalogs) -> None:
    found = pieces(catalogs["ar"])
    assert len({piece.stem for piece in found}) == len({piece.name for piece in found}) == len(found)
    assert max(len(piece.name) for piece in found) <= 80


def test_the_emergency_notice_is_recorded_first(catalogs: Catalogs) -> None:
    assert pieces(catalogs["sv"])[0].name == "phone:not_emergency"


def _pieces_of(text: str) -> dict[str, Piece]:
    return {piece.name: piece for piece in pieces(Catalog("xx", {"phone:offer": text}))}


def test_a_part_is_found_again_between_the_same_fields_in_whatever_order_they_stand() -> None:
    own, theirs = _pieces_of("Help with {kind} in {area}, {when}"), _pieces_of("{when} one {kind} two {area}")
    assert counterpart(theirs["phone:offer#2"], own).words == "in"
    assert counterpart(theirs["phone:offer#1"], own).words == "Help with … in …, …"
