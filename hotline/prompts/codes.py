"""Codes that let a native speaker record a language by phone: six digits, a week, and only from one number."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, select

from dispatch.db import Work
from dispatch.models import Call
from hotline.models import RecordingCode

DIGITS = 6
VALID = timedelta(days=7)

TRIES = "booth_tries"
"""Where a call keeps how many codes were wrong in it."""
TRIES_PER_CALL = 3
TRIES_PER_DAY = 9
"""Wrong codes that one number may enter; a million codes are not guessed at that pace."""


def make(work: Work, language: str, *, made_by: str) -> str:
    """Return a new code for a language. Those that are no longer valid go."""
    work.session.execute(delete(RecordingCode).where(RecordingCode.expires_at <= work.now))
    used = set(work.session.scalars(select(RecordingCode.code)))
    code = _draw()
    while code in used:
        code = _draw()
    row = RecordingCode(
        code=code, language=language, created_by=made_by, created_at=work.now, expires_at=work.now + VALID
    )
    work.session.add(row)
    return code


def may_try(call: Call) -> bool:
    """Whether another code may be tried in this call."""
    return int(call.talk.get(TRIES, 0)) < TRIES_PER_CALL


def admit(work: Work, call: Call, code: str) -> RecordingCode | None:
    """Return the code's row if this caller may record with it; it is hers from now on. A wrong one is counted."""
    if not may_try(call) or _tries_of_the_day(work, call) >= TRIES_PER_DAY:
        return None
    query = select(RecordingCode).where(RecordingCode.code == code, RecordingCode.expires_at > work.now)
    row = work.session.scalars(query.with_for_update()).one_or_none()
    is_hers = row is not None and row.person_id in {None, call.person_id}
    if row is None or not is_hers or not call.person.phone.startswith("+"):  # who hides a number cannot be told apart
        call.talk = {**call.talk, TRIES: int(call.talk.get(TRIES, 0)) + 1}
        return None
    row.person_id = call.person_id
    return row


def _tries_of_the_day(work: Work, call: Call) -> int:
    query = select(Call.talk).where(Call.person_id == call.person_id, Call.created_at > work.now - timedelta(days=1))
    return sum(int(talk.get(TRIES, 0)) for talk in work.session.scalars(query))


def _draw() -> str:
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
