"""Operators' accounts."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from hotline.admin.accounts import BadAccount, authenticate, create_operator, set_password
from hotline.models import Role
from tests.hotline.admin.pages import EMAIL, PASSWORD
from tests.support.factories import an_organisation


def test_an_account_logs_in_whatever_the_case_of_its_address(session: Session, now: datetime) -> None:
    operator = create_operator(session, " Maria@Frivilligcentralen.example ", Role.ADMIN, PASSWORD, now=now)
    assert operator.email == EMAIL
    assert authenticate(session, EMAIL.upper(), PASSWORD) is operator
    assert authenticate(session, EMAIL, PASSWORD + "x") is None


def test_a_password_is_stored_as_argon2id_and_salted(session: Session, now: datetime) -> None:
    one = create_operator(session, "a@example.org", Role.ADMIN, PASSWORD, now=now)
    two = create_operator(session, "b@example.org", Role.ADMIN, PASSWORD, now=now)
    assert one.password_hash.startswith("$argon2id$")
    assert one.password_hash != two.password_hash


def test_a_new_password_makes_a_new_session_key(session: Session, now: datetime) -> None:
    operator = create_operator(session, EMAIL, Role.ADMIN, PASSWORD, now=now)
    before = operator.session_key
    set_password(operator, "smultron på strå")
    assert operator.session_key != before


@pytest.mark.parametrize(
    ("email", "role", "password"),
    [
        ("no address", "admin", PASSWORD),
        ("@", "admin", PASSWORD),
        (EMAIL, "boss", PASSWORD),
        (EMAIL, "admin", "too short"),
        (EMAIL, "organisation", PASSWORD),
    ],
)
def test_what_does_not_fit_makes_no_account(
    session: Session, now: datetime, email: str, role: str, password: str
) -> None:
    with pytest.raises(BadAccount):
        create_operator(session, email, role, password, now=now)


def test_an_address_has_one_account(session: Session, now: datetime) -> None:
    create_operator(session, EMAIL, Role.ADMIN, PASSWORD, now=now)
    with pytest.raises(BadAccount):
        create_operator(session, EMAIL.upper(), Role.OPERATOR, PASSWORD, now=now)


def test_an_organisation_s_account_names_it_and_no_other_does(session: Session, now: datetime) -> None:
    organisation = an_organisation(session)
    operator = create_operator(session, EMAIL, Role.ORGANISATION, PASSWORD, now=now, organisation_id=organisation.id)
    assert operator.organisation_id == organisation.id
    with pytest.raises(BadAccount):
        create_operator(session, "b@example.org", Role.ADMIN, PASSWORD, now=now, organisation_id=organisation.id)
