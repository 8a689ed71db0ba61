"""One parser for each kind of value the environment may hold. Each returns the value or raises `Fault`.

An empty text means "not given" and passes, where a setting may be left out.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import phonenumbers
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

SECRET_LENGTH = 32
"""Least characters of a signing key."""

DRIVERS = {"sqlite": "sqlite", "postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}
LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGE_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?")


class Fault(ValueError):
    """A value that cannot be used; the message says why, without repeating a secret."""


def secret(raw: str) -> str:
    """Return a credential as it is. It may hold no white space: that is a slip of copying."""
    if re.search(r"\s", raw):
        raise Fault("holds white space")
    return raw


def secret_key(raw: str) -> str:
    """Return a signing key that is long enough."""
    if 0 < len(raw) < SECRET_LENGTH:
        raise Fault(f"is too short, it needs {SECRET_LENGTH} characters or more")
    return raw


def account_sid(raw: str) -> str:
    """Return the carrier's account id."""
    if raw and not re.fullmatch(r"AC[0-9A-Za-z]+", raw):
        raise Fault("is no account id, those begin with AC and hold letters and digits")
    return raw


def number(raw: str) -> str:
    """Return a telephone number in E.164."""
    if not raw:
        return raw
    try:
        parsed = phonenumbers.parse(raw)
    except phonenumbers.NumberParseException:
        raise Fault("is no number in E.164, like +46701740605") from None
    if phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) != raw:
        raise Fault("is not written in E.164, like +46701740605, without spaces")
    if not phonenumbers.is_possible_number(parsed):
        raise Fault("cannot be a telephone number")
    return raw


def database_url(raw: str) -> str:
    """Return an SQLAlchemy URL of SQLite (a file) or PostgreSQL, with the driver we bring named in it."""
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError):
        raise Fault("is no SQLAlchemy URL, like postgresql+psycopg://user:password@host/name") from None
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.drivername not in DRIVERS.values():
        raise Fault("names a database that is neither sqlite nor postgresql+psycopg")
    if url.drivername == "sqlite" and url.database in {None, "", ":memory:"}:
        raise Fault("names no file, and a database in memory cannot be shared between processes")
    return url.render_as_string(hide_password=False)


def redis_url(raw: str) -> str:
    """Return the address of a Redis server."""
    parts = urlsplit(raw)
    if raw and (parts.scheme not in {"redis", "rediss", "unix"} or not (parts.netloc or parts.path)):
        raise Fault("is no Redis address, like redis://host:6379/0 or unix:///path")
    return raw


def web_url(raw: str) -> str:
    """Return an http address without a trailing slash."""
    try:
        parts = urlsplit(raw)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if raw and (not fits or re.search(r"[\s?#]", raw)):
        raise Fault("is no address like https://example.org")
    return raw.rstrip("/")


def language(raw: str) -> str:
    """Return a BCP 47 tag in its usual letters: language-Script-REGION."""
    match = LANGUAGE_TAG.fullmatch(raw)
    if not match:
        raise Fault(f"{raw!r} is no language tag, like sv or pt-BR")
    name, script, region = match.groups()
    return "-".join(part for part in (name.lower(), script and script.title(), region and region.upper()) if part)


def offered_language(raw: str) -> str:
    """Return the tag of a language that has a catalog."""
    tag = language(raw)
    if not (LOCALES / tag / "hotline.po").is_file():
        raise Fault(f"{tag!r} has no catalog in locales/")
    return tag


def offered_languages(raw: str) -> tuple[str, ...]:
    """Return a list of such tags that commas, semicolons or spaces separate, each once."""
    return tuple(dict.fromkeys(offered_language(tag) for tag in re.split(r"[,;\s]+", raw) if tag))


def timezone(raw: str) -> str:
    """Return the name of a time zone that exists."""
    try:
        ZoneInfo(raw)
    except (KeyError, ValueError, OSError):
        raise Fault(f"{raw!r} is no time zone, like Europe/Stockholm") from None
    return raw


def var_dir(raw: str) -> Path:
    """Return the absolute path of the data folder, which need not exist yet."""
    folder = Path(raw).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise Fault("is not a folder")
    return folder
