"""The physical limit: a Flask view that does nothing, on the same server with the same settings."""

import sys

from flask import Flask

from hotline.processes.web import Web


def bare_app() -> Flask:
    """Return an application with one empty view."""
    app = Flask("bare")
    app.add_url_rule("/twilio/sms", "nothing", lambda: "", methods=["POST"])
    app.add_url_rule("/healthz", "healthz", lambda: "ok")
    return app


if __name__ == "__main__":
    Web(bare_app, host="127.0.0.1", port=int(sys.argv[1])).run()
