"""How often a login may fail: 5 times in 15 minutes for an account, 30 times from one address.

A stranger who guesses must not lock the real operator out. So a browser that has logged in to an account before
carries a signed cookie and has a count of its own; the stranger uses up only the count of unknown browsers.
"""

import hashlib
import hmac
import secrets

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from hotline.admin.accounts import tidy

PER_ACCOUNT = "5 per 15 minutes"
PER_ADDRESS = "30 per 15 minutes"
COOKIE = "known_browser"
HALF_A_YEAR = 182 * 24 * 3600


def account_key() -> str:
    """Return what the failures of this attempt are counted under."""
    account = _fingerprint(request.form.get("email", ""))
    try:
        known, browser = _signer().loads(request.cookies.get(COOKIE, ""), max_age=HALF_A_YEAR)
    except (BadSignature, ValueError):
        return f"account:{account}"
    return f"account:{account}:{browser}" if known == account else f"account:{account}"


def has_failed(response: Response) -> bool:
    """Whether this attempt counts."""
    return response.status_code == 401


def remember_browser(response: Response, email: str) -> None:
    """Mark this browser as one in which the account's owner has logged in."""
    value = _signer().dumps([_fingerprint(email), secrets.token_hex(8)])
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        COOKIE, value, max_age=HALF_A_YEAR, path="/admin/login", httponly=True, samesite="Lax", secure=secure
    )


def _fingerprint(email: str) -> str:
    """Return a name for an account that tells nobody whose it is."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, tidy(email).encode(), hashlib.sha256).hexdigest()[:32]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="known-browser")
