"""A small application on loopback: it answers each address with what the test wrote down, and notes what it got."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from hotline.simulator import AUTH_TOKEN
from hotline.simulator.carrier import create_carrier_app
from hotline.simulator.exchange import Exchange
from hotline.simulator.sounds import tone
from tests.support.serving import serving
from tests.support.telephone import Telephone

ELSA = "+46846500410"
FARID = "+46701740606"
ANNA = "+46701740607"

SAY = '<Say language="sv-SE" voice="Polly.Elin-Neural">{}</Say>'
GATHER = '<Gather timeout="10" actionOnEmptyResult="true" numDigits="1" action="{}">{}</Gather>'


@dataclass
class Script:
    """What is answered at which path, and what was asked there."""

    address: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    content_type: str = "text/xml"
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    refused: int = 0

    def says(self, path: str, *verbs: str) -> None:
        """Answer a path with a document of these verbs."""
        self.answers[path] = f"<Response>{''.join(verbs)}</Response>"

    def told(self, path: str) -> list[dict[str, str]]:
        """Return the forms that came to a path, oldest first."""
        return [form for asked, form in self.asked if asked == path]


def say(words: str) -> str:
    """Return a Say in Swedish."""
    return SAY.format(words)


def gather(action: str, *prompts: str) -> str:
    """Return a Gather as the house has them."""
    return GATHER.format(action, "".join(prompts))


@pytest.fixture
def script() -> Iterator[Script]:
    said = Script()
    app = Flask(__name__, static_folder=None)

    @app.route("/<path:path>", methods=["GET", "POST"])
    def listen(path: str) -> Response:
        validator: Any = RequestValidator(AUTH_TOKEN)  # type: ignore[no-untyped-call]
        address = said.address + request.full_path.removesuffix("?")
        if not validator.validate(address, request.form, request.headers.get("X-Twilio-Signature", "")):
            said.refused += 1
            return Response("", 403)
        if path.endswith(".wav"):
            return Response(tone(3), content_type="audio/wav") if path in said.answers else Response("", 404)
        said.asked.append((f"/{path}", {**request.args.to_dict(), **request.form.to_dict()}))
        answer = said.answers.get(f"/{path}", "<Response/>")
        return Response(answer, said.statuses.get(f"/{path}", 200), content_type=said.content_type)

    with serving(app) as said.address:
        yield said


@pytest.fixture
def exchange(tmp_path: Path, script: Script) -> Iterator[Exchange]:
    world = Exchange(tmp_path / "simulator.sqlite", public_url=script.address, pace=0.0)
    world.timed = False
    with serving(create_carrier_app(world)) as world.api_url:
        yield world
    world.close()


@pytest.fixture
def elsa(exchange: Exchange) -> Telephone:
    """A landline."""
    return Telephone(exchange, ELSA)
