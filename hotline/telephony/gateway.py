"""The messenger that speaks to the carrier: finds the words, sends them, looks up what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from twilio.rest import Client

from dispatch.errors import SendUnknown
from dispatch.ports import Outgoing, Sent, Words
from hotline import numbers, phrases
from hotline.catalogs import REFERENCE, Catalogs
from hotline.cyrillic import CYRILLIC, TWO_SCRIPTS, in_cyrillic
from hotline.sms_text import BUDGET_PARTS, segments
from hotline.telephony.failures import judged
from hotline.telephony.statuses import state_of

CLOCKS_APART = timedelta(minutes=2)


@dataclass(frozen=True)
class Incoming:
    """A text that the carrier took for us."""

    sid: str
    sender: str
    to: str
    body: str
    created_at: datetime

    def as_form(self) -> dict[str, str]:
        """Return it as the webhook would have brought it."""
        return {"MessageSid": self.sid, "From": self.sender, "To": self.to, "Body": self.body}


class Wording:
    """Finds the words for a notice in the reader's language. Knows no carrier, so the web uses it for replies."""

    def __init__(self, catalogs: Catalogs, default_language: str, zone: ZoneInfo) -> None:
        self.catalogs = catalogs
        self.default_language = default_language
        self.zone = zone
        others = (in_cyrillic(catalogs[tag]) for tag in catalogs if tag in TWO_SCRIPTS)
        self._written = {**catalogs, **{each.tag: each for each in others}}

    def words(self, language: str | None, notice: str, facts: Mapping[str, Any]) -> Words:
        """Return the final words of a notice, counted; in the line's language and English for an unknown language."""
        words = self._words(language, notice, facts)
        latin = (language or "").removesuffix(f"-{CYRILLIC}")
        if latin != (language or "") and words.segments > BUDGET_PARTS:  # Cyrillic letters take twice the room
            return self._words(latin, notice, facts)
        return words

    def _words(self, language: str | None, notice: str, facts: Mapping[str, Any]) -> Words:
        *before, last = self._tags(language)
        # In two languages a list of choices stands once, after the last.
        without = {**facts, "choices": ()} if "choices" in facts else facts
        parts = [phrases.render(self._written[tag], notice, without, self.zone) for tag in before]
        parts.append(phrases.render(self._written[last], notice, facts, self.zone))
        body = phrases.join(part.strip() for part in parts)
        counted = segments(body)
        return Words(body, counted.encoding, counted.parts)

    def _tags(self, language: str | None) -> list[str]:
        for tag in (language or "", (language or "").removesuffix(f"-{CYRILLIC}")):
            if tag in self._written:
                return [tag]
        return list(dict.fromkeys((self.default_language, REFERENCE)))


class TwilioMessenger:
    """Carries texts over Twilio's REST API."""

    def __init__(self, client: Client, wording: Wording, *, number: str, public_url: str) -> None:
        self._client = client
        self._wording = wording
        self._number = number
        self._public_url = public_url

    def words(self, language: str | None, notice: str, facts: Mapping[str, Any]) -> Words:
        """Return the final words of a notice, counted."""
        return self._wording.words(language, notice, facts)

    def may_text(self, phone: str, countries: frozenset[str]) -> bool:
        """Whether a number is a mobile one in a country that we text to."""
        line = numbers.parse(phone)
        return line.can_text and numbers.is_allowed(line, countries)

    def send(self, outgoing: Outgoing) -> Sent:
        """Hand a text to the carrier. Raises `SendFailed` or `SendUnknown`."""
        with judged():
            message = self._client.messages.create(
                to=outgoing.phone,
                from_=self._number,
                body=outgoing.body,
                status_callback=status_callback(self._public_url, outgoing.message_id),
            )
        if not message.sid:
            raise SendUnknown("no id in the answer")
        return Sent(str(message.sid), state_of(str(message.status)) or "accepted")

    def look_up(self, outgoing: Outgoing) -> Sent | None:
        """Return what the carrier has of a text whose outcome we never learned, or None when it never had it."""
        with judged():
            listed = self._client.messages.list(to=outgoing.phone, from_=self._number, limit=100)
        since = outgoing.created_at - CLOCKS_APART
        for message in listed:
            created = message.date_created or datetime.now(UTC)
            is_new = str(message.sid) not in outgoing.known_sids
            if is_new and str(message.body) == outgoing.body and created >= since:
                return Sent(str(message.sid), state_of(str(message.status)) or "accepted")
        return None

    def list_incoming(self, since: datetime) -> list[Incoming]:
        """Return the texts the carrier took for us since `since`. Raises `SendFailed` or `SendUnknown`."""
        with judged():
            listed = self._client.messages.list(to=self._number, date_sent_after=since, limit=1000)
        return [
            Incoming(str(text.sid), str(text.from_), str(text.to), str(text.body or ""), text.date_created or since)
            for text in listed
            if str(text.direction) == "inbound"
        ]


def status_callback(public_url: str, message_id: int) -> str:
    """Return where the carrier reports on a text; our own id finds the row even before the carrier's is stored."""
    return f"{public_url}/twilio/status/message?m={message_id}"
