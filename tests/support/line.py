"""The whole help line as a test sees it: telephones on one side, rows on the other, real processes between them.

The carrier is the stand-in that ships with the project, served in this process; web, worker and clock are children.
"""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import redis
import sqlalchemy as sa
from sqlalchemy.orm import Session

import hotline.models  # noqa: F401 - puts the edge's tables on the metadata
from dispatch.db import Database
from dispatch.models import Alarm, Area, Base, HelpRequest, Message, Offer, Person, PostalCode, Resident
from dispatch.places import seed_places
from dispatch.queue import make_queue, waker
from hotline.simulator.carrier import create_carrier_app
from hotline.simulator.exchange import Exchange
from hotline.simulator.line import send_text
from tests.support.kept import Kept
from tests.support.serving import a_free_port, serving
from tests.support.sources import ROOT
from tests.support.telephone import Telephone

OPERATORS = ("+46846500490", "+46846500491")
"""Who is rung at 0."""

ON_DUTY = ("+46700009901", "+46700009902")
"""Who is told of alarms."""

PATIENCE = 20.0
"""Seconds a test waits for something that should take well under one."""

KEPT_TABLES = {Area.__table__, PostalCode.__table__}

Value = TypeVar("Value")


def until(look: Callable[[], Value], *, seconds: float = PATIENCE, otherwise: Callable[[], str] = str) -> Value:
    """Return the first true value of `look`. Fails with what `otherwise` says when the patience is over."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.02)


def replies_in(answer: str) -> list[str]:
    """Return the texts inside a webhook's answer."""
    return [message.text or "" for message in ElementTree.fromstring(answer).iter("Message")]  # noqa: S314 - ours


@dataclass
class Phone:
    """One telephone: what it sends, and what reaches it."""

    line: "Line"
    number: str

    def text(self, body: str, *, sid: str | None = None) -> list[str]:
        """Text the line; return the texts that came in the answer."""
        status, answer = send_text(self.line.exchange, self.number, body, sid=sid)
        assert status == 200, f"the line answered {status} to {body!r}\n{self.line.said()}"
        return replies_in(answer)

    def texts(self) -> list[str]:
        """Return every text that reached this telephone, oldest first."""
        return [text.body for text in self.line.exchange.texts(self.number) if not text.incoming]

    def told(self, notice: str, *, times: int = 1, seconds: float = PATIENCE) -> str:
        """Return the words of a notice once it has reached this telephone, the newest one of `times`."""

        def look() -> str:
            bodies = self.line.bodies(self.number, notice)
            here = self.texts()
            return bodies[times - 1] if len(bodies) >= times and any(bodies[times - 1] in text for text in here) else ""

        return until(look, seconds=seconds, otherwise=lambda: self._missed((notice,)))

    def was_told(self, notice: str) -> bool:
        """Whether a notice to this telephone was ever written, sent or not."""
        return notice in self.line.notices(self.number)

    def wait_for(self, *words: str, seconds: float = PATIENCE, after: int = 0) -> str:
        """Return the first text (not counting the first `after`) that holds all of `words`, once it is there."""

        def look() -> str:
            return next((text for text in self.texts()[after:] if all(word in text for word in words)), "")

        return until(look, seconds=seconds, otherwise=lambda: self._missed(words))

    def _missed(self, words: tuple[str, ...]) -> str:
        return f"{self.number} never got {words}, but:\n" + "\n---\n".join(self.texts()) + "\n" + self.line.said()


