"""Figures for everybody."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from dispatch.states import RequestState
from hotline.public.figures import blurred, figures
from tests.support.cast import farid, karin
from tests.support.factories import a_request, a_resident


def test_small_numbers_point_at_nobody(session: Session, now: datetime) -> None:
    resident = karin(session)
    for _ in range(5):
        a_request(session, resident, now=now)
    a_request(session, resident, now=now - timedelta(days=31))
    a_request(session, a_resident(session), now=now, state=RequestState.DRAFT)
    farid(session)
    shown = figures(session, now)
    assert shown == {"requests": "5", "helped": "<5", "organisations": "<5", "volunteers": "<5", "languages": "<5"}


@pytest.mark.parametrize(("number", "shown"), [(0, "<5"), (4, "<5"), (5, "5"), (1200, "1200")])
def test_under_five_is_few(number: int, shown: str) -> None:
    assert blurred(number) == shown


@pytest.mark.parametrize(("state", "shown"), [(RequestState.ESCALATED, "<5"), (RequestState.REFERRED, "5")])
def test_what_was_never_opened_asks_for_help_only_when_it_was_referred(
    session: Session, now: datetime, state: RequestState, shown: str
) -> None:
    for _ in range(5):
        a_request(session, karin(session), now=now, state=state, opened_at=None)
    assert figures(session, now)["requests"] == shown
