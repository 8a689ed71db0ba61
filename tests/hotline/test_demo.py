from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dispatch.db import Database
from dispatch.kinds import RULES, Kind, Vetting
from dispatch.models import Organisation, Person, Resident, Volunteer
from dispatch.places import Places
from hotline import demo
from hotline.admin.accounts import authenticate, find_operator
from hotline.simulator import LINE_NUMBER

FICTION = range(46701740605, 46701740700)


@dataclass
class OnlyDatabase:
    database: Database


def volunteers(session: Session) -> list[Volunteer]:
    lists = (Volunteer.languages, Volunteer.areas, Volunteer.kinds, Volunteer.person, Volunteer.organisation)
    question = select(Volunteer).options(*(selectinload(each) for each in lists)).order_by(Volunteer.id)
    return list(session.scalars(question))


def test_ten_organisations_and_sixty_volunteers_with_fiction_numbers(database: Database) -> None:
    demo.seed(OnlyDatabase(database))
    with database.reading() as session:
        people = volunteers(session)
        assert session.scalar(select(func.count()).select_from(Organisation)) == 10
        assert len({person.organisation.code for person in people}) == 10
        assert len(people) == 60
        assert all(int(volunteer.person.phone) in FICTION for volunteer in people if volunteer.person.can_text)
        (at_home,) = [volunteer.person for volunteer in people if not volunteer.person.can_text]
        assert at_home.phone in {number for number, *_ in demo.HANDSETS}
        assert all(volunteer.person.can_call for volunteer in people)
        statuses = [volunteer.status for volunteer in people]
        assert (statuses.count("paused"), statuses.count("pending")) == (2, 2)
        spoken = {each.language for volunteer in people for each in volunteer.languages}
        assert spoken >= {"sv", "en", "ar", "so", "fa", "ti", "uk"}


def test_every_area_and_kind_has_somebody(database: Database) -> None:
    demo.seed(OnlyDatabase(database))
    with database.reading() as session:
        people = [volunteer for volunteer in volunteers(session) if volunteer.status == "active"]
        stated = {each.area_code for volunteer in people for each in volunteer.areas}
        assert all(Places.load().related(area.code) & stated for area in Places.load().choices())
        for kind in Kind:
            vetted = [v for v in people if Vetting(v.vetting).rank >= RULES[kind].vetting.rank]
            assert any(each.kind == kind for volunteer in vetted for each in volunteer.kinds), kind


def test_farid_is_in_the_first_wave_for_groceries_in_huskvarna(database: Database) -> None:
    demo.seed(OnlyDatabase(database))
    areas = Places.load().related("oxnehaga") | Places.load().related("huskvarna") | {"*"}
    with database.reading() as session:
        fitting = [
            volunteer.person.first_name
            for volunteer in volunteers(session)
            if volunteer.status == "active"
            and "shopping" in {each.kind for each in volunteer.kinds}
            and "sv" in {each.language for each in volunteer.languages}
            and areas & {each.area_code for each in volunteer.areas}
        ]
        farid = volunteers(session)[0]
        assert fitting == ["Farid", "Anna", "Tomas"]  # as many as one wave asks
        assert (farid.person.language, farid.available, farid.organisation.code) == ("ar", "", "NUR")


def test_a_second_start_changes_nothing_that_happened(database: Database) -> None:
    demo.seed(OnlyDatabase(database))
    with database.work() as work:
        volunteers(work.session)[0].status = "paused"
    demo.seed(OnlyDatabase(database))
    with database.reading() as session:
        assert volunteers(session)[0].status == "paused"
        assert session.scalar(select(func.count()).select_from(Person)) == 60
        assert session.scalar(select(func.count()).select_from(Resident)) == 0


def test_the_operator_can_log_in_with_the_password_of_the_last_start(database: Database, now: datetime) -> None:
    context = OnlyDatabase(database)
    for password in ("first password", "other password"):
        demo.add_operator(context, "operator@example.org", password)
        with database.reading() as session:
            operator = authenticate(session, "operator@example.org", password)
            assert operator
            assert operator.role == "admin"
            key = operator.session_key
    demo.add_operator(context, "operator@example.org", "other password")
    with database.reading() as session:
        again = find_operator(session, "operator@example.org")
        assert again
        assert again.session_key == key  # whoever is logged in stays so


def test_the_handsets_are_residents_nobody_knows_and_volunteers_of_the_demo(database: Database) -> None:
    demo.seed(OnlyDatabase(database))
    with database.reading() as session:
        known = {v.person.phone: (v.person.name, v.person.language) for v in volunteers(session)}
    handsets = demo.handsets()
    assert [handset["name"] for handset in handsets[:3]] == ["Karin Berg", "Farid Haddad", "Anna Lindqvist"]
    for handset in handsets:
        is_known = known.get(handset["number"]) == (handset["name"], handset["language"])
        assert is_known is (handset["role"] == "volunteer")
    assert LINE_NUMBER not in {handset["number"] for handset in handsets}
