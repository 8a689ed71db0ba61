"""Calls and recordings as the carrier's JSON."""

from email.utils import format_datetime

from hotline.simulator.calls.books import Recording
from hotline.simulator.calls.moment import API_VERSION
from hotline.simulator.calls.state import Leg
from hotline.simulator.records import moment


def call_resource(leg: Leg, account: str, *, status: str = "") -> dict[str, object]:
    """Return one call. status: as it stood when it was taken, empty for as it stands."""
    uri = f"/{API_VERSION}/Accounts/{account}/Calls/{leg.sid}"
    return {
        "account_sid": account,
        "answered_by": leg.answered_by or None,
        "api_version": API_VERSION,
        "caller_name": None,
        "date_created": _time(leg.created),
        "date_updated": _time(leg.clock),
        "direction": leg.direction,
        "duration": None if leg.open else str(leg.seconds),
        "end_time": _time(leg.ended),
        "forwarded_from": None,
        "from": leg.sender,
        "from_formatted": leg.sender,
        "group_sid": None,
        "parent_call_sid": leg.call if leg.is_dialled else None,
        "phone_number_sid": "",
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": leg.sid,
        "start_time": _time(leg.answered or leg.created),
        "status": status or leg.status,
        "subresource_uris": {"recordings": f"{uri}/Recordings.json"},
        "to": leg.recipient,
        "to_formatted": leg.recipient,
        "trunk_sid": None,
        "uri": f"{uri}.json",
    }


def recording_resource(recording: Recording, account: str) -> dict[str, object]:
    """Return one recording."""
    uri = f"/{API_VERSION}/Accounts/{account}/Recordings/{recording.sid}"
    created = format_datetime(recording.created_at)
    return {
        "account_sid": account,
        "api_version": API_VERSION,
        "call_sid": recording.leg,
        "channels": 1,
        "conference_sid": None,
        "date_created": created,
        "date_updated": created,
        "duration": str(recording.seconds),
        "encryption_details": None,
        "error_code": None,
        "media_url": f"https://api.twilio.com{uri}",
        "price": None,
        "price_unit": "USD",
        "sid": recording.sid,
        "source": "RecordVerb",
        "start_time": created,
        "status": recording.state,
        "subresource_uris": {},
        "uri": f"{uri}.json",
    }


def _time(seconds: float) -> str | None:
    return format_datetime(moment(seconds)) if seconds else None
