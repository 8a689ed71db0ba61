"""Operators' accounts: their passwords and what makes every session of one end."""

import secrets
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.models import Organisation
from hotline.models import Operator, Role

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher()


class BadAccount(Exception):
    """An account cannot be made like that; the message says why."""


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password. Raises `BadAccount` when it is shorter than 12 or longer than 200."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadAccount(f"a password has {SHORTEST} to {LONGEST} characters")
    return _hasher.hash(password)


def check_password(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def create_operator(
    session: Session, email: str, role: str, password: str, *, now: datetime, organisation_id: int | None = None
) -> Operator:
    """Add an account. Raises `BadAccount` for what does not fit, and when the address has one already."""
    address = tidy(email)
    if "@" not in address.strip("@") or not address.isprintable() or " " in address or len(address) > LONGEST:
        raise BadAccount(f"not an e-mail address: {email!r}")
    if role not in set(Role):
        raise BadAccount(f"no such role: {role!r}; there are {', '.join(Role)}")
    _check_organisation(session, role, organisation_id)
    if find_operator(session, address):
        raise BadAccount(f"{address} has an account already")
    operator = Operator(
        email=address,
        role=role,
        organisation_id=organisation_id,
        password_hash=hash_password(password),
        session_key=secrets.token_urlsafe(32),
        disabled=False,
        created_at=now,
    )
    session.add(operator)
    session.flush()
    return operator


def find_operator(session: Session, email: str) -> Operator | None:
    """Return the account with this address."""
    return session.scalars(select(Operator).where(Operator.email == tidy(email))).one_or_none()


def authenticate(session: Session, email: str, password: str) -> Operator | None:
    """Return the account if the password is right and it may log in. Takes as long when there is no such account."""
    operator = find_operator(session, email) if is_storable(email) else None
    is_right = check_password(operator.password_hash if operator else _nobodys_hash(), password[:LONGEST])
    return operator if operator and is_right and not operator.disabled else None


def set_password(operator: Operator, password: str) -> None:
    """Give an account a new password and end its sessions. Raises `BadAccount` as `hash_password` does."""
    operator.password_hash = hash_password(password)
    end_sessions(operator)


def end_sessions(operator: Operator) -> None:
    """End every session of an account, on every machine."""
    operator.session_key = secrets.token_urlsafe(32)


def tidy(email: str) -> str:
    """Return an address as it is stored."""
    return email.strip().lower()


def is_storable(email: str) -> bool:
    """Whether a database can be asked for this at all: PostgreSQL refuses the NUL character."""
    return len(email) <= LONGEST and email.isprintable()


def _check_organisation(session: Session, role: str, organisation_id: int | None) -> None:
    if (role == Role.ORGANISATION) != (organisation_id is not None):
        raise BadAccount("an account of an organisation names it, and no other account does")
    if organisation_id is not None and session.get(Organisation, organisation_id) is None:
        raise BadAccount("no such organisation")


@cache
def _nobodys_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe(16))
