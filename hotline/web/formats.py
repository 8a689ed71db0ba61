"""Times, ages, numbers and language names as a reader of the page's language writes them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import phonenumbers
from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_timedelta
from flask import Flask

from hotline.web.current import context, now

# Where the bare tag would bring another country's habits (12-hour clocks), or no data at all.
_LOCALES = {"en": "en_GB", "prs": "fa_AF"}
# Marks that could turn the text around them; Arabic and Hebrew names are right without them.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def init(app: Flask, language: Callable[[], str]) -> None:
    """Give the templates their filters; `language` tells the page's language."""

    def when(moment: datetime) -> str:
        return short_time(moment, now(), zone=ZoneInfo(context().settings.timezone), language=language())

    def age(span: timedelta) -> str:
        return format_timedelta(max(span, timedelta(minutes=1)), locale=locale_of(language()))

    def language_name(tag: str) -> str:
        return name_of(tag, language())

    app.jinja_env.filters.update(
        when=when, age=age, language_name=language_name, phone=national_number, e164_link=str.strip, unturned=unturned
    )


@lru_cache
def locale_of(tag: str) -> Locale:
    """Return the locale for a language's dates and numbers; British when nobody has described that language yet."""
    try:
        return Locale.parse(_LOCALES.get(tag, tag), sep="_" if tag in _LOCALES else "-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def short_time(moment: datetime, reference: datetime, *, zone: ZoneInfo, language: str) -> str:
    """Return "14:35" on the reference's own day, else with the day before it."""
    local, today = moment.astimezone(zone), reference.astimezone(zone)
    pattern = "HH:mm"
    if local.date() != today.date():
        pattern = "EEE d MMM HH:mm" if local.year == today.year else "d MMM y HH:mm"
    return format_datetime(local, pattern, locale=locale_of(language))


def name_of(tag: str, language: str) -> str:
    """Return what a language is called in another, or its bare tag."""
    try:
        name = Locale.parse(_LOCALES.get(tag, tag).replace("_", "-"), sep="-").get_language_name(locale_of(language))
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


def national_number(phone: str) -> str:
    """Return a number the way it is written at home ("070-174 06 05"), foreign ones with their country's code."""
    try:
        parsed = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    style = phonenumbers.PhoneNumberFormat
    own = phonenumbers.parse(context().settings.number).country_code
    return phonenumbers.format_number(parsed, style.NATIONAL if parsed.country_code == own else style.INTERNATIONAL)


def unturned(text: str) -> str:
    """Return text without the invisible marks that make what stands around it run backwards."""
    return text.translate(_TURNING)
