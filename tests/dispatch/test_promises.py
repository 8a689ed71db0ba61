"""What must hold whatever happens in whatever order: nobody wins twice, nobody is disturbed, nothing is forgotten.

A machine makes up the days of a small help line: people ask, answer, change their minds, leave, and time passes.
After every move the promises are looked up in the database.
"""

import tempfile
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from dispatch import operations
from dispatch.db import Database, Work
from dispatch.hours import QuietHours
from dispatch.kinds import Kind
from dispatch.models import Base, HelpRequest, Message, Offer, UtcDateTime, Visit, Volunteer
from dispatch.paces import pace_of
from dispatch.states import CLOSED_REQUESTS, OPEN_OFFERS, OfferState, RequestState, VisitState
from dispatch.stepping import take_step
from dispatch.store import get_locked
from tests.conftest import A_THURSDAY, STOCKHOLM
from tests.support.factories import a_request, a_resident, a_volunteer

WEEK = timedelta(days=7)
QUIET = QuietHours.parse("21:00-08:00")
LANGUAGES = st.sampled_from(["sv", "ar"])
KINDS = st.sampled_from([Kind.SHOPPING, Kind.PHARMACY, Kind.COMPANY])
MOST_STEPS = 500
"""Steps taken for one jump in time; more would be a request that goes round in circles."""


@cache
def _empty() -> bytes:
    """An empty database, made once."""
    with tempfile.TemporaryDirectory(prefix="promises") as folder:
        place = Path(folder) / "empty.sqlite"
        engine = sa.create_engine(f"sqlite:///{place}")
        Base.metadata.create_all(engine)
        engine.dispose()
        return place.read_bytes()


