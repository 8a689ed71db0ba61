"""The web application: what is registered, and which guard each part has."""

from typing import cast

from flask import Flask, current_app

from hotline import admin, health, public, request_log, web
from hotline.webhooks import audio, calls, receipts, sms, voice
from hotline.wiring import Context

LARGEST_BODY = 128 * 1024
"""Bytes; the carrier's forms hold at most 1600 characters of text and some fields."""


def create_app(context: Context) -> Flask:
    """Return the application for a context."""
    app = Flask("hotline")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["hotline"] = context
    request_log.watch(app)
    web.init(app, context)
    for webhook in (sms.bp, voice.bp, receipts.bp, calls.bp):  # guarded by the carrier's signature
        web.csrf.exempt(webhook)
        app.register_blueprint(webhook, url_prefix="/twilio")
    app.register_blueprint(audio.bp, url_prefix="/twilio")  # open: random names, or signed addresses
    app.register_blueprint(admin.bp, url_prefix="/admin")  # guarded by the login
    app.register_blueprint(public.bp)  # open: figures without personal data
    app.register_blueprint(health.bp)  # open, but for /metrics, which is for this machine or a token
    return app


def current() -> Context:
    """Return the context of the application that answers just now."""
    return cast("Context", current_app.extensions["hotline"])
