"""Time from a resident's "yes" to the first offer having left, while 20 texts a second come in.

    .venv/bin/python -m tests.benchmarks.bench_first_offer [seconds [sqlite|postgresql]]

Each resident sends two texts (the need, the yes), so ten requests a second are opened. There are sixty
volunteers, and waves of three.
"""

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import sqlalchemy as sa

from dispatch.models import HelpRequest, Message, Person, Resident
from tests.benchmarks.measuring import lines, percentile, say, send_all, signed_post
from tests.support.factories import a_resident, a_volunteer
from tests.support.line import Line, until
from tests.support.signed import a_text

RATE = 20
"""Texts a second."""

_sids = count(1)


def text(line: Line, number: str, body: str) -> datetime:
    """Send one text; return the moment it was sent."""
    fields = a_text(line.exchange, number, body, f"SM{next(_sids):032x}")
    sent_at = datetime.now(UTC)
    send_all(line.address, [signed_post(line.address, "/twilio/sms", fields, line.exchange.auth_token)], connections=1)
    return sent_at


def stream(line: Line, numbers: Sequence[str]) -> dict[str, datetime]:
    """Text at a steady rate, whatever the answers take; return when each resident said yes."""
    due = time.monotonic()
    said = {}
    with ThreadPoolExecutor(32) as pool:
        for body in ("Jag behöver hjälp att handla mat", "ja"):
            for number in numbers:
                due += 1 / RATE
                time.sleep(max(0.0, due - time.monotonic()))
                said[number] = pool.submit(text, line, number, body)
    return {number: sent.result() for number, sent in said.items()}


def first_offers(line: Line) -> dict[str, datetime]:
    """Return when the first offer of each resident's request was taken by the carrier."""
    query = (
        sa.select(Person.phone, sa.func.min(Message.sent_at, type_=Message.sent_at.type))
        .select_from(Message).join(HelpRequest, HelpRequest.id == Message.request_id)
        .join(Resident, Resident.id == HelpRequest.resident_id).join(Person, Person.id == Resident.person_id)
        .where(Message.notice == "offer", Message.sent_at.is_not(None)).group_by(Person.phone)
    )  # fmt: skip
    rows = line.ask(lambda session: session.execute(query).all())
    return {phone: sent_at for phone, sent_at in rows if sent_at}


def measure(kind: str, line: Line, seconds: int) -> None:
    """Print the times on one kind of database."""
    with line.people() as session:
        numbers = [a_resident(session, f"Karin {n}").person.phone for n in range(RATE * seconds // 2)]
        for n in range(60):
            a_volunteer(session, f"Farid {n}")
    said = stream(line, numbers)
    until(lambda: len(first_offers(line)) == len(said), seconds=120, otherwise=line.said)
    left = first_offers(line)
    waits = [(left[number] - said[number]).total_seconds() for number in said]
    figures = ", ".join(f"p{share} {percentile(waits, share):.2f} s" for share in (50, 95))
    say(f"{kind:11} {len(waits)} requests at {RATE} texts/s: first offer after {figures}, longest {max(waits):.2f} s")


def main() -> None:
    """Measure on every kind of database."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with lines(sys.argv[2:]) as each:
        for kind, line in each:
            measure(kind, line, seconds)


if __name__ == "__main__":
    main()
