"""The simulator's own web application: its page, and the carrier's API beside it."""

from collections.abc import Iterable

from flask import Flask, Response

from hotline.simulator import carrier, views
from hotline.simulator.calls import pages as calls
from hotline.simulator.exchange import Exchange
from hotline.simulator.pages import Table, bp
from hotline.simulator.records import Handset
from hotline.simulator.words import Words

CARRIER = "/carrier"
"""Where the API is: TWILIO_API_URL ends in it."""

LARGEST = 64 * 1024
"""Bytes of a form."""

Person = tuple[str, str, str, str]
"""Number (E.164), name, role (resident or volunteer) and language (BCP 47)."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def create_simulator(exchange: Exchange, words: Words, people: Iterable[Person] = ()) -> Flask:
    """Return the application.

    people: ready choices for handsets, the first three on the table from the start.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST
    app.extensions["exchange"] = exchange
    app.extensions["table"] = Table(exchange, words, [Handset(*person) for person in people])
    app.jinja_env.globals.update(
        t=words.say,
        words=words,
        path=views.path,
        gist=views.gist,
        party=views.party,
        is_to_application=views.is_to_application,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.register_blueprint(bp)
    app.register_blueprint(calls.bp)
    carrier.install(app, CARRIER)
    app.after_request(_add_headers)
    return app


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
