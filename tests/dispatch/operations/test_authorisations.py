"""Her authorisation at the pharmacy: a first errand without it goes to an operator, and waits there only for it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database, Work
from dispatch.models import HelpRequest, Message, StateChange
from dispatch.operations import accept, ask_volunteers, authorisations, escalate
from tests.support.factories import a_request, a_resident, a_volunteer


@pytest.fixture
def work(database: Database, now: datetime) -> Iterator[Work]:
    with database.work(now) as work:
        yield work


def _errand(work: Work, **more: Any) -> HelpRequest:
    resident = more.pop("resident", None) or a_resident(work.session)
    return a_request(work.session, resident, **{"kind": "pharmacy", "now": work.now, **more})


def _asked(work: Work) -> HelpRequest:
    """An errand that one volunteer has been asked about."""
    a_volunteer(work.session, vetting="introduced")
    request = _errand(work)
    ask_volunteers(work, request)
    assert [offer.state for offer in request.offers] == ["asked"]
    return request


def _told(work: Work) -> list[str]:
    query = select(Message.notice).where(Message.notice != "offer").order_by(Message.id)
    return list(work.session.scalars(query))


def test_a_first_errand_without_it_goes_to_an_operator_and_nobody_is_sent_in_vain(work: Work) -> None:
    request = _asked(work)
    authorisations.answer(work, request.resident, is_in_place=False)
    assert (request.state, request.escalation) == ("escalated", "no_authorisation")
    assert [offer.state for offer in request.offers] == ["withdrawn"]
    assert _told(work) == ["offer.gone", "authorised.handed_over"]


def test_with_it_the_search_goes_on_and_she_is_never_in_doubt_again(work: Work) -> None:
    request = _asked(work)
    authorisations.answer(work, request.resident, is_in_place=True)
    assert (request.state, request.resident.authorised) == ("open", True)
    assert (_told(work), [offer.state for offer in request.offers]) == (["authorised.yes"], ["asked"])


def test_who_has_been_helped_at_the_pharmacy_before_is_only_told_where_to_get_it(work: Work) -> None:
    request = _asked(work)
    _errand(work, resident=request.resident, state="done", came_from="matched", next_step=None, next_step_at=None)
    authorisations.answer(work, request.resident, is_in_place=False)
    assert (request.state, _told(work)) == ("open", ["authorised.how"])


def test_once_an_operator_has_seen_to_it_volunteers_are_asked_at_once(work: Work) -> None:
    request = _asked(work)
    authorisations.answer(work, request.resident, is_in_place=False)
    authorisations.note(work, request.resident, is_in_place=True)
    assert (request.state, request.next_step, request.next_step_at) == ("open", "ask_volunteers", work.now)
    reasons = select(StateChange.reason).where(StateChange.event == authorisations.EVENT).order_by(StateChange.id)
    assert list(work.session.scalars(reasons)) == ["no_authorisation", "authorised"]


def test_what_an_operator_has_for_another_reason_stays_with_him(work: Work) -> None:
    request = _errand(work)
    escalate(work, request, "nobody_fits")
    authorisations.note(work, request.resident, is_in_place=True)
    assert (request.state, request.escalation) == ("escalated", "nobody_fits")


def test_who_has_said_yes_keeps_his_visit_while_an_operator_sees_to_it(work: Work) -> None:
    request = _asked(work)
    accept(work, request.offers[0])
    authorisations.answer(work, request.resident, is_in_place=False)
    assert (request.state, [visit.state for visit in request.visits]) == ("escalated", ["agreed"])
    authorisations.note(work, request.resident, is_in_place=True)
    assert (request.state, [visit.state for visit in request.visits]) == ("matched", ["agreed"])
    assert request.next_step is not None


def test_other_errands_of_hers_go_on(work: Work) -> None:
    request = _errand(work, kind="shopping")
    authorisations.answer(work, request.resident, is_in_place=False)
    assert request.state == "open"
