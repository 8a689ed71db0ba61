"""An operator's own choice of a volunteer: given the task on his word, or asked alone."""

from datetime import datetime, timedelta

import pytest

from dispatch.db import Database, Work
from dispatch.kinds import Kind, Vetting, VolunteerStatus
from dispatch.models import (
    Apart,
    HelpRequest,
    Message,
    Offer,
    OfferOutcome,
    StateChange,
    Visit,
    Volunteer,
    VolunteerRecord,
    Wave,
)
from dispatch.operations import by_hand, offers
from dispatch.operations.suitable import judge
from dispatch.states import OfferState, RequestState, VisitState
from dispatch.steps import Step
from tests.support.cast import eva, farid, karin, olle
from tests.support.factories import a_request, a_volunteer, an_offer

EVENING = timedelta(hours=12)


def _texts(work: Work) -> dict[str, int]:
    work.session.flush()
    return {text.notice: text.person_id for text in work.session.query(Message)}


@pytest.mark.parametrize("state", [RequestState.OPEN, RequestState.ESCALATED])
def test_who_has_said_yes_gets_the_task_and_both_are_told(database: Database, now: datetime, state: str) -> None:
    with database.work(now, actor="operator:7") as work:
        came_from = RequestState.OPEN if state == RequestState.ESCALATED else RequestState.DRAFT
        request = a_request(work.session, karin(work.session), now=now, state=state, came_from=came_from)
        volunteer = eva(work.session)
        assert by_hand.has_said_yes(work, request, volunteer) == ""
        visit = work.session.query(Visit).one()
        assert (request.state, visit.state, visit.volunteer_id) == ("matched", VisitState.AGREED, volunteer.id)
        assert len(visit.code_word) == 4
        told = _texts(work)
        assert told["match.volunteer"] == volunteer.person_id
        assert told["match.resident"] == request.resident.person_id
        assert "offer" not in told
        wave = work.session.query(Wave).one()
        assert (wave.reasons["policy"], wave.reasons["asked"]) == ("operator", [volunteer.id])
        actors = {change.actor for change in work.session.query(StateChange).filter_by(request_id=request.id)}
        assert actors == {"operator:7"}


