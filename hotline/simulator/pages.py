"""The simulator's page: handsets side by side, and what goes over the wire. Plain forms first."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from hotline import numbers
from hotline.simulator import errands, line, rules
from hotline.simulator.exchange import Exchange
from hotline.simulator.faults import KINDS, TROUBLES
from hotline.simulator.handsets import FICTION
from hotline.simulator.records import Handset
from hotline.simulator.views import REPEATS, Desk, Written, actor, desk, first_of
from hotline.simulator.words import Words
from hotline.sms_text import segments

bp = Blueprint("simulator", __name__)

PATIENCE = 1.5
"""Seconds that a plain form waits for the application's answer before the page comes back."""

COMPLAINTS = frozenset({"not_added", "not_a_sound"})
"""What a form can be answered with when it could not be done."""

NOTHING = 204
"""HTTP: all is well, and there is nothing to say."""


@dataclass(frozen=True)
class Table:
    """What the page is about. people: the ready choices for handsets, those who are shown first foremost."""

    exchange: Exchange
    words: Words
    people: Sequence[Handset]


def table() -> Table:
    """Return what the current application's page is about."""
    return cast(Table, current_app.extensions["table"])


@bp.before_request
def prepare() -> None:
    """Lay the table, and refuse forms from other sites: without a login any page could otherwise send texts here."""
    table().exchange.postman.wake()
    table().exchange.handsets.furnish(first_of(table().people))
    if request.method != "POST":
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        abort(403)


@bp.get("/")
def index() -> str:
    """Show everything. `scene` writes a ready text into a handset's field."""
    scene = request.args.get("scene", "")
    handset = actor(table().exchange, scene)
    if handset is None:
        return _page(Written())
    return _page(Written(handset.number, table().words.within(handset.language, f"simulator.scene_{scene}_text")))


@bp.get("/changes")
def changes() -> Response | str:
    """Return the page if anything changed since `version`, else 204."""
    if request.args.get("version") == str(table().exchange.store.version()):
        return Response(status=NOTHING)
    return _page(Written())


@bp.post("/text")
def send() -> AnyResponse | str:
    """Send from a handset: what a quick key says, else what is written. `do=count` only counts it."""
    number = chosen()
    body = (request.form.get("quick") or request.form.get("body", "")).replace("\r\n", "\n")[: rules.LONGEST]
    if request.form.get("do") == "count":
        return _page(Written(number, body))
    if not body.strip():
        return back(number)
    sid = line.queue_text(table().exchange, number, body)
    if not is_script():
        _wait_for(sid)
    return back(number)


@bp.post("/count")
def count() -> Response:
    """Say what a text would cost, by the counter that the line itself uses."""
    body = request.form.get("body", "").replace("\r\n", "\n")
    return Response(counted(body), content_type="text/plain; charset=utf-8")


@bp.post("/handsets")
def add_handset() -> AnyResponse:
    """Put a handset on the table: a ready one, or any number of the fiction series."""
    ready = {handset.number: handset for handset in table().people}
    wanted = request.form.get("other", "").strip() or request.form.get("ready", "")
    number = numbers.to_e164(wanted) or ""
    fits = number != table().exchange.number
    if not fits or not table().exchange.handsets.add(ready.get(number, Handset(number))):
        return back("", said="not_added")
    return back(number)


@bp.post("/handsets/remove")
def remove_handset() -> AnyResponse:
    """Take a handset off the table."""
    table().exchange.handsets.remove(chosen())
    return back("")


@bp.post("/faults")
def set_faults() -> AnyResponse:
    """Switch the ticked faults of a handset on and all others off."""
    number, wanted = chosen(), set(request.form.getlist("fault"))
    on = set(table().exchange.faults.of(number))
    for kind in KINDS:
        if (kind in wanted) != (kind in on):
            table().exchange.set_fault(number, kind, on=kind in wanted)
    return back(number)


@bp.post("/trouble")
def set_trouble() -> AnyResponse:
    """Let the next calls of the carrier's API fail."""
    kind, times = request.form.get("kind", ""), request.form.get("times", "")
    if kind not in TROUBLES or not (times.isascii() and times.isdigit()):
        abort(400)
    table().exchange.set_trouble(kind, times=min(int(times[:3]), 100))
    return back("carrier")


@bp.post("/replies")
def set_replies() -> AnyResponse:
    """Put other replies on the keys; they are separated by semicolons."""
    table().exchange.handsets.set_replies(request.form.get("replies", "")[:200].split(";"))
    return back("")


@bp.post("/again")
def again() -> AnyResponse:
    """Send something from the wire log once more: again, twice at once, late, or with a wrong signature."""
    number, how = request.form.get("entry", ""), request.form.get("how", "")
    entry = table().exchange.ledger.entry(int(number)) if number.isascii() and number.isdigit() else None
    if entry is None or how not in REPEATS:
        abort(404)
    line.queue_again(table().exchange, entry, how)
    return back("wire")


@bp.post("/reset")
def reset() -> AnyResponse:
    """Clear the table. The line's own database stays as it is."""
    table().exchange.reset()
    return back("")


def counted(body: str) -> str:
    """Return a line about a text's encoding, length and parts."""
    found = segments(body)
    over = "simulator.too_long" if len(body) > rules.LONGEST else "simulator.counted"
    return table().words.say(over, encoding=found.encoding, length=found.length, parts=found.parts)


def _page(written: Written) -> str:
    exchange = table().exchange
    found: Desk = desk(exchange, table().people, written)
    said = f"simulator.{request.args['said']}" if request.args.get("said") in COMPLAINTS else ""
    return render_template("simulator/index.html", desk=found, counted=counted, said=said)


def chosen() -> str:
    """Return the number of the handset that a form is about; any other number is not found."""
    number = request.form.get("number", "")
    if not FICTION.fullmatch(number):
        abort(404)
    return number


def _wait_for(sid: str) -> None:
    until = time.monotonic() + PATIENCE
    while errands.pending(table().exchange.store, sid) and time.monotonic() < until:
        time.sleep(0.02)


def is_script() -> bool:
    """Whether the page's script asks, which waits for nothing and reloads nothing."""
    return request.headers.get("X-Requested-With") == "simulator"


def back(place: str, *, said: str = "") -> AnyResponse:
    """Return to the page, at a handset or a section; a script only hears that it went well, or not."""
    if is_script():
        return Response(table().words.say(f"simulator.{said}") if said else "", 409 if said else NOTHING)
    anchor = f"handset-{place.lstrip('+')}" if place.startswith("+") else place
    return redirect(url_for("simulator.index", said=said or None, _anchor=anchor or None), 303)
