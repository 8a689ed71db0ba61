"""The web process: gunicorn with a few threads in a few workers, each of which builds its own connections."""

import gc
import logging
import os
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from hotline import app as hotline_app
from hotline import logs, wiring
from hotline.settings import Settings

WORKERS = 2
THREADS = 8
KEEP_ALIVE = 15
"""Seconds; the carrier reuses connections."""

GRACEFUL = 5
"""Seconds for answers under way when told to stop."""

Wsgi = Callable[..., Any]


class QuietLogger(Logger):  # type: ignore[misc]
    """Hands gunicorn's own lines to our logs; each request has its line already."""

    def setup(self, cfg: Any) -> None:
        self.loglevel = logging.WARNING
        self.error_log.setLevel(logging.WARNING)
        self.error_log.propagate = True
        self.access_log.disabled = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: it would be a second line with addresses in it."""


class Web(BaseApplication):  # type: ignore[misc]
    """Gunicorn around our application. `load` runs after the fork, so no worker shares a connection."""

    def __init__(self, make: Callable[[], Wsgi], *, host: str, port: int) -> None:
        self.make = make
        self.address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": self.address,
            "workers": int(os.environ.get("WEB_CONCURRENCY", WORKERS)),
            "worker_class": "gthread",
            "threads": THREADS,
            "keepalive": KEEP_ALIVE,
            "graceful_timeout": GRACEFUL,
            "timeout": 60,
            "logger_class": QuietLogger,
            "control_socket_disable": True,
            "proc_name": "hotline web",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Wsgi:
        return self.make()


def serve(settings: Settings, *, host: str, port: int, make: Callable[[wiring.Context], Wsgi] | None = None) -> None:
    """Serve until told to stop. `make` turns a context into the WSGI application; the plain one unless given."""
    logs.configure()
    factory = make or hotline_app.create_app

    def load() -> Wsgi:
        context = wiring.build(settings)
        context.warm_up()
        app = factory(context)
        gc.freeze()  # what was made at start stays for good: the collector need not walk it for every few texts
        return app

    Web(load, host=host, port=port).run()
