"""The demo's web application: the line itself, with the stand-in for its carrier beside it."""

from collections.abc import Iterable

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from hotline.app import create_app
from hotline.demo import HANDSETS
from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN
from hotline.simulator.application import Person, create_simulator
from hotline.simulator.exchange import Account, Exchange
from hotline.simulator.words import Words
from hotline.wiring import Context

PREFIX = "/simulator"
FILE = "simulator.sqlite"


class NotTheSimulator(Exception):
    """The line is set up for another carrier, whose texts would reach real people."""


def create_demo_app(context: Context, people: Iterable[Person] = HANDSETS) -> DispatcherMiddleware:
    """Return the line with the simulator under /simulator.

    people: ready choices for handsets, the first three on the table from the start.
    Raises `NotTheSimulator` unless the line's account is the simulator's own.
    """
    settings = context.settings
    if settings.account_sid != ACCOUNT_SID or settings.auth_token != AUTH_TOKEN:
        raise NotTheSimulator("the simulator only starts with its own account, not with a real carrier's")
    account = Account(settings.number, settings.account_sid, settings.auth_token)
    exchange = Exchange(settings.var_dir / FILE, public_url=settings.public_url, account=account)
    exchange.api_url = settings.api_url.rstrip("/")
    words = Words(context.catalogs, settings.default_language, settings.timezone)
    return DispatcherMiddleware(create_app(context), {PREFIX: create_simulator(exchange, words, people)})