class HelpLine(RuleBasedStateMachine):
    """A small help line. Only ids are kept here; what is true is what the database says."""

    waves_from = "200"
    requests, volunteers = Bundle("requests"), Bundle("volunteers")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="promises")
        place = Path(self.folder.name) / "line.sqlite"
        place.write_bytes(_empty())
        self.database = Database(f"sqlite:///{place}", presets={"waves_from": self.waves_from})
        self.now: datetime = A_THURSDAY
        self.left: dict[int, int] = {}
        """Volunteers who have left, and how many offers each had got by then."""

    def teardown(self) -> None:
        self.database.dispose()
        self.folder.cleanup()

    def work(self) -> AbstractContextManager[Work]:
        return self.database.work(self.now)

    @initialize(target=volunteers)
    def somebody_is_there(self) -> int:
        return self._joined("sv", None, "")

    @rule(target=volunteers, language=LANGUAGES, limit=st.sampled_from([None, 1, 3]),
          quiet=st.sampled_from(["", "12:00-15:00"]))  # fmt: skip
    def joins(self, language: str, limit: int | None, quiet: str) -> int:
        return self._joined(language, limit, quiet)

    def _joined(self, language: str, limit: int | None, quiet: str) -> int:
        with self.work() as work:
            volunteer = a_volunteer(work.session, languages=tuple(dict.fromkeys((language, "sv"))))
            volunteer.weekly_limit, volunteer.quiet = limit, quiet
            return volunteer.id

    @rule(target=requests, language=LANGUAGES, kind=KINDS, places=st.sampled_from([1, 1, 2, 3]))
    def asks(self, language: str, kind: Kind, places: int) -> int:
        with self.work() as work:
            resident = a_resident(work.session, language=language)
            return a_request(work.session, resident, kind=kind, now=self.now, language=language, places=places).id

    @rule(minutes=st.sampled_from([1, 10, 20, 60, 600]))
    def time_passes(self, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        for _ in range(MOST_STEPS):
            due = self._next_due(until)
            if due is None:
                break
            request_id, at = due
            self.now = max(self.now, at)
            take_step(self.database, request_id, self.now)
        else:
            pytest.fail("steps without end")
        self.now = until

    def _next_due(self, until: datetime) -> tuple[int, datetime] | None:
        query = sa.select(HelpRequest.id, HelpRequest.next_step_at).where(HelpRequest.next_step_at <= until)
        with self.database.reading() as session:
            row = session.execute(query.order_by(HelpRequest.next_step_at, HelpRequest.id).limit(1)).one_or_none()
        return (row[0], row[1]) if row and row[1] else None

    @rule(volunteer=volunteers, said=st.sampled_from(["yes", "no"]), which=st.integers(0, 3))
    def answers(self, volunteer: int, said: str, which: int) -> None:
        with self.work() as work:
            query = sa.select(Offer).where(Offer.volunteer_id == volunteer).order_by(Offer.id.desc())
            offers = work.session.scalars(query.limit(4)).all()
            if which < len(offers):
                (operations.accept if said == "yes" else operations.decline)(work, offers[which])

    @rule(request=requests)
    def everybody_says_yes(self, request: int) -> None:
        with self.work() as work:
            for offer in work.session.scalars(sa.select(Offer).where(Offer.request_id == request)).all():
                operations.accept(work, offer)

    @rule(request=requests, how=st.sampled_from(["cannot", "done"]))
    def a_visit_ends(self, request: int, how: str) -> None:
        with self.work() as work:
            agreed = sa.select(Visit).where(Visit.request_id == request, Visit.state == VisitState.AGREED)
            visit = work.session.scalars(agreed.limit(1)).one_or_none()
            if visit is not None and how == "cannot":
                operations.cannot_after_all(work, visit)
            elif visit is not None and how == "done":
                operations.complete(work, visit)

    @rule(request=requests)
    def she_cancels(self, request: int) -> None:
        with self.work() as work:
            row = get_locked(work.session, HelpRequest, request)
            if row.state not in CLOSED_REQUESTS:
                operations.cancel(work, row, reason="resident")

    @rule(request=requests)
    def an_operator_asks_again(self, request: int) -> None:
        with self.work() as work:
            row = get_locked(work.session, HelpRequest, request)
            if row.state == RequestState.ESCALATED:
                operations.ask_again(work, row, reason="operator")

    @rule(volunteer=consumes(volunteers))
    def a_volunteer_leaves(self, volunteer: int) -> None:
        with self.work() as work:
            operations.pause(work, work.session.get_one(Volunteer, volunteer))
        self.left[volunteer] = self._offers_to(volunteer)

    @invariant()
    def at_most_one_wins_each_place(self) -> None:
        taken = sa.select(Visit.request_id, Visit.place).where(Visit.state == VisitState.AGREED)
        assert self._rows(taken.group_by(Visit.request_id, Visit.place).having(sa.func.count() > 1)) == []
        accepted = sa.select(Offer.request_id).join(HelpRequest).where(Offer.state == OfferState.ACCEPTED)
        most = sa.func.count() > sa.func.min(HelpRequest.places)
        assert self._all(accepted.group_by(Offer.request_id).having(most)) == []

    @invariant()
    def a_request_is_matched_when_all_its_places_are_taken(self) -> None:
        taken = sa.select(sa.func.count()).where(Visit.request_id == HelpRequest.id, Visit.has_its_place)
        matched = sa.select(HelpRequest.id).where(HelpRequest.state == RequestState.MATCHED)
        assert self._all(matched.where(HelpRequest.places != taken.scalar_subquery())) == []

    @invariant()
    def every_request_ends_or_has_a_next_step(self) -> None:
        waits = sa.and_(HelpRequest.next_step.is_not(None), HelpRequest.next_step_at.is_not(None))
        open_ = HelpRequest.state.not_in(tuple(CLOSED_REQUESTS))
        assert self._all(sa.select(HelpRequest.id).where(open_, ~waits)) == []
        broken = sa.select(HelpRequest.id).where(HelpRequest.escalation == "step_failed")
        assert self._all(broken) == []

    @invariant()
    def no_offer_is_left_open_when_a_request_is_over(self) -> None:
        query = sa.select(Offer.id).join(HelpRequest)
        assert self._all(query.where(HelpRequest.state.in_(tuple(CLOSED_REQUESTS)), Offer.state.in_(OPEN_OFFERS))) == []

    @invariant()
    def nobody_is_texted_unasked_in_quiet_hours_or_above_his_limit(self) -> None:
        columns = (Offer.volunteer_id, Offer.asked_at, HelpRequest.kind, Volunteer.weekly_limit, Volunteer.quiet)
        rows = self._rows(sa.select(*columns).join(HelpRequest).join(Volunteer, Volunteer.id == Offer.volunteer_id))
        for volunteer, at, _, limit, quiet in rows:
            assert not (quiet and QuietHours.parse(quiet).is_quiet(at.astimezone(STOCKHOLM))), (volunteer, at)
            week = [each for each in rows if each[0] == volunteer and at - WEEK < each[1] <= at]
            assert len(week) <= (limit or max(pace_of(each[2]).cap for each in week)), (volunteer, at)

    @invariant()
    def no_offer_leaves_in_the_quiet_hours(self) -> None:
        leaves = sa.func.coalesce(Message.send_at, Message.created_at, type_=UtcDateTime)
        for (at,) in self._rows(sa.select(leaves).where(Message.notice == "offer")):
            assert not QUIET.is_quiet(at.astimezone(STOCKHOLM)), at

    @invariant()
    def nobody_who_left_is_asked(self) -> None:
        assert {volunteer: self._offers_to(volunteer) for volunteer in self.left} == self.left

    def _offers_to(self, volunteer: int) -> int:
        return len(self._all(sa.select(Offer.id).where(Offer.volunteer_id == volunteer)))

    def _all(self, query: sa.Select[Any]) -> list[int]:
        with self.database.reading() as session:
            return list(session.scalars(query))

    def _rows(self, query: sa.Executable) -> list[tuple[Any, ...]]:
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(query)]


class LearnedHelpLine(HelpLine):
    """The same with waves planned from what answers have taught, from the first one on."""

    waves_from = "0"


HURRY = settings(max_examples=15, stateful_step_count=30, deadline=None,
                 suppress_health_check=list(HealthCheck))  # fmt: skip
TestHelpLine = HelpLine.TestCase
TestHelpLine.settings = HURRY
TestLearnedHelpLine = LearnedHelpLine.TestCase
TestLearnedHelpLine.settings = HURRY
