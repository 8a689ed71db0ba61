"""What the environment says, read once, strictly, into one frozen value that is passed in wherever it is needed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy import URL

from hotline import countries
from hotline.environment import (
    Fault,
    account_sid,
    database_url,
    number,
    offered_language,
    offered_languages,
    redis_url,
    secret,
    secret_key,
    timezone,
    var_dir,
    web_url,
)
from hotline.simulator import LINE_NUMBER

PRESET = "HOTLINE_"

Value = TypeVar("Value")


class BadConfiguration(Exception):
    """The environment is wrong. `faults` holds every fault, each as "NAME: what is wrong"."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("the configuration is wrong:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """The configuration of one process. Credentials are empty when no process that needs them was asked for."""

    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    """None: the embedded server under `var_dir`."""
    secret_key: str = field(repr=False)
    public_url: str
    """Without a trailing slash."""
    account_sid: str
    auth_token: str = field(repr=False)
    api_url: str
    """Without a trailing slash."""
    number: str
    """E.164."""
    default_language: str
    languages: tuple[str, ...]
    """BCP 47; empty: every complete catalog."""
    timezone: str
    var_dir: Path
    presets: Mapping[str, str]
    """Tunables preset by HOTLINE_<NAME>: lower-case name to the raw value."""
    metrics_token: str | None = field(repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str], *, port: int = 8080, required: Collection[str] = ()) -> "Settings":
        """Read the settings from environment variables.

        port: of the web process, for the default of PUBLIC_URL. required: names that must be there and not empty;
        with SECRET_KEY among them a short one is a fault too.
        Raises `BadConfiguration` with every fault at once.
        """
        reader = _Reader(environ, required)
        folder = reader.read("VAR_DIR", var_dir, "var")
        settings = cls(
            var_dir=folder,
            database_url=reader.read("DATABASE_URL", database_url, _file_database(folder)),
            redis_url=reader.read("REDIS_URL", redis_url, "") or None,
            secret_key=reader.read("SECRET_KEY", secret_key if "SECRET_KEY" in required else secret, ""),
            public_url=reader.read("PUBLIC_URL", web_url, f"http://127.0.0.1:{port}"),
            account_sid=reader.read("TWILIO_ACCOUNT_SID", account_sid, ""),
            auth_token=reader.read("TWILIO_AUTH_TOKEN", secret, ""),
            api_url=reader.read("TWILIO_API_URL", web_url, "https://api.twilio.com"),
            number=reader.read("HOTLINE_NUMBER", number, LINE_NUMBER),
            default_language=reader.read("DEFAULT_LANGUAGE", offered_language, "sv"),
            languages=reader.read("LANGUAGES", offered_languages, ""),
            timezone=reader.read("TIMEZONE", timezone, "Europe/Stockholm"),
            presets=_presets(environ, reader.faults),
            metrics_token=reader.read("METRICS_TOKEN", secret, "") or None,
        )
        if settings.languages and settings.default_language not in settings.languages:
            reader.faults.append(f"DEFAULT_LANGUAGE: {settings.default_language!r} is not among LANGUAGES")
        if reader.faults:
            raise BadConfiguration(reader.faults)
        return settings


class _Reader:
    """Reads names one by one and gathers the faults instead of stopping at the first."""

    def __init__(self, environ: Mapping[str, str], required: Collection[str]) -> None:
        self.environ = environ
        self.required = required
        self.faults: list[str] = []

    def read(self, name: str, parse: Callable[[str], Value], default: str) -> Value:
        """Return the parsed value. After a fault it is the default's, since nobody will get to see the settings."""
        raw = self.environ.get(name, "").strip()
        if not raw and name in self.required:
            self.faults.append(f"{name}: is missing")
        try:
            return parse(raw or default)
        except Fault as fault:
            self.faults.append(f"{name}: {fault}")
            return parse(default)


def _file_database(folder: Path) -> str:
    return URL.create("sqlite", database=str(folder / "hotline.db")).render_as_string()


def to_send(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names without which nothing can be sent. A stand-in for the carrier is content with its own number."""
    stands_in = environ.get("TWILIO_API_URL", "").strip()
    return ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", *(() if stands_in else ("HOTLINE_NUMBER",)))


def _presets(environ: Mapping[str, str], faults: list[str]) -> dict[str, str]:
    presets = {}
    for name, raw in environ.items():
        if name.startswith(PRESET) and name != "HOTLINE_NUMBER":
            tunable = name.removeprefix(PRESET).lower()
            presets[tunable] = raw
            found = countries.faults({tunable: raw})
            faults.extend(f"{name}: {fault.removeprefix(f'{tunable}: ')}" for fault in found)
    return presets
