"""Texts as the carrier's JSON, and pages of whatever it lists."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from urllib.parse import urlencode

from hotline.simulator.ledger import Search
from hotline.simulator.records import Text
from hotline.simulator.wire import API_VERSION
from hotline.simulator.world import World

MOST = 1000
USUAL = 50
"""Texts on a page."""

_EVER = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def message(text: Text, account: str, *, queued: bool = False) -> dict[str, object]:
    """Return one text. `queued`: as it stood when it was taken, whatever has happened since."""
    uri = f"/{API_VERSION}/Accounts/{account}/Messages/{text.sid}"
    waiting = queued or text.state == "queued"
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "body": text.body,
        "date_created": format_datetime(text.created_at),
        "date_sent": None if waiting else format_datetime(text.changed_at),
        "date_updated": format_datetime(text.created_at if queued else text.changed_at),
        "direction": text.direction,
        "error_code": int(text.error_code) if text.error_code and not queued else None,
        "error_message": None,
        "from": text.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(text.parts),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": "queued" if queued else text.state,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.recipient,
        "uri": f"{uri}.json",
    }


def page(exchange: World, wanted: Mapping[str, str], path: str) -> dict[str, object]:
    """Return one page of texts, newest first, with the fields that lead to the others."""

    def find(search: Search) -> list[dict[str, object]]:
        return [message(text, exchange.account_sid) for text in exchange.ledger.search(search)]

    return leaf("messages", wanted, path, by="DateSent", find=find)


def leaf(
    name: str, wanted: Mapping[str, str], path: str, *, by: str, find: Callable[[Search], list[dict[str, object]]]
) -> dict[str, object]:
    """Return one page of anything. name: of the list in the JSON; by: the field with the time."""
    size = max(1, min(_number(wanted.get("PageSize"), USUAL), MOST))
    here = max(0, _number(wanted.get("Page"), 0))
    since, until = _span(wanted, by)
    found = find(Search(wanted.get("From", ""), wanted.get("To", ""), since, until, limit=size + 1, skip=here * size))
    uri = f"/{API_VERSION}/{path.partition(f'/{API_VERSION}/')[2]}"

    def link(number: int) -> str:
        return f"{uri}?{urlencode({**wanted, 'Page': number, 'PageSize': size})}"

    shown = found[:size]
    return {
        "end": here * size + max(len(shown) - 1, 0),
        "first_page_uri": link(0),
        name: shown,
        "next_page_uri": link(here + 1) if len(found) > size else None,
        "page": here,
        "page_size": size,
        "previous_page_uri": link(here - 1) if here else None,
        "start": here * size,
        "uri": link(here),
    }


def _span(wanted: Mapping[str, str], by: str) -> tuple[float, float]:
    """Read DateSent, DateSent> and DateSent<, or another field so: (from, before) in seconds since the epoch."""
    exact, least, most = (wanted.get(f"{by}{sign}") for sign in ("", ">", "<"))
    since = _moment(exact or least, 0.0)
    until = _moment(exact or most, _EVER)
    return since, until + timedelta(days=1).total_seconds() if exact or _is_day(most) else until


def _moment(raw: str | None, default: float) -> float:
    if not raw:
        return default
    try:
        if _is_day(raw):
            return datetime.combine(date.fromisoformat(raw), time(), UTC).timestamp()
        found = datetime.fromisoformat(raw)
    except ValueError:
        return default
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def _is_day(raw: str | None) -> bool:
    return raw is not None and len(raw) == len("2026-01-01")


def _number(raw: str | None, default: int) -> int:
    return int(raw) if raw and raw.isascii() and raw.isdigit() else default
