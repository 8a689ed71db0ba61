"""The settings people may change while it runs: one registry with type, range, default and one line of explanation."""

# ruff: noqa: RUF009 - `setting` returns a dataclass field
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Generic, TypeVar

from dispatch.errors import BadSetting
from dispatch.hours import DAY_MINUTES, DAYS, Hours, QuietHours, parse_hours

T = TypeVar("T")

LONGEST = 400
"""Characters the database keeps of one value."""

MOST_NUMBERS = 10
"""The carrier rings no more at the same time."""


@dataclass(frozen=True)
class Sort(Generic[T]):
    """A sort of value: how it is read from text (`ValueError` when it does not fit) and written back, and what fits."""

    read: Callable[[str], T]
    fits: str
    write: Callable[[T], str] = str


def whole(least: int, most: int) -> Sort[int]:
    """Return the sort of whole numbers from `least` to `most`."""

    def read(raw: str) -> int:
        if not re.fullmatch(r"-?[0-9]{1,9}", raw):
            raise ValueError("not a whole number")
        value = int(raw)
        if not least <= value <= most:
            raise ValueError("too small" if value < least else "too large")
        return value

    return Sort(read, f"a whole number from {least} to {most}")


def kronor(most: int) -> Sort[Decimal]:
    """Return the sort of amounts of money from 0 to `most`, in kronor."""

    def read(raw: str) -> Decimal:
        if not re.fullmatch(r"-?[0-9]{1,9}([.,][0-9]{1,4})?", raw):
            raise ValueError("not an amount")
        value = Decimal(raw.replace(",", "."))
        if not 0 <= value <= most:
            raise ValueError("negative" if value < 0 else "too large")
        return value

    return Sort(read, f"an amount of kronor from 0 to {most}, like 0.55", lambda value: format(value, "f"))


def _read_countries(raw: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(part.upper() for part in re.split(r"[\s,;]+", raw) if part))
    if not codes or any(not re.fullmatch(r"[A-Z]{2}", code) for code in codes):
        raise ValueError("not country codes")
    if "UK" in codes:
        raise ValueError("the code of the United Kingdom is GB")
    return codes


def _read_number(raw: str) -> str:
    number = re.sub(r"[\s()-]", "", raw)
    if not re.fullmatch(r"\+[1-9][0-9]{5,14}", number):
        raise ValueError("not an international number")
    return number


def _read_numbers(raw: str) -> tuple[str, ...]:
    numbers = tuple(dict.fromkeys(_read_number(part) for part in re.split(r"[,;]", raw) if part.strip()))
    if len(numbers) > MOST_NUMBERS:
        raise ValueError("too many")
    return numbers


def _read_hours(raw: str) -> Hours:
    return parse_hours(raw) if raw else Hours(())


def _write_hours(hours: Hours) -> str:
    days: dict[str, list[str]] = {}
    for start, end in hours.spans or ():
        day, minute = divmod(start, DAY_MINUTES)
        days.setdefault(str(QuietHours((minute, end - day * DAY_MINUTES))), []).append(DAYS[day])
    return ";".join(f"{','.join(names)} {times}" for times, names in days.items())


def _read_name(raw: str) -> str:
    if not raw or len(raw) > 60 or not raw.isprintable():
        raise ValueError("empty, too long or not printable")
    return raw


QUIET = Sort(QuietHours.parse, "times like 21:00-08:00, or nothing for none")
COUNTRIES: Sort[tuple[str, ...]] = Sort(_read_countries, "country codes of two letters like SE or SE;NO", ";".join)
NUMBER = Sort(_read_number, "a number with country code like +4636105000")
NUMBERS: Sort[tuple[str, ...]] = Sort(
    _read_numbers, f"at most {MOST_NUMBERS} numbers with country code, like +4636105000;+4636105001", ";".join
)
HOURS = Sort(_read_hours, "days and times like mon-fri 09:00-16:00, or nothing for never", _write_hours)
NAME = Sort(_read_name, "a name of 1 to 60 characters")


def setting(sort: Sort[T], default: str, doc: str) -> T:
    """Return a dataclass field that is one setting; typed as its value, as `dataclasses.field` is."""
    value: T = field(default=sort.read(default), metadata={"sort": sort, "doc": doc})
    return value


