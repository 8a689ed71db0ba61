"""The carrier's REST client on a base address of our choosing, with a time limit on every call."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from dispatch.errors import SendFailed, SendUnknown

__all__ = ["TIMEOUT", "CarrierHttp", "Client", "make_client"]

TIMEOUT = 10.0
"""Seconds; the library's own default is to wait for ever."""

_RETRY_AFTER_LIMIT = 3600.0

OK, GONE = 200, 404


class CarrierHttp(TwilioHttpClient):
    """Sends the library's calls to `base`, and says of a failed one whether the carrier can have acted on it."""

    def __init__(self, base: str) -> None:
        super().__init__(timeout=TIMEOUT, pool_connections=True)
        self._base = base.rstrip("/")

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:  # type: ignore[override]
        """Make one call. Raises `SendFailed` when it surely had no effect, `SendUnknown` when nobody knows."""
        parts = urlsplit(url)
        address = self._base + parts.path + ("?" + parts.query if parts.query else "")
        with _judged():
            response = super().request(method, address, *args, **kwargs)
        _raise_for_load(response.status_code, response.headers or {})
        return response

    def download(self, path: str, auth: tuple[str, str]) -> bytes:
        """Return a file of the carrier's, which the library would read as text. Raises as `request` does."""
        with _judged(), requests.get(self._base + path, auth=auth, timeout=TIMEOUT, allow_redirects=False) as response:
            data = response.content
        _raise_for_load(response.status_code, response.headers)
        if response.status_code != OK:
            raise SendFailed(f"20{response.status_code}", permanent=response.status_code == GONE)
        return data


@contextmanager
def _judged() -> Iterator[None]:
    """Say of a call that came to nothing whether the carrier can have acted on it."""
    try:
        yield
    except requests.ConnectTimeout as error:
        raise SendFailed("connect", permanent=False) from error
    except requests.ConnectionError as error:
        raise _refused_or_lost(error) from error
    except requests.RequestException as error:
        raise SendUnknown("no answer") from error


def _refused_or_lost(error: requests.ConnectionError) -> SendFailed | SendUnknown:
    """A connection that never came about had no effect; one that broke may have had."""
    cause = str(error)
    if "NewConnectionError" in cause or "Failed to establish" in cause or "NameResolutionError" in cause:
        return SendFailed("connect", permanent=False)
    return SendUnknown("connection lost")


def _raise_for_load(status: int, headers: Mapping[str, str]) -> None:
    if status == 429:
        raise SendFailed("20429", permanent=False, retry_after=_retry_after(headers))
    if status >= 500:
        raise SendUnknown(f"status {status}")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    raw = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        return min(max(0.0, float(raw)), _RETRY_AFTER_LIMIT)  # in this order a nan is 0
    except ValueError:
        return None


def make_client(account_sid: str, auth_token: str, base: str) -> Client:
    """Return a client for the carrier's REST API at `base`."""
    return Client(account_sid, auth_token, http_client=CarrierHttp(base))
