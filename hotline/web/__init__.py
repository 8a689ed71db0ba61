"""What every page shares: cookies, headers, languages, sessions, error pages. `init` is called once per app."""

from typing import TYPE_CHECKING

from flask import Flask

from hotline.web import errors, language, limits, security, sessions

if TYPE_CHECKING:
    from hotline.wiring import Context

__all__ = ["init"]


def init(app: Flask, context: "Context") -> None:
    """Prepare an app for pages."""
    app.extensions.setdefault("hotline", context)
    app.secret_key = context.settings.secret_key
    security.init(app, https=context.settings.public_url.startswith("https:"))
    limits.init(app, context.redis)
    sessions.init(app)
    language.init(app)
    errors.init(app)
