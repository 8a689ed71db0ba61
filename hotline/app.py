"""The web application: the pages, and beside them the carrier's webhooks; which guard each part has."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Flask, current_app

from hotline import admin, health, public, request_log, web
from hotline.webhooks.application import LARGEST_BODY, PREFIX, create_webhooks
from hotline.wiring import Context

Wsgi = Callable[..., Iterable[bytes]]

WEBHOOKS = "hotline_webhooks"
"""Name in `app.extensions` of the application that the carrier calls."""


def create_app(context: Context) -> Flask:
    """Return the application for a context."""
    app = Flask("hotline")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["hotline"] = context
    request_log.watch(app)
    web.init(app, context)
    app.register_blueprint(admin.bp, url_prefix="/admin")  # guarded by the login
    app.register_blueprint(public.bp)  # open: figures without personal data
    app.register_blueprint(health.bp)  # open, but for /metrics, which is for this machine or a token
    app.extensions[WEBHOOKS] = create_webhooks(context)
    app.wsgi_app = _beside(app.wsgi_app, app.extensions[WEBHOOKS])  # type: ignore[method-assign]
    return app


def _beside(pages: Wsgi, webhooks: Wsgi) -> Wsgi:
    """Send what the carrier calls to the webhooks, everything else to the pages. Addresses stay whole in both."""

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        is_webhook = environ.get("PATH_INFO", "").startswith(PREFIX + "/")
        return (webhooks if is_webhook else pages)(environ, start_response)

    return choose


def current() -> Context:
    """Return the context of the application that answers just now."""
    return cast("Context", current_app.extensions["hotline"])
