"""The composition root: from settings to everything a process needs. Used by web, worker, clock and command line."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from redis import Redis

from dispatch import jobs
from dispatch.db import Database
from dispatch.places import Places as Areas
from dispatch.places import read_places
from dispatch.queue import Queue, make_queue, waker
from hotline import catalogs as catalog_files
from hotline.catalogs import LOCALES, REFERENCE, Catalogs
from hotline.processes.redis_server import embedded_url
from hotline.prompts.report import phone_languages
from hotline.prompts.store import Recorded
from hotline.recording_shelf import FolderShelf
from hotline.settings import Settings
from hotline.telephony.calls import TwilioCaller, TwilioRecordings
from hotline.telephony.client import CarrierHttp, Client, make_client
from hotline.telephony.gateway import TwilioMessenger, Wording
from hotline.understanding import AreaName, Lexicons, Places

REDIS_TIMEOUT = 1.0
"""Seconds a hint may cost; the database holds the work all the same."""


@dataclass(frozen=True)
class Context:
    """What one process works with."""

    settings: Settings
    database: Database
    catalogs: Catalogs
    redis: Redis
    queue: Queue

    @cached_property
    def zone(self) -> ZoneInfo:
        """The place's time zone."""
        return ZoneInfo(self.settings.timezone)

    @cached_property
    def wording(self) -> Wording:
        """Finds words for notices."""
        return Wording(self.catalogs, self.settings.default_language, self.zone)

    @cached_property
    def client(self) -> Client:
        """Speaks to the carrier. Made when first asked for, since the web needs none."""
        return make_client(self.settings.account_sid, self.settings.auth_token, self.settings.api_url)

    @cached_property
    def messenger(self) -> TwilioMessenger:
        """Carries texts."""
        settings = self.settings
        return TwilioMessenger(self.client, self.wording, number=settings.number, public_url=settings.public_url)

    @cached_property
    def caller(self) -> TwilioCaller:
        """Places calls."""
        return TwilioCaller(self.client, number=self.settings.number, public_url=self.settings.public_url)

    @cached_property
    def recorder(self) -> TwilioRecordings:
        """Has the spoken messages until they are fetched."""
        return TwilioRecordings(self.client, CarrierHttp(self.settings.api_url))

    @cached_property
    def shelf(self) -> FolderShelf:
        """Keeps the spoken messages of residents."""
        return FolderShelf(self.settings.var_dir / "recordings")

    @cached_property
    def recorded(self) -> Recorded:
        """The recordings of what is said on the phone."""
        return Recorded(self.database, self.catalogs, self.settings.var_dir / "prompts")

    @property
    def phone_languages(self) -> tuple[str, ...]:
        """The languages that can be spoken on the phone from beginning to end, as of some seconds ago."""
        return phone_languages(self.catalogs, self.recorded)

    @cached_property
    def lexicons(self) -> Lexicons:
        """The word lists of every language, compiled."""
        return Lexicons(self.catalogs)

    @cached_property
    def areas(self) -> Areas:
        """The areas and postal codes the database holds, as they were when this process first asked."""
        with self.database.reading() as session:
            return read_places(session)

    @cached_property
    def places(self) -> Places:
        """The same, as the understanding of texts needs it: every spelling of every area."""
        names = tuple(
            AreaName(area.code, name, area.parent)
            for area in self.areas.areas.values()
            for name in (area.name, *area.names)
        )
        return Places(names, {code.code: code.area for code in self.areas.postal_codes.values()})

    def now(self) -> datetime:
        """The moment it is."""
        return datetime.now(UTC)

    def warm_up(self) -> None:
        """Make now what is otherwise made at the first text, so that nobody waits for it."""
        for _made in (self.lexicons, self.wording, self.zone):
            pass

    def equip_jobs(self) -> None:
        """Give this process's jobs what they need."""
        jobs.provide(jobs.Tools(self.database, self.messenger, self.caller, self.recorder, self.shelf))


def build(settings: Settings) -> Context:
    """Return the context for a process. Raises `catalogs.IncompleteLanguage` for a language that is not whole."""
    redis = connect_redis(settings, timeout=REDIS_TIMEOUT)
    queue = make_queue(redis)
    catalogs = catalog_files.load(LOCALES, settings.languages)
    database = Database(
        settings.database_url, zone=settings.timezone, presets=settings.presets, on_commit=waker(queue)
    )
    first = (settings.default_language, REFERENCE)
    database.languages = tuple(dict.fromkeys(tag for tag in (*first, *sorted(catalogs)) if tag in catalogs))
    return Context(settings=settings, database=database, catalogs=catalogs, redis=redis, queue=queue)


def connect_redis(settings: Settings, *, timeout: float | None = None) -> Redis:
    """Return a connection to Redis. timeout: seconds for an answer; None for a worker, which waits for work."""
    url = settings.redis_url or embedded_url(settings.var_dir)
    return Redis.from_url(url, socket_timeout=timeout, socket_connect_timeout=REDIS_TIMEOUT)
