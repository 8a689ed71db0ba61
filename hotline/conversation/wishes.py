"""What one text adds to the wish that is being described: kinds, time, place, and her own words."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.kinds import Kind
from dispatch.places import fold
from hotline.conversation.talk import Known, Wish
from hotline.understanding import Understood, When

KINDS = tuple(kind.value for kind in Kind)

MOST_KINDS = 3
"""Kinds taken from one text."""

LONGEST_TIME = 4
"""Words; a longer text with a time in it says more than the time."""

SHARED = (Kind.HANDIWORK, Kind.ESCORT, Kind.OTHER)
"""Kinds in which more than one volunteer can be of use."""

SHORTEST_DETAILS = 8
"""Letters; a shorter text says nothing that a volunteer could use."""


def wish_from(heard: Understood, known: Known) -> Wish:
    """Return what a first text says of a wish, with the place we know already."""
    return merged(replace(from_before(known), name=known.name or heard.name), heard)


def from_before(known: Known) -> Wish:
    """A wish of somebody whose place we may know already."""
    if not known.address:
        return Wish(name=known.name)
    return Wish(name=known.name, address=known.address, area=known.area, is_known_place=True)


def merged(wish: Wish, heard: Understood) -> Wish:
    """Return the wish with what else a text says: time, place, kinds, and its words as details."""
    wish = timed(wish, heard)
    wish = replace(wish, places=heard.volunteers or wish.places)
    place = heard.place
    if place and place.address:
        wish = replace(wish, address=within(place.address, place.area_name), area=place.area_code,
                       is_known_place=False)
    elif place and place.area_code and (not wish.address or wish.area is None):
        wish = replace(wish, area=place.area_code, address=within(wish.address, place.area_name))
    kinds = tuple(need for need in heard.needs if need in KINDS)[:MOST_KINDS]
    if kinds and not set(kinds) <= {wish.kind, *wish.also}:
        wish = replace(wish, kind=kinds[0], also=kinds[1:])
    return with_details(replace(wish, by_phone=True) if heard.by_phone else wish, heard)


def places_of(wish: Wish, kind: str) -> int:
    """Return for how many volunteers one kind of a wish is. What comes every week is for one."""
    return wish.places if kind in SHARED and not wish.weekly else 1


def within(address: str, area: str) -> str:
    """Return an address with the name of its area, which the volunteer needs: many a street name is there twice."""
    return address if not address or fold(area) in fold(address) else f"{address}, {area}"


def timed(wish: Wish, heard: Understood) -> Wish:
    """Return the wish with the time a text says, if it says one."""
    wish = replace(wish, weekly=True) if heard.weekly == "every" else wish
    if heard.when is None:
        return wish
    start, end = heard.when.start.isoformat(), heard.when.end.isoformat()
    return replace(wish, start=start, end=end, precision=heard.when.precision)


def on_her_day(when: When | None, wish: Wish | None, now: datetime, zone: ZoneInfo) -> When | None:
    """Return a time that names an hour alone as that hour of the day already wished, unless that is over."""
    if when is None or when.names_day or wish is None or not wish.start or wish.precision not in ("day", "hour"):
        return when
    moved = when.on(datetime.fromisoformat(wish.start).astimezone(zone).date(), zone)
    return moved if moved.end > now else when


def with_details(wish: Wish, heard: Understood) -> Wish:
    """Return the wish with a text's words added to its details, unless the text is only an answer."""
    words = " ".join(heard.text.split())
    says_something = len(words) >= SHORTEST_DETAILS and heard.choice is None and heard.command is None
    if not says_something or words in wish.details or heard.is_greeting or _says_no_more(heard):
        return wish
    return replace(wish, details=f"{wish.details} / {words}" if wish.details else words)


def _says_no_more(heard: Understood) -> bool:
    """Whether a text is "something else", or a time, and nothing more, which is no detail."""
    if heard.when is not None and not heard.needs:
        return len(heard.text.split()) <= LONGEST_TIME
    return heard.needs == (Kind.OTHER,) and fold(heard.text) == fold(" ".join(heard.because))
