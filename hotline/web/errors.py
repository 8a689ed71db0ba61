"""Error pages, in the reader's language."""

from flask import Flask, g, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from hotline.web.language import asked_for

TOLD = frozenset({400, 403, 404, 429, 500})
"""Codes with words of their own; other 4xx are told as a 400, other 5xx as a 500."""


def init(app: Flask) -> None:
    """Answer every HTTP error with a page; machines get the bare code."""
    app.register_error_handler(HTTPException, show)


def init_bare(app: Flask) -> None:
    """Answer every HTTP error with its bare code: nobody reads it but a machine."""
    app.register_error_handler(HTTPException, bare)


def bare(error: HTTPException) -> Response | tuple[str, int]:
    """Answer an error by its code and its name."""
    if error.response is not None:
        return error.get_response()
    code = error.code or 500
    return f"{code} {error.name}\n", code


def show(error: HTTPException) -> Response | tuple[str, int]:
    """Answer an error as a page, or as its bare name for who wants no HTML."""
    if error.response is not None or not request.accept_mimetypes.accept_html:
        return bare(error)
    code = error.code or 500
    if isinstance(error, InternalServerError):
        # Whatever broke may be the database, so the account is not asked for its language.
        g.language = asked_for()
    told = "old_form" if isinstance(error, CSRFError) else _told(code)
    return render_template("error.html", told=told), code


def _told(code: int) -> str:
    if code in TOLD:
        return str(code)
    return "400" if code < 500 else "500"
