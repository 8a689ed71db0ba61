"""Whether the countries that may be texted exist. The core cannot know: it takes any two letters."""

from collections.abc import Mapping

import phonenumbers

from dispatch import tunables
from dispatch.errors import BadSetting

NAME = "allowed_countries"


def unknown(codes: tuple[str, ...]) -> list[str]:
    """Return which of these ISO 3166 codes are no country with telephone numbers."""
    return [code for code in codes if code not in phonenumbers.SUPPORTED_REGIONS]


def faults(values: Mapping[str, str]) -> list[str]:
    """Return every fault of these settings in words, as `dispatch.tunables.faults` does, countries looked up."""
    found = tunables.faults(values)
    return found or [fault for name, raw in values.items() for fault in _of_one(name, raw)]


def check(name: str, raw: str) -> str:
    """Return a setting's value as it is stored. Raises `BadSetting` when it does not fit or names no country."""
    text = tunables.show(name, tunables.parse(name, raw))
    for fault in _of_one(name, text):
        raise BadSetting(fault)
    return text


def _of_one(name: str, raw: str) -> list[str]:
    missing = unknown(tunables.parse(name, raw)) if name == NAME else []
    return [f"{name}: {code!r} is no country with telephone numbers; nobody could be texted there" for code in missing]
