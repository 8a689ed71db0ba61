"""Two hundred people say yes at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from dispatch.kinds import Kind
from dispatch.models import Message, Offer, Person, Visit
from tests.support.factories import a_request, a_resident, a_volunteer, an_offer
from tests.support.line import Line, replies_in, until
from tests.support.signed import a_text, post

CROWD = 200
AT_ONCE = 24


def _a_crowd(line: Line, places: int) -> list[str]:
    """Make one request that a whole crowd was asked about; return their numbers."""
    with line.database.work() as work:
        resident = a_resident(work.session)
        request = a_request(work.session, resident, now=work.now, kind=Kind.HANDIWORK, places=places)
        crowd = [a_volunteer(work.session, f"Ida {n}") for n in range(CROWD)]
        for volunteer in crowd:
            an_offer(work.session, request, volunteer)
        request.next_step_at = work.now.replace(year=work.now.year + 1)
        return [volunteer.person.phone for volunteer in crowd]


@pytest.mark.parametrize("places", [1, 3])
def test_two_hundred_yes_at_once_have_one_winner_a_place_and_all_others_are_told(places: int, line: Line) -> None:
    crowd = _a_crowd(line, places)

    def say_yes(number: str) -> str:
        answer = post(line, "/twilio/sms", a_text(line.exchange, number, "JA", f"SM{int(number[1:]):032d}"))
        assert answer.status_code == 200, line.said()
        return answer.text

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = dict(zip(crowd, pool.map(say_yes, crowd), strict=True))
    assert line.count(Offer, Offer.state == "accepted") == line.count(Visit) == places
    assert line.count(Offer, Offer.state == "taken") == CROWD - places
    assert all(replies_in(answer) for answer in answers.values())

    told = sa.select(sa.func.count(sa.distinct(Message.person_id)))
    taken = told.where(Message.notice == "offer.taken")
    assert line.ask(lambda session: session.scalar(taken)) == CROWD - places
    with_address = [number for number, answer in answers.items() if "Storgatan 1" in answer]
    matched = Message.notice.like("match.%"), Person.phone.in_(crowd)
    winners = sa.select(Person.phone).join(Message).where(*matched).distinct()
    assert line.ask(lambda session: sorted(session.scalars(winners))) == sorted(with_address)
    unsent = Message.state.in_(["queued", "sending", "unknown"])
    until(lambda: line.count(Message, unsent) == 0, seconds=60, otherwise=line.said)
    assert line.count(Message, Message.state.in_(["failed", "expired"])) == 0
