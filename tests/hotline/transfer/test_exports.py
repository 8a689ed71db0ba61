import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from dispatch.models import (
    Message,
    Organisation,
    Person,
    Visit,
    Volunteer,
    VolunteerArea,
    VolunteerKind,
    VolunteerLanguage,
)
from dispatch.places import seed_places
from dispatch.states import NEW, OfferState, RequestState, VisitState
from hotline.transfer.applying import apply
from hotline.transfer.exports import EXPORTS, moment
from hotline.transfer.plans import plan_import
from hotline.transfer.rows import COLUMNS
from hotline.transfer.tables import parse_table
from hotline.transfer.writing import FORMATS
from tests.support.factories import a_person, a_request, a_volunteer, an_offer

CONTRACT = (
    "id,code,kind,language,area,channel,status,created_at,due_at,matched_at,closed_at,volunteer_phone,organisation,"
    "waves,offers_sent,escalated_at,next_step,next_step_at"
)


def exported(session: Session, kind: str, form: str = "csv") -> bytes:
    out = io.BytesIO()
    FORMATS[form](EXPORTS[kind].columns, EXPORTS[kind].rows(session), out)
    return out.getvalue()


def rows_of(session: Session, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported(session, kind).decode())))


def a_match(
    session: Session, request: Any, volunteer: Volunteer, *, state: str, visit: str, hour: int = 0, place: int = 1
) -> None:
    offer = an_offer(session, request, volunteer, state=state, came_from=OfferState.ASKED, code=f"A{hour}")
    came_from = NEW if visit == VisitState.AGREED else VisitState.AGREED
    session.add(
        Visit(request_id=request.id, volunteer_id=volunteer.id, offer_id=offer.id, code_word="tulpan", state=visit,
              place=place, came_from=came_from, agreed_at=request.created_at + timedelta(hours=hour))
    )  # fmt: skip
    session.flush()


def test_requests_have_the_columns_of_the_contract_and_utc_times(session: Session, now: datetime) -> None:
    request = a_request(session, now=now, wave=2, matched_at=now + timedelta(minutes=5))
    (row,) = rows_of(session, "requests")
    assert ",".join(row) == CONTRACT
    assert row["status"] == "open"
    assert row["created_at"] == "2026-11-26T09:00:00.000Z"
    assert datetime.fromisoformat(row["matched_at"]) == now + timedelta(minutes=5)
    assert datetime.fromisoformat(row["due_at"]) == request.wanted_until
    assert (row["waves"], row["offers_sent"], row["volunteer_phone"], row["closed_at"]) == ("2", "0", "", "")
    assert (row["area"], row["next_step"]) == ("huskvarna", "ask_volunteers")


def test_the_last_match_is_named_and_every_offer_counted(session: Session, now: datetime) -> None:
    request = a_request(session, now=now, state=RequestState.MATCHED, came_from=RequestState.OPEN)
    first = a_volunteer(session, "Anna", organisation="kyrkan")
    second = a_volunteer(session, "Farid", organisation="nur")
    a_match(session, request, first, state=OfferState.DECLINED, visit=VisitState.CANCELLED)
    a_match(session, request, second, state=OfferState.ACCEPTED, visit=VisitState.AGREED, hour=1)
    an_offer(session, request, code="B7")
    (row,) = rows_of(session, "requests")
    assert (row["volunteer_phone"], row["organisation"]) == (second.person.phone, "nur")
    assert row["offers_sent"] == "3"
    assert len(rows_of(session, "offers")) == 3
    assert rows_of(session, "offers")[1]["status"] == "accepted"


def test_each_place_names_who_has_it_last(session: Session, now: datetime) -> None:
    request = a_request(session, now=now, places=2, state=RequestState.MATCHED, came_from=RequestState.OPEN)
    first, second, third = (a_volunteer(session, name, organisation=name) for name in ("anna", "nur", "rk"))
    a_match(session, request, first, state=OfferState.DECLINED, visit=VisitState.CANCELLED)
    a_match(session, request, second, state=OfferState.ACCEPTED, visit=VisitState.AGREED, hour=1, place=2)
    a_match(session, request, third, state=OfferState.ACCEPTED, visit=VisitState.AGREED, hour=2)
    (row,) = rows_of(session, "requests")
    assert row["organisation"] == "rk;nur"
    assert row["volunteer_phone"] == f"{third.person.phone};{second.person.phone}"


def test_messages_say_their_direction_and_cannot_become_formulas(session: Session, now: datetime) -> None:
    person = a_person(session)
    body = '=HYPERLINK("http://example.org")'
    session.add(Message(person=person, state="received", body=body, created_at=now, provider_sid="SM1"))
    session.add(Message(person=person, state="queued", notice="welcome", facts={}, created_at=now))
    session.flush()
    incoming, outgoing = rows_of(session, "messages")
    assert (incoming["direction"], incoming["body"], incoming["phone"]) == ("in", "'" + body, person.phone)
    assert (outgoing["direction"], outgoing["status"], outgoing["request"]) == ("out", "queued", "")
    in_json = json.loads(exported(session, "messages", "jsonl").splitlines()[0])
    assert (in_json["body"], in_json["sent_at"], in_json["segments"]) == (body, None, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_volunteers_and_organisations_can_move_house(session: Session, now: datetime, form: str) -> None:
    seed_places(session)
    a_volunteer(session, "-Åsa", languages=("sv", "ar"), areas=("huskvarna", "0680r024"), available="sat 10:00-14:00")
    a_volunteer(session, "Bo", languages=("so",), organisation="bron", vetting="none", status="paused")
    files = {kind: exported(session, kind, form) for kind in COLUMNS}
    for table in (VolunteerLanguage, VolunteerArea, VolunteerKind, Volunteer, Organisation, Person):
        session.execute(delete(table))
    session.expunge_all()
    for kind in ("organisations", "volunteers"):
        plan = plan_import(session, kind, parse_table(files[kind]), now)
        assert (len(plan.new), list(plan.faults)) == (2, [])
        apply(session, plan)
    assert {kind: sorted(EXPORTS[kind].rows(session)) for kind in COLUMNS} == {
        kind: sorted(parse_table(files[kind]).rows[n][1] for n in range(2)) for kind in COLUMNS
    }


def test_a_workbook_takes_what_cannot_stand_in_one(session: Session, now: datetime) -> None:
    session.add(Message(person=a_person(session), state="received", body="a\x07b", created_at=now))
    session.flush()
    cells = parse_table(exported(session, "messages", "xlsx")).rows[0][1]
    assert "ab" in cells


def test_more_than_one_chunk_comes_out_whole(session: Session, now: datetime) -> None:
    person = a_person(session)
    session.add_all(Message(person=person, state="received", body=str(n), created_at=now) for n in range(1100))
    session.flush()
    assert [row["body"] for row in rows_of(session, "messages")] == [str(n) for n in range(1100)]


def test_moments_are_written_in_utc() -> None:
    assert moment(datetime(2026, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)) == "2026-03-02T08:00:00.123Z"
    assert moment(None) is None