@dataclass
class Line:
    """The running system."""

    exchange: Exchange
    database: Database
    address: str
    environ: Mapping[str, str]
    folder: Path
    programs: dict[str, Kept] = field(default_factory=dict)

    def start(self, name: str, *options: str) -> None:
        """Start one of our processes, again after it was killed."""
        if name in self.programs:
            self.programs[name].stop()
        command = (sys.executable, "-m", "hotline.cli", name, *options)
        self.programs[name] = Kept(command, log=self.folder / f"{name}.log", environ=self.environ)

    def kill(self, name: str) -> None:
        """Kill a process, as a power cut would."""
        os.kill(self.programs[name].pid, 9)

    def stop(self) -> None:
        """Stop every process."""
        for program in self.programs.values():
            program.ask_to_stop()
        for program in self.programs.values():
            program.stop()

    def said(self) -> str:
        """The last words of every process."""
        return "\n".join(f"== {name}\n{program.said()[-1500:]}" for name, program in self.programs.items())

    def phone(self, number: str) -> Phone:
        """The telephone with this number."""
        return Phone(self, number)

    def telephone(self, number: str) -> Telephone:
        """The telephone with this number, for calls."""
        return Telephone(self.exchange, number)

    def text(self, number: str, body: str) -> list[str]:
        """Text the line from a number; return the texts that came in the answer."""
        return self.phone(number).text(body)

    @contextmanager
    def people(self) -> Iterator[Session]:
        """A session for making people; what is made is kept."""
        with self.database.work() as work:
            yield work.session

    def ask(self, look: Callable[[Session], Value]) -> Value:
        """Return what `look` sees in the database just now."""
        with self.database.reading() as session:
            return look(session)

    def count(self, table: type[Base], *where: sa.ColumnElement[bool]) -> int:
        """Return how many rows there are."""
        query = sa.select(sa.func.count()).select_from(table).where(*where)
        return self.ask(lambda session: session.scalar(query) or 0)

    def request_of(self, number: str) -> HelpRequest:
        """The newest request of the resident with this number."""
        query = sa.select(HelpRequest).join(Resident).join(Person).where(Person.phone == number)
        return self.ask(lambda session: session.scalars(query.order_by(HelpRequest.id.desc()).limit(1)).one())

    def notices(self, number: str) -> list[str]:
        """Return the names of the notices to a number, oldest first."""
        query = sa.select(Message.notice).join(Person).where(Message.notice != "", Person.phone == number)
        return self.ask(lambda session: list(session.scalars(query.order_by(Message.id))))

    def bodies(self, number: str, notice: str) -> list[str]:
        """Return the words of every notice of this name to a number that have been found, oldest first."""
        query = sa.select(Message.body).join(Person).where(Message.notice == notice, Person.phone == number)
        return self.ask(lambda session: list(session.scalars(query.where(Message.body != "").order_by(Message.id))))

    def hurry(self, request_id: int, *, hint: bool = True) -> None:
        """Let the time until a request's next step pass, and hint at the step unless the clock shall find it."""
        with self.database.work() as work:
            work.session.get_one(HelpRequest, request_id).next_step_at = work.now - timedelta(seconds=1)
            for offer in work.session.scalars(sa.select(Offer).where(Offer.request_id == request_id)):
                offer.asked_at -= timedelta(hours=1)
            if hint:
                work.wake("take_step", request_id)

    def hurry_alarms(self) -> None:
        """Let the time until every alarm sounds again pass; the clock finds them."""
        with self.database.work() as work:
            waits = sa.update(Alarm).where(Alarm.next_at.is_not(None))
            work.session.execute(waits.values(next_at=work.now - timedelta(seconds=1)))

    def hurry_texts(self) -> None:
        """Let every waiting time of a text be over, and hint at those whose fate is unknown as the clock would."""
        with self.database.work() as work:
            past = work.now - timedelta(seconds=1)
            for column in (Message.send_at, Message.lease_until):
                work.session.execute(sa.update(Message).where(column.is_not(None)).values({column: past}))
            for message_id in work.session.scalars(sa.select(Message.id).where(Message.lease_until.is_not(None))):
                work.wake("settle_messages", message_id)

    def hurry_calls(self) -> None:
        """Let every waiting time of what is to be told by call be over."""
        with self.database.work() as work:
            waits = sa.and_(Message.channel == "call", Message.send_at.is_not(None))
            past = work.now - timedelta(seconds=1)
            work.session.execute(sa.update(Message).where(waits).values(send_at=past))
            work.wake("place_calls")

    def forget(self) -> None:
        """Begin anew: nobody is known, nothing is open, no text was ever sent."""
        self._rest()
        until(self._emptied, otherwise=self.said)
        self.exchange.reset()

    def _emptied(self) -> bool:
        """Delete every row; False when a process was just writing and the two stood in each other's way."""
        tables = [table for table in reversed(Base.metadata.sorted_tables) if table not in KEPT_TABLES]
        try:
            with self.database.work() as work:
                if self.database.engine.dialect.name == "postgresql":  # nobody may write between two of these
                    names = ", ".join(table.name for table in tables)
                    work.session.execute(sa.text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
                for table in tables:
                    work.session.execute(sa.delete(table))
        except sa.exc.OperationalError:
            return False
        return True

    def _rest(self) -> None:
        """Wait a while for what the last story left under way."""
        under_way = Message.state.in_(["queued", "sending"])
        deadline = time.monotonic() + 3
        while self.count(Message, under_way) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.exchange.settle()


@contextmanager
def a_line(database_url: str, redis_url: str, folder: Path) -> Iterator[Line]:
    """Run the whole system on a migrated database until the block ends."""
    with ExitStack() as stack:
        exchange = Exchange(folder / "exchange.sqlite", pace=0.01)
        exchange.keywords = False
        stack.callback(exchange.close)
        carrier = stack.enter_context(serving(create_carrier_app(exchange)))
        exchange.api_url = carrier
        port = a_free_port()
        exchange.public_url = f"http://127.0.0.1:{port}"
        queue = make_queue(stack.enter_context(redis.Redis.from_url(redis_url)))
        database = Database(database_url, on_commit=waker(queue))
        stack.callback(database.dispose)
        with database.work() as work:
            seed_places(work.session)
        environ = _environ(exchange, database_url, redis_url, carrier)
        line = Line(exchange, database, exchange.public_url, environ, folder)
        stack.callback(line.stop)
        line.start("worker")
        line.start("clock")
        line.start("web", "--port", str(port))
        until(lambda: _serves(line.address), seconds=90, otherwise=line.said)
        yield line


def _environ(exchange: Exchange, database_url: str, redis_url: str, carrier: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": "only-for-the-tests-" * 3,
        "PUBLIC_URL": exchange.public_url,
        "TWILIO_API_URL": carrier,
        "TWILIO_ACCOUNT_SID": exchange.account_sid,
        "TWILIO_AUTH_TOKEN": exchange.auth_token,
        "HOTLINE_NUMBER": exchange.number,
        "VAR_DIR": str(exchange.store.path.parent / "var"),
        "HOTLINE_QUIET_HOURS": "",
        "HOTLINE_DAILY_COST_CEILING": "0",
        "HOTLINE_ALLOWED_COUNTRIES": "SE",
        "HOTLINE_OPENING_HOURS": "mon-sun 00:00-24:00",
        "HOTLINE_OPERATOR_NUMBERS": ";".join(OPERATORS),
        "HOTLINE_ALARM_NUMBERS": ";".join(ON_DUTY),
    }


def _serves(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/healthz", timeout=2) as answer:  # noqa: S310 - loopback
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
