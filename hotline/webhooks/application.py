"""The carrier's side of the web: an application of its own, since a text needs no cookie, no session and no page."""

from flask import Flask

from hotline import request_log
from hotline.web import errors
from hotline.webhooks import audio, calls, receipts, sms, voice
from hotline.wiring import Context

PREFIX = "/twilio"

LARGEST_BODY = 128 * 1024
"""Bytes; the carrier's forms hold at most 1600 characters of text and some fields."""


def create_webhooks(context: Context) -> Flask:
    """Return the application that answers everything under `PREFIX`."""
    app = Flask("hotline.webhooks", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions["hotline"] = context
    request_log.watch(app)
    errors.init_bare(app)
    for webhook in (sms.bp, voice.bp, receipts.bp, calls.bp):  # guarded by the carrier's signature
        app.register_blueprint(webhook, url_prefix=PREFIX)
    app.register_blueprint(audio.bp, url_prefix=PREFIX)  # open: random names, or signed addresses
    return app
