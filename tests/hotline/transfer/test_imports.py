from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.models import EVERYWHERE, Organisation, Person, Volunteer
from dispatch.places import seed_places
from hotline.transfer.applying import apply
from hotline.transfer.plans import Plan, plan_import
from hotline.transfer.tables import parse_table
from tests.support.factories import a_person, an_organisation

COLUMNS = "phone,name,organisation,languages,areas,kinds,available,vetting,status\n"
FARID = "070-174 06 05,Farid Haddad,NUR,ar;sv,Öxnehaga;huskvarna,shopping;pharmacy,mon-fri 09:00-17:00,checked,active\n"


@pytest.fixture(autouse=True)
def places_and_one_organisation(session: Session) -> None:
    seed_places(session)
    an_organisation(session, "NUR", name="Föreningen Nur")


def plan(session: Session, now: datetime, rows: str, *, columns: str = COLUMNS, kind: str = "volunteers") -> Plan:
    return plan_import(session, kind, parse_table((columns + rows).encode()), now)


def take(session: Session, now: datetime, rows: str, **more: Any) -> Plan:
    made = plan(session, now, rows, **more)
    apply(session, made)
    return made


def counts(made: Plan) -> tuple[int, int, int, int]:
    return len(made.new), len(made.changed), made.same, len(made.faults)


def reasons(made: Plan) -> list[str]:
    return [str(fault) for fault in made.faults]


def the_volunteer(session: Session, phone: str = "+46701740605") -> Volunteer:
    return session.scalars(select(Volunteer).join(Volunteer.person).where(Person.phone == phone)).one()


def test_a_volunteer_is_stored_as_stated(session: Session, now: datetime) -> None:
    assert counts(take(session, now, FARID)) == (1, 0, 0, 0)
    farid = the_volunteer(session)
    assert (farid.person.name, farid.person.language, farid.person.can_text) == ("Farid Haddad", "ar", True)
    assert farid.organisation.code == "NUR"
    assert {each.language for each in farid.languages} == {"ar", "sv"}
    assert {each.area_code for each in farid.areas} == {"oxnehaga", "huskvarna"}
    assert {each.kind for each in farid.kinds} == {"shopping", "pharmacy"}
    assert (farid.available, farid.vetting, farid.status) == ("mon-fri 09:00-17:00", "checked", "active")
    assert farid.created_at == farid.person.created_at == now


def test_empty_cells_have_their_meaning(session: Session, now: datetime) -> None:
    take(session, now, "036-10 50 00,Åsa,nur,prs,,company,,,\n")
    asa = the_volunteer(session, "+4636105000")
    assert not asa.person.can_text
    assert [each.area_code for each in asa.areas] == [EVERYWHERE]
    assert (asa.available, asa.vetting, asa.status) == ("", "none", "pending")


def test_the_same_file_again_changes_nothing(session: Session, now: datetime) -> None:
    take(session, now, FARID)
    assert counts(plan(session, now, FARID)) == (0, 0, 1, 0)
    assert counts(plan(session, now, FARID.replace("070-174 06 05", "0046701740605"))) == (0, 0, 1, 0)


def test_a_corrected_file_changes_only_what_differs(session: Session, now: datetime) -> None:
    take(session, now, FARID)
    the_volunteer(session).person.language = "sv"  # he chose it himself since
    session.flush()
    corrected = FARID.replace("Farid Haddad", "Farid Hadad").replace("shopping;pharmacy", "escort")
    made = take(session, now + timedelta(days=1), corrected)
    assert counts(made) == (0, 1, 0, 0)
    assert made.summary()["changes"] == [{"row": 2, "columns": ["kinds", "name"]}]
    farid = the_volunteer(session)
    assert (farid.person.name, farid.person.language, farid.created_at) == ("Farid Hadad", "sv", now)
    assert [each.kind for each in farid.kinds] == ["escort"]
    assert len(farid.languages) == 2


def test_hours_areas_vetting_and_organisation_can_be_changed_and_an_empty_status_keeps_it(
    session: Session, now: datetime
) -> None:
    take(session, now, FARID)
    an_organisation(session, "BRON")
    take(session, now, "+46701740605,Farid Haddad,BRON,en,,shopping;pharmacy,,,\n")
    farid = the_volunteer(session)
    assert (farid.organisation.code, farid.available, farid.vetting, farid.status) == ("BRON", "", "none", "active")
    assert [each.area_code for each in farid.areas] == [EVERYWHERE]
    assert [each.language for each in farid.languages] == ["en"]


