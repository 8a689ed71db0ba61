"""One log line for each web request, and an id that ties it to all the others."""

import logging
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

REQUEST_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")

log = logging.getLogger(__name__)


def watch(app: Flask) -> None:
    """Give each web request an id, on its log lines and in X-Request-Id, and write one line when it is answered."""
    app.before_request(_begin_request)
    app.after_request(_end_request)
    app.teardown_request(_forget_request)


def _begin_request() -> None:
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
    g.began = time.monotonic()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _end_request(response: Response) -> Response:
    if "request_id" not in g:
        return response
    response.headers["X-Request-Id"] = g.request_id
    if not request.path.startswith(QUIET):
        fields = {
            "endpoint": request.endpoint or "",
            "method": request.method,
            "status": response.status_code,
            "ms": round((time.monotonic() - g.began) * 1000, 1),
        }
        log.info("answered", extra=fields)
    return response


def _forget_request(_error: BaseException | None) -> None:
    structlog.contextvars.unbind_contextvars("request_id")
