"""`/healthz`, `/readyz` and `/metrics`: what monitoring asks. No answer names a person or a number."""

import hmac
import ipaddress

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from hotline import readiness
from hotline.gauges import Gauges
from hotline.web import current

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """This process answers; nothing else is looked at."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Whether texts get answered just now: 200, or 503 with every reason."""
    reasons = readiness.check(current.context(), current.now()).reasons
    return jsonify({"ready": not reasons, "reasons": reasons}), 503 if reasons else 200


@bp.get("/metrics")
def metrics() -> Response:
    """Figures for Prometheus, for this machine itself or whoever holds METRICS_TOKEN."""
    context = current.context()
    if not may_read_metrics(context.settings.metrics_token):
        return Response("only from this machine, or with the token\n", status=403, mimetype="text/plain")
    registry = CollectorRegistry()
    registry.register(Gauges(context.database, current.now()))
    return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)


def may_read_metrics(token: str | None) -> bool:
    """Whether this request carries the token, or comes from this machine and through no proxy."""
    given = request.authorization
    if token and given and given.token:
        return hmac.compare_digest(given.token.encode(), token.encode())
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # behind a proxy on this machine everybody looks local
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
