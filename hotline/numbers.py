"""Telephone numbers: which form they are kept in, and which of them can get a text."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

LineKind = Literal["mobile", "fixed", "other", "none"]

# Letters are refused before parsing: the library would read a sender's name as keypad digits.
_NUMBER = re.compile(r"\+?[\d\s()./-]{3,30}")
_LONGEST = 40
_PREMIUM = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.PAGER)
_KINDS: dict[int, LineKind] = {PhoneNumberType.MOBILE: "mobile", PhoneNumberType.FIXED_LINE: "fixed"}


@dataclass(frozen=True)
class Line:
    """A caller's or sender's line.

    e164: the number, or what the carrier gave (at most 40 characters) when that is none. country: ISO code or "".
    can_call: whether we may ring it; a number that costs extra is never rung.
    """

    e164: str
    can_text: bool
    kind: LineKind
    country: str
    can_call: bool = False


@lru_cache(maxsize=1024)
def parse(raw: str | None, region: str = "SE") -> Line:
    """Read what the carrier gave as sender. Never raises; only a mobile number can be texted."""
    given = (raw or "").strip()
    number = _valid(given, region)
    if number is None:
        return Line(given[:_LONGEST], can_text=False, kind="none", country="")
    sort = phonenumbers.number_type(number)
    kind = _KINDS.get(sort, "other")
    country = phonenumbers.region_code_for_number(number) or ""
    can_call = sort not in _PREMIUM
    return Line(_e164(number), can_text=kind == "mobile", kind=kind, country=country, can_call=can_call)


def to_e164(raw: str, region: str = "SE") -> str | None:
    """The number in E.164, or None when it is not a valid one."""
    number = _valid(raw.strip(), region)
    return None if number is None else _e164(number)


def national(e164: str, region: str = "SE") -> str:
    """As dialled inside `region`, in one unbroken run of digits: only that shows right within right-to-left text."""
    number = _valid(e164, region)
    if number is None:
        return re.sub(r"[^\d+]", "", e164) or e164
    if phonenumbers.region_code_for_number(number) == region:
        return re.sub(r"\D", "", phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    return "00" + _e164(number).lstrip("+")


def is_allowed(line: Line, countries: Collection[str]) -> bool:
    """Whether the line's country is one of `countries` (ISO codes); an empty collection allows none."""
    return line.country != "" and line.country in countries


def _valid(raw: str, region: str) -> PhoneNumber | None:
    if not _NUMBER.fullmatch(raw):
        return None
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _e164(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
