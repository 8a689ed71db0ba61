"""Texts per second from the outbox through the real worker to the carrier's stand-in.

    .venv/bin/python -m tests.benchmarks.bench_outbox [texts [sqlite|postgresql]]

The stand-in runs in the measuring process and takes its own share of the machine, so the figure is a lower bound; the
time of the stand-in alone is printed beside it.
"""

import sys
import time

import requests

from dispatch.models import Message
from tests.benchmarks.measuring import lines, say, timed
from tests.support.factories import a_person
from tests.support.line import Line, until


def fill(line: Line, texts: int) -> None:
    """Queue texts without waking anybody."""
    with line.database.work() as work:
        people = [a_person(work.session, language="sv") for _ in range(100)]
        for number in range(texts):
            work.session.add(Message(person=people[number % 100], notice="visit.done", came_from="new", state="queued",
                                     language="sv", created_at=work.now))  # fmt: skip


def stand_in_alone(line: Line, texts: int) -> float:
    """Return the seconds the stand-in takes for as many calls by themselves."""
    exchange = line.exchange
    address = f"{line.environ['TWILIO_API_URL']}/2010-04-01/Accounts/{exchange.account_sid}/Messages.json"
    fields = {"To": "+46701740605", "From": exchange.number, "Body": "x"}

    def send() -> None:
        with requests.Session() as session:
            session.auth = (exchange.account_sid, exchange.auth_token)
            for _ in range(texts):
                assert session.post(address, data=fields, timeout=30).status_code == 201

    return timed(send)


def measure(kind: str, line: Line, texts: int) -> None:
    """Print the rate on one kind of database."""
    fill(line, texts)
    waiting = Message.state.in_(["queued", "sending"])
    began = time.perf_counter()
    with line.database.work() as work:
        work.wake("send_messages")
    until(lambda: line.count(Message, waiting) == 0, seconds=300, otherwise=line.said)
    took = time.perf_counter() - began
    alone = stand_in_alone(line, texts)
    say(f"{kind:11} {texts / took:5.0f} texts/s   (the stand-in alone: {texts / alone:5.0f} calls/s)")


def main() -> None:
    """Measure on every kind of database."""
    texts = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with lines(sys.argv[2:]) as each:
        for kind, line in each:
            measure(kind, line, texts)


if __name__ == "__main__":
    main()
