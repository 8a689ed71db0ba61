"""Signed posts to the application in this process, and looks into its database."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import ColumnElement, func, select
from werkzeug.test import TestResponse

from dispatch.models import Message, Person
from dispatch.models.base import Base
from hotline.wiring import Context
from tests.support.line import replies_in
from tests.support.signed import signature

FORM = "application/x-www-form-urlencoded"


@dataclass
class Carrier:
    """Posts as the carrier does; each text has an id of its own unless one is given."""

    app: Flask
    system: Context
    _sids: Any = field(default_factory=lambda: count(1))

    def post(self, path: str, *, token: str | None = None, **fields: str) -> TestResponse:
        """Post a signed form."""
        settings = self.system.settings
        pairs = {"AccountSid": settings.account_sid, **fields}
        signed = signature(token or settings.auth_token, settings.public_url + path, pairs.items())
        headers = {"X-Twilio-Signature": signed}
        return self.app.test_client().post(path, data=urlencode(pairs), content_type=FORM, headers=headers)

    def text(self, phone: str, body: str, sid: str | None = None) -> list[str]:
        """Bring a text; return the texts in the answer."""
        sid = sid or f"SM{next(self._sids):032x}"
        answer = self.post("/twilio/sms", MessageSid=sid, From=phone, To=self.system.settings.number, Body=body)
        assert answer.status_code == 200
        assert answer.mimetype == "text/xml"
        return replies_in(answer.text)

    def count(self, table: type[Base], *where: ColumnElement[bool]) -> int:
        """Return how many rows there are."""
        with self.system.database.reading() as session:
            return session.scalar(select(func.count()).select_from(table).where(*where)) or 0

    def notices(self, phone: str) -> list[str]:
        """The notices to a number, oldest first."""
        query = select(Message.notice).join(Person).where(Person.phone == phone, Message.notice != "")
        with self.system.database.reading() as session:
            return list(session.scalars(query.order_by(Message.id)))