def test_what_is_learned_of_it_is_a_yes_and_not_how_soon_he_answers_texts(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        by_hand.has_said_yes(work, a_request(work.session, karin(work.session), now=now), eva(work.session))
        assert [(outcome.said, outcome.minutes) for outcome in work.session.query(OfferOutcome)] == [("yes", None)]
        assert [record.answers for record in work.session.query(VolunteerRecord)] == [0]


def test_a_question_he_was_asked_before_is_the_one_he_has_answered(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now, wave=1)
        offer, other = an_offer(work.session, request, eva(work.session)), an_offer(work.session, request)
        assert by_hand.has_said_yes(work, request, offer.volunteer) == ""
        assert (offer.state, other.state) == (OfferState.ACCEPTED, OfferState.TAKEN)
        assert work.session.query(Offer).count() == 2


def test_asking_him_alone_leaves_the_plan_as_it_was(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        later = now + timedelta(minutes=20)
        request = a_request(work.session, karin(work.session), now=now, wave=1, next_step_at=later)
        waiting, volunteer = an_offer(work.session, request), eva(work.session)
        assert by_hand.ask_alone(work, request, volunteer) == ""
        assert (request.next_step, request.next_step_at) == (Step.ASK_VOLUNTEERS, later)
        assert waiting.state == OfferState.ASKED
        offer = work.session.query(Offer).filter_by(volunteer_id=volunteer.id).one()
        assert _texts(work) == {"offer": volunteer.person_id}
        assert offers.accept(work, offer)
        assert request.state == RequestState.MATCHED


def test_who_is_asked_waits_with_a_request_in_an_operators_hands_and_his_yes_wins(
    database: Database, now: datetime
) -> None:
    with database.work(now) as work:
        request = a_request(
            work.session, karin(work.session), now=now, state=RequestState.ESCALATED, next_step=Step.OPERATOR
        )
        by_hand.ask_alone(work, request, eva(work.session))
        assert (request.state, request.next_step) == (RequestState.ESCALATED, Step.OPERATOR)
        assert offers.accept(work, work.session.query(Offer).one())


def test_at_night_the_question_waits_for_the_morning_and_is_still_worth_sending(
    database: Database, now: datetime
) -> None:
    with database.work(now + EVENING) as work:
        request = a_request(work.session, karin(work.session), now=now, wanted_until=now + timedelta(days=3))
        by_hand.ask_alone(work, request, eva(work.session))
        text = work.session.query(Message).one()
        assert text.send_at is not None
        assert text.expires_at is not None
        assert text.expires_at > text.send_at


def _apart(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    work.session.add(Apart(volunteer_id=volunteer.id, person_id=request.resident.person_id))


def _comes(work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    request.places = 2
    by_hand.has_said_yes(work, request, volunteer)


def _gone(_work: Work, _request: HelpRequest, volunteer: Volunteer) -> None:
    volunteer.status = VolunteerStatus.PAUSED


def _lent_to_own(_work: Work, _request: HelpRequest, volunteer: Volunteer) -> None:
    volunteer.organisation.own_only = True


def _too_little_known(_work: Work, request: HelpRequest, volunteer: Volunteer) -> None:
    request.kind, volunteer.vetting = Kind.COMPANY, Vetting.NONE


def _stopped(work: Work, _request: HelpRequest, volunteer: Volunteer) -> None:
    volunteer.person.stopped_at = work.now


def _past(work: Work, request: HelpRequest, _volunteer: Volunteer) -> None:
    request.wanted_until = work.now


def _taken(work: Work, request: HelpRequest, _volunteer: Volunteer) -> None:
    by_hand.has_said_yes(work, request, farid(work.session))


REFUSALS = {
    "apart": _apart, "comes": _comes, "status": _gone, "organisation": _lent_to_own, "vetting": _too_little_known,
    "unreachable": _stopped, "over": _past, "full": _taken,
}  # fmt: skip


@pytest.mark.parametrize("why", REFUSALS)
def test_who_must_not_get_it_is_refused_with_the_reason_and_nothing_is_changed(
    database: Database, now: datetime, why: str
) -> None:
    with database.work(now) as work:
        request, volunteer = a_request(work.session, karin(work.session), now=now), eva(work.session)
        REFUSALS[why](work, request, volunteer)
        before = (request.wave, work.session.query(Offer).count())
        assert by_hand.has_said_yes(work, request, volunteer) == why
        assert by_hand.ask_alone(work, request, volunteer) == why
        assert (request.wave, work.session.query(Offer).count()) == before


def test_a_resident_who_volunteers_too_is_not_sent_to_herself(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        resident, volunteer = karin(work.session), eva(work.session)
        volunteer.person = resident.person
        assert by_hand.has_said_yes(work, a_request(work.session, resident, now=now), volunteer) == "not_herself"


@pytest.mark.parametrize(("state", "why"), [(OfferState.ASKED, "asked"), (OfferState.DECLINED, "declined")])
def test_who_was_asked_is_not_asked_again_and_may_still_say_yes(
    database: Database, now: datetime, state: str, why: str
) -> None:
    with database.work(now) as work:
        request, volunteer = a_request(work.session, karin(work.session), now=now, wave=1), eva(work.session)
        came_from = "asked" if state == OfferState.DECLINED else "new"
        an_offer(work.session, request, volunteer, state=state, came_from=came_from)
        assert by_hand.ask_alone(work, request, volunteer) == why
        assert by_hand.has_said_yes(work, request, volunteer) == ""


def test_language_area_hours_and_rest_only_warn(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now, wanted_until=now + timedelta(hours=2))
        volunteer = olle(work.session)
        volunteer.available, volunteer.weekly_limit = "sun 10:00-11:00", 0
        choice = judge(work, request, [volunteer])[0]
        assert choice.barred == ""
        assert set(choice.warnings) >= {"language", "area", "hours", "budget"}
        assert by_hand.has_said_yes(work, request, volunteer) == ""


def test_the_best_who_were_not_asked_come_first(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now, wave=1)
        an_offer(work.session, request, farid(work.session))
        fits = eva(work.session)
        olle(work.session)
        assert [one.volunteer.id for one in by_hand.suggest(work, request)] == [fits.id]


def test_a_search_finds_part_of_a_name_and_never_everybody(database: Database, now: datetime) -> None:
    with database.work(now) as work:
        request = a_request(work.session, karin(work.session), now=now)
        asa = a_volunteer(work.session, "Åsa Öst")
        for number in range(by_hand.MOST_FOUND + 3):
            a_volunteer(work.session, f"Kim Berg {number}")
        gone = a_volunteer(work.session, "Bo Östman", status=VolunteerStatus.LEFT)
        found = by_hand.search(work, request, "öst")
        assert [(one.volunteer.id, one.barred) for one in found] == [(asa.id, ""), (gone.id, "status")]
        assert len(by_hand.search(work, request, "berg")) == by_hand.MOST_FOUND
        assert by_hand.search(work, request, "%") == []