def test_a_resident_can_become_a_volunteer_and_keeps_her_language(session: Session, now: datetime) -> None:
    a_person(session, "Karin", phone="+46701740605", language="fa")
    assert counts(take(session, now, FARID)) == (1, 0, 0, 0)
    assert the_volunteer(session).person.language == "fa"
    assert session.scalar(select(func.count()).select_from(Person)) == 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [("070-174 06 05", "12", ", phone: '12' is not a telephone number"),
     ("070-174 06 05", "", ", phone: is missing"),
     ("Farid Haddad", "", ", name: is missing"),
     ("Farid Haddad", "x" * 121, ", name: has 121 characters, at most 120 are kept"),
     ("NUR", "nobody", ", organisation: there is no organisation with the code 'nobody'; import organisations first"),
     ("ar;sv", "ar;swedish", ", languages: 'swedish' is no language tag, like sv or pt-BR"),
     ("ar;sv", "", ", languages: is missing"),
     ("huskvarna", "Paris", ", areas: there is no area 'Paris'"),
     ("shopping;pharmacy", "", ", kinds: is missing"),
     ("mon-fri", "daily", ", available: 'daily' is no day; the days are mon, tue, wed, thu, fri, sat, sun"),
     ("checked", "yes", ", vetting: 'yes' is not one of none, introduced, checked"),
     ("active", "on", ", status: 'on' is not one of active, paused, pending, left"),
     ("active", "active,more", ": has 10 cells and the header 9; a list of several needs quotation marks round it")],
)  # fmt: skip
def test_each_fault_is_named_with_its_reason(
    session: Session, now: datetime, *, old: str, new: str, reason: str
) -> None:
    assert reasons(plan(session, now, FARID.replace(old, new))) == ["row 2" + reason]


def test_every_fault_of_every_row_is_named_and_nothing_is_written(session: Session, now: datetime) -> None:
    made = plan(session, now, FARID + "1,,NUR,sv,,dancing,,,\n" + FARID.replace("Farid", "Fred"))
    assert [(fault.row, fault.column) for fault in made.faults] == [
        (3, "kinds"), (3, "name"), (3, "phone"), (4, "phone"),
    ]  # fmt: skip
    assert reasons(made)[-1] == "row 4, phone: the same as in row 2"
    with pytest.raises(ValueError, match="4 faults"):
        apply(session, made)
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_header_must_hold_each_column_once_and_no_other(session: Session, now: datetime) -> None:
    made = plan(session, now, "", columns="phone,name,organisation,languages,areas,kinds,available,vetting,age,name\n")
    assert [(fault.row, fault.column) for fault in made.faults] == [(1, "age"), (1, "name"), (1, "status")]


def test_columns_may_stand_in_any_order(session: Session, now: datetime) -> None:
    columns = "status,vetting,available,kinds,areas,languages,organisation,name,phone\n"
    assert counts(take(session, now, "active,,,errand,,sv,NUR,Farid,+46701740605\n", columns=columns)) == (1, 0, 0, 0)


ORGANISATIONS = "code,name,kind,contact_name,contact_phone,contact_email\n"


def test_organisations_are_added_and_changed(session: Session, now: datetime) -> None:
    rows = "nur,Nur i Huskvarna,församling,Samira,036-10 50 00,nur@nur.example\nBRON,Bron,,,,\n"
    made = take(session, now, rows, columns=ORGANISATIONS, kind="organisations")
    assert counts(made) == (1, 1, 0, 0)
    nur = session.scalars(select(Organisation).where(Organisation.code == "NUR")).one()
    assert (nur.name, nur.contact_phone) == ("Nur i Huskvarna", "+4636105000")
    assert counts(plan(session, now, rows, columns=ORGANISATIONS, kind="organisations")) == (0, 0, 2, 0)


def test_faulty_organisations_are_named(session: Session, now: datetime) -> None:
    rows = "Å 1,,,,12,x@\nBRON,Bron,,,,\nbron,Bron,,,,\n"
    assert reasons(plan(session, now, rows, columns=ORGANISATIONS, kind="organisations")) == [
        "row 2, code: 'Å 1' is not a code of 1 to 16 letters a-z, digits, - or _",
        "row 2, contact_email: 'x@' is not an e-mail address",
        "row 2, contact_phone: '12' is not a telephone number",
        "row 2, name: is missing",
        "row 4, code: the same as in row 3",
    ]


def test_many_volunteers_are_taken_in_one_go(session: Session, now: datetime) -> None:
    rows = "".join(FARID.replace("070-174 06 05", f"070{1000000 + n}") for n in range(700))
    take(session, now, rows)
    made = take(session, now, rows.replace("shopping;", "errand;"))
    assert counts(made) == (0, 700, 0, 0)
    assert {each.kind for each in the_volunteer(session, "+46701000699").kinds} == {"errand", "pharmacy"}
