"""Refusing what the carrier did not sign."""

from collections.abc import Mapping, Sequence

from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

Form = MultiDict[str, str] | Mapping[str, Sequence[str]]


def signed_url(public_url: str, path: str, query: bytes) -> str:
    """Return the address the carrier signed: the configured one, whatever a proxy made of host and scheme.

    The query is taken raw, since a decoded one no longer matches; fragments never reach a server.
    """
    base = public_url.split("#", 1)[0].rstrip("/")
    return base + path + ("?" + query.decode("latin-1") if query else "")


def is_genuine(token: str, url: str, form: MultiDict[str, str], signature: str) -> bool:
    """Whether `signature` is the carrier's over this address and form.

    Bodies that are no form are never the carrier's here, so a body hash in the query is refused outright.
    """
    if not token or not signature or "bodySHA256=" in url:
        return False
    return bool(RequestValidator(token).validate(url, form, signature))
