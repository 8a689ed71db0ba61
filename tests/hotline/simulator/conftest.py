"""A small application on loopback in place of ours: it checks signatures, answers TwiML and notes what it got."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from hotline.simulator import AUTH_TOKEN
from hotline.simulator.exchange import Exchange
from tests.support.serving import serving

KARIN = "+46701740605"
FARID = "+46701740606"


@dataclass
class Application:
    """What the small application answers, and what it has heard."""

    address: str = ""
    answer: str = "<Response/>"
    status: int = 200
    content_type: str = "text/xml"
    texts: list[dict[str, str]] = field(default_factory=list)
    receipts: list[dict[str, str]] = field(default_factory=list)
    refused: int = 0

    def states(self, sid: str | None = None) -> list[str]:
        """Return the states it was told, in order, of one text or of all."""
        return [told["MessageStatus"] for told in self.receipts if sid in {None, told["MessageSid"]}]


@pytest.fixture
def application() -> Iterator[Application]:
    heard = Application()
    app = Flask(__name__)

    @app.post("/twilio/sms")
    @app.post("/twilio/status")
    def listen() -> Response:
        validator: Any = RequestValidator(AUTH_TOKEN)  # type: ignore[no-untyped-call]
        address = heard.address + request.full_path.removesuffix("?")
        if not validator.validate(address, request.form, request.headers.get("X-Twilio-Signature", "")):
            heard.refused += 1
            return Response("", 403)
        (heard.receipts if "Body" not in request.form else heard.texts).append(request.form.to_dict())
        return Response(heard.answer, heard.status, content_type=heard.content_type)

    with serving(app) as heard.address:
        yield heard


@pytest.fixture
def exchange(tmp_path: Path, application: Application) -> Iterator[Exchange]:
    world = Exchange(tmp_path / "simulator.sqlite", public_url=application.address, pace=0.0)
    yield world
    world.close()