@dataclass(frozen=True)
class Tunables:
    """Every setting with the value in force. The fields are the registry."""

    quiet_hours: QuietHours = setting(
        QUIET, "21:00-08:00", "When nobody is texted unasked, by the clock of the place; empty = never quiet."
    )
    wave_size: int = setting(whole(1, 500), "3", "How many volunteers are asked at one time.")
    wave_minutes: int = setting(whole(1, 1440), "15", "Minutes until the next wave when nobody said yes.")
    waves_from: int = setting(
        whole(0, 1_000_000), "200", "Outcomes of offers that must be known before waves are planned from them."
    )
    weekly_texts: int = setting(
        whole(1, 100), "3", "Texts per volunteer and week, on average, above which everybody is asked more slowly."
    )
    text_price_percent: int = setting(
        whole(10, 1000), "100", "How dear a text to a volunteer is, in per cent: dearer asks fewer and waits longer."
    )
    haste_percent: int = setting(
        whole(10, 200), "100", "How sure of a yes before the next wave one wants to be, in per cent of each kind's own."
    )
    alone_minutes: int = setting(
        whole(0, 240), "20", "Minutes in which only the volunteer whom the resident knows is asked; 0 = all at once."
    )
    exploring_percent: int = setting(
        whole(0, 200), "15", "How much chance has a say in whom one hardly knows, so that newcomers are tried too."
    )
    lapse_minutes: int = setting(whole(1, 10080), "45", "Minutes of silence after which an offer counts as unanswered.")
    proposal_minutes: int = setting(
        whole(5, 1440), "60", "Minutes a resident has to say whether a volunteer's other time suits her."
    )
    offer_hours: int = setting(whole(1, 72), "4", "Hours an offer's text may wait before it is not worth sending.")
    daily_cost_ceiling: Decimal = setting(
        kronor(1_000_000), "1000", "Kronor that texts may cost in a day before an operator must decide; 0 = no ceiling."
    )
    part_price: Decimal = setting(kronor(100), "0.55", "Kronor that one part of a text costs.")
    allowed_countries: tuple[str, ...] = setting(
        COUNTRIES, "SE", "Countries whose numbers are texted, by ISO 3166 code."
    )
    series_days: int = setting(
        whole(1, 6), "3", "Days ahead at which the next visit of help that comes every week is put out."
    )
    series_hours: int = setting(
        whole(1, 72), "24", "Hours in which only the volunteer who usually comes is asked about the next visit."
    )
    reminder_hours: int = setting(whole(1, 72), "3", "Hours before a visit at which both sides are reminded.")
    follow_up_hours: int = setting(whole(0, 168), "2", "Hours after a visit's end until it is asked how it went.")
    follow_up_patience_hours: int = setting(
        whole(1, 336), "24", "Hours an unanswered follow-up waits before the request is closed quietly."
    )
    draft_hours: int = setting(whole(1, 72), "2", "Hours until an unfinished request is shown to an operator.")
    operator_alarm_minutes: int = setting(
        whole(5, 1440), "60", "Minutes until the alarm sounds again for a request that waits for an operator."
    )
    digest_hour: int = setting(
        whole(0, 23), "16", "Hour of the day at which who is on duty is told what has no volunteer."
    )
    municipality_number: str = setting(
        NUMBER, "+4636105000", "The municipality's number, for what is its duty and not a volunteer's."
    )
    calls_at_once: int = setting(whole(1, 100), "4", "How many people the line may be calling at one time.")
    call_attempts: int = setting(whole(1, 10), "4", "How many times somebody is rung about the same thing.")
    recording_days: int = setting(
        whole(1, 365), "30", "Days a resident's spoken message is kept after her request has ended."
    )
    opening_hours: Hours = setting(HOURS, "", "When a caller can be put through to an operator; empty = never.")
    operator_numbers: tuple[str, ...] = setting(
        NUMBERS, "", "Numbers of the operators who are rung for a caller, all at the same time."
    )
    alarm_numbers: tuple[str, ...] = setting(
        NUMBERS, "", "Numbers that are told of an emergency until somebody answers; empty = operator_numbers."
    )
    alarm_minutes: int = setting(
        whole(1, 120), "5", "Minutes until an emergency that no operator has answered is told again."
    )
    operator_wait_seconds: int = setting(
        whole(10, 300), "45", "Seconds a caller waits for an operator to answer before she may leave a message."
    )
    bridge_minutes: int = setting(whole(1, 120), "15", "Minutes after which two who were connected are cut off.")
    talk_minutes: int = setting(whole(5, 120), "45", "Minutes after which company by phone is cut off.")
    centre_name: str = setting(NAME, "Frivilligcentralen", "What the centre is called in texts and on pages.")


_FIELDS = {each.name: each for each in fields(Tunables)}

DOCS: Mapping[str, str] = {name: each.metadata["doc"] for name, each in _FIELDS.items()}
"""One line for each setting, in the order in which they are shown."""


def parse(name: str, raw: str) -> Any:
    """Return the value that a text means for a setting.

    Raises `BadSetting`, which names the setting, the value and what would fit.
    """
    sort = _sort(name)
    text = raw.strip()
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        return sort.read(text)
    except ValueError as reason:
        shown = text if len(text) <= 60 else text[:60] + "…"
        raise BadSetting(f"{name}: {shown!r} does not fit ({reason}); it takes {sort.fits}") from None


def show(name: str, value: Any) -> str:
    """Return a setting's value as text that `parse` reads back. Raises `BadSetting` for an unknown name."""
    return _sort(name).write(value)


def fits(name: str) -> str:
    """Return what fits a setting, in words. Raises `BadSetting` for an unknown name."""
    return _sort(name).fits


def load(values: Mapping[str, str]) -> Tunables:
    """Return the settings with these values and defaults for the rest. Raises `BadSetting` for the first fault."""
    return Tunables(**{name: parse(name, raw) for name, raw in values.items()})


def faults(values: Mapping[str, str]) -> list[str]:
    """Return every fault of these values in words; empty when `load` would take them."""
    found = []
    for name, raw in values.items():
        try:
            parse(name, raw)
        except BadSetting as fault:
            found.append(str(fault))
    return found


def effective(db_values: Mapping[str, str], presets: Mapping[str, str]) -> Tunables:
    """Return the settings in force: what the database holds, over the presets, over the defaults.

    A name in the database that this version does not know is left alone. Raises `BadSetting` for any other fault.
    """
    known = {name: raw for name, raw in db_values.items() if name in _FIELDS}
    return load({**presets, **known})


def _sort(name: str) -> Sort[Any]:
    try:
        sort: Sort[Any] = _FIELDS[name].metadata["sort"]
    except KeyError:
        raise BadSetting(f"{name}: no such setting; there are {', '.join(_FIELDS)}") from None
    return sort
