"""Texting the line without a carrier: what is heard, and what was told to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import operations, stepping
from dispatch.models import HelpRequest, Message, Person
from dispatch.moves import begin
from hotline.conversation.listening import hear
from hotline.wiring import Context

Value = TypeVar("Value")


@dataclass
class Line:
    """The line at a moment that moves on by itself, a second per text."""

    system: Context
    now: datetime = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def text(self, phone: str, body: str) -> list[str]:
        """Let somebody text; return the notices that answer."""
        self.now += timedelta(seconds=1)
        with self.system.database.work(self.now, actor="resident") as work:
            person = operations.meet(work, phone, can_text=True)
            message = Message(person_id=person.id, person=person, body=body, created_at=work.now)
            begin(work, message, "receive")
            work.speaker_id = person.id
            hear(self.system, work, person, message)
            for reply in work.replies:
                begin(work, reply, "answer")
                assert self.system.wording.words(reply.language, reply.notice, reply.facts).body
            return [reply.notice for reply in work.replies]

    def step(self, phone: str) -> None:
        """Let the clock take the next step of somebody's newest request."""
        request = self.request_of(phone)
        assert request.next_step_at
        self.now = max(self.now + timedelta(seconds=1), request.next_step_at)
        assert stepping.take_step(self.system.database, request.id, self.now)

    def request_of(self, phone: str) -> HelpRequest:
        """Somebody's newest request."""
        return self.requests_of(phone)[-1]

    def requests_of(self, phone: str) -> list[HelpRequest]:
        """Somebody's requests, oldest first."""

        def look(session: Session) -> list[HelpRequest]:
            person = session.scalars(select(Person).where(Person.phone == phone)).one()
            query = select(HelpRequest).where(HelpRequest.resident.has(person_id=person.id))
            return list(session.scalars(query.order_by(HelpRequest.id)))

        return self.look(look)

    def told(self, phone: str) -> list[str]:
        """The notices to somebody, answers too, oldest first."""
        query = select(Message.notice).join(Person).where(Person.phone == phone, Message.notice != "")
        return self.look(lambda session: list(session.scalars(query.order_by(Message.id))))

    def look(self, look: Callable[[Session], Value]) -> Value:
        """Return what is in the database."""
        with self.system.database.reading() as session:
            return look(session)
