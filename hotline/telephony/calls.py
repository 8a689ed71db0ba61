"""Calls and spoken messages over the carrier's REST API: placing, looking up, fetching, deleting."""

from datetime import UTC, datetime, timedelta

from twilio.rest import Client

from dispatch.errors import SendFailed, SendUnknown
from dispatch.ports import GONE, Fate, OutgoingCall
from hotline import numbers
from hotline.telephony.client import CarrierHttp
from hotline.telephony.failures import judged

RING_SECONDS = 40
"""How long a call of ours rings; an old hand needs time to reach the telephone."""

EVENTS = ["initiated", "ringing", "answered", "completed"]
CLOCKS_APART = timedelta(minutes=2)
OURS = "outbound-api"
"""The carrier's word for a call we placed; one that it bridged has another."""

NOT_THERE = {GONE, "404"}


class TwilioCaller:
    """Places calls over Twilio's REST API."""

    def __init__(self, client: Client, *, number: str, public_url: str) -> None:
        self._client = client
        self._number = number
        self._public_url = public_url

    def may_call(self, phone: str, countries: frozenset[str]) -> bool:
        """Whether a number is one that costs no more than any other, in a country that we call."""
        line = numbers.parse(phone)
        return line.can_call and numbers.is_allowed(line, countries)

    def call(self, outgoing: OutgoingCall) -> Fate:
        """Have a call placed. Raises `SendFailed` or `SendUnknown`."""
        with judged():
            call = self._client.calls.create(
                to=outgoing.phone,
                from_=self._number,
                url=f"{self._public_url}/twilio/voice/out?c={outgoing.call_id}",
                method="POST",
                fallback_url=f"{self._public_url}/twilio/voice/fallback",
                fallback_method="POST",
                status_callback=f"{self._public_url}/twilio/status/call?c={outgoing.call_id}",
                status_callback_event=EVENTS,
                status_callback_method="POST",
                timeout=RING_SECONDS,
            )
        return _fate(call.sid, call.status)

    def look_up_call(self, outgoing: OutgoingCall) -> Fate | None:
        """Return what the carrier has of a call whose outcome we never learned, or None when it never had it."""
        with judged():
            listed = self._client.calls.list(to=outgoing.phone, from_=self._number, limit=50)
        since = outgoing.created_at - CLOCKS_APART
        for call in listed:
            created = call.date_created or datetime.now(UTC)
            is_new = str(call.sid) not in outgoing.known_sids
            if is_new and str(call.direction) == OURS and created >= since:
                return _fate(call.sid, call.status)
        return None

    def fetch_call(self, provider_sid: str) -> Fate | None:
        """Return where a call is, or None when the carrier knows of none. Raises `SendFailed` or `SendUnknown`."""
        try:
            with judged():
                call = self._client.calls(provider_sid).fetch()
        except SendFailed as refusal:
            if refusal.code in NOT_THERE:
                return None
            raise
        return _fate(call.sid, call.status)


class TwilioRecordings:
    """Has the spoken messages until we fetch them. Addresses are made from ids, never taken from a webhook."""

    def __init__(self, client: Client, http: CarrierHttp) -> None:
        self._client = client
        self._http = http

    def fetch(self, provider_sid: str) -> bytes:
        """Return a message as a WAV file. Raises `SendFailed` or `SendUnknown`."""
        account = str(self._client.account_sid)
        path = f"/2010-04-01/Accounts/{account}/Recordings/{provider_sid}.wav"
        data = self._http.download(path, (str(self._client.username), str(self._client.password)))
        if not data:
            raise SendUnknown("an empty file")
        return data

    def delete(self, provider_sid: str) -> None:
        """Have the carrier forget a message. Raises `SendFailed` (`GONE` when it has none such) or `SendUnknown`."""
        try:
            with judged():
                self._client.recordings(provider_sid).delete()
        except SendFailed as refusal:
            code = GONE if refusal.code in NOT_THERE else refusal.code
            raise SendFailed(code, permanent=refusal.permanent, retry_after=refusal.retry_after) from refusal


def _fate(sid: object, status: object) -> Fate:
    if not sid:
        raise SendUnknown("no id in the answer")
    return Fate(str(sid), str(status))
