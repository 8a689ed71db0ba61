"""Which language a page is in, and the words that templates use."""

from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, Response, g, request

from hotline.web import formats
from hotline.web.current import context
from hotline.web.sessions import current_account

COOKIE = "language"
A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Choice:
    """One language in a page's switch."""

    tag: str
    own_name: str
    direction: str
    chosen: bool


def init(app: Flask) -> None:
    """Give the templates their words, and keep a language that was picked by a link."""
    app.jinja_env.globals.update(
        t=t, word=word, kind_word=kind_word, language=language, direction=direction, language_choices=choices
    )
    formats.init(app, language)
    app.after_request(_remember)


def language() -> str:
    """Return the tag of this page's language: the account's own, else what the request itself asks for."""
    if "language" not in g:
        account = current_account()
        own = account.language if account else None
        g.language = own if own and own in context().catalogs else asked_for()
    return cast(str, g.language)


def asked_for() -> str:
    """Return the language of the link, the cookie or the browser, else the default. Needs no database."""
    catalogs = context().catalogs
    for tag in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if tag and tag in catalogs:
            return tag
    default = context().settings.default_language
    return request.accept_languages.best_match(sorted(catalogs), default) or default


def t(name: str, **fields: Any) -> str:
    """Return a sentence of the web pages in this page's language. Raises KeyError for an unknown name."""
    return context().catalogs[language()].text(f"web:{name}", **fields)


def word(family: str, name: str) -> str:
    """Return the word for a stored name (a reason, say), or the bare name when no language has heard of it yet.

    A board that still shows the request is worth more than one that fails on a reason added last week.
    """
    try:
        return t(f"{family}.{name}")
    except KeyError:
        return name.replace("_", " ")


def kind_word(kind: str) -> str:
    """Return what a kind of request is called, as the first word of a line."""
    name = context().catalogs[language()].text(f"kind:{kind}")
    return name[:1].upper() + name[1:]


def direction() -> str:
    """Return "ltr" or "rtl", for this page."""
    return context().catalogs[language()].direction


def choices() -> list[Choice]:
    """Return every language there is, by its own name."""
    catalogs = context().catalogs
    return [Choice(tag, catalogs[tag].own_name, catalogs[tag].direction, tag == language()) for tag in sorted(catalogs)]


def _remember(response: Response) -> Response:
    tag = request.args.get("lang")
    if request.method == "GET" and tag and tag in context().catalogs:
        secure = context().settings.public_url.startswith("https:")
        response.set_cookie(COOKIE, tag, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response
