"""Texts from a handset to the line, and what the application answers to them."""

from urllib.parse import urljoin

from hotline.simulator import delivery, keywords, twiml, wire
from hotline.simulator.errands import Errand, put
from hotline.simulator.records import BY_REPLY, INBOUND, Draft, Text, WireEntry
from hotline.simulator.world import World
from hotline.sms_text import segments

UNANSWERED = "11200"
"""What stands at a text that the application did not take."""

LATE = 20.0
"""Seconds after which a text comes "too late" once more: longer than the carrier waits for an answer."""

OLDER = {"delivered": "sent", "undelivered": "sent", "failed": "queued", "sent": "queued"}
"""The state before a state, for a report that comes too late."""


def send_text(
    exchange: World, from_: str, body: str, *, sid: str | None = None, signature: str = wire.RIGHT
) -> tuple[int, str]:
    """Text the line from a handset and wait for the application: (HTTP status, or 0 for none; its answer).

    With the sid of an earlier text it is that text once more. signature: right, wrong or missing.
    """
    draft = Draft(from_, exchange.number, body, INBOUND)
    sid = sid or delivery.new_sid()
    if signature != wire.RIGHT:
        answer = wire.post(exchange, wire.Post(webhook(exchange), fields(exchange, sid, draft), sid, signature))
        return answer.status, answer.body
    with exchange.store.writing() as db:
        new = exchange.ledger.add_text(db, sid, draft, state="receiving")
    notice = keywords.heed(exchange, draft) if new else None
    answer = _carry(exchange, wire.Post(webhook(exchange), fields(exchange, sid, draft), sid))
    if notice:
        delivery.announce(exchange, notice)
    return answer.status, answer.body


def queue_text(exchange: World, from_: str, body: str) -> str:
    """Write a text down and let it go out in the background. Returns its sid."""
    sid = delivery.new_sid()
    draft = Draft(from_, exchange.number, body, INBOUND)
    with exchange.store.writing() as db:
        exchange.ledger.add_text(db, sid, draft, state="receiving")
        put(db, Errand("text", sid, "", [(0.0, "send", "")]))
    exchange.postman.wake()
    return sid


def queue_again(exchange: World, entry: WireEntry, how: str) -> None:
    """Repeat a post to the application in the background. how: again, twice, wrong, missing or late."""
    steps = {"twice": 2}.get(how, 1)
    wait = LATE if how == "late" and "MessageStatus" not in entry.fields else 0.0
    with exchange.store.writing() as db:
        for _ in range(steps):
            put(db, Errand("again", str(entry.id), "", [(wait, how, "")]))
    exchange.postman.wake()


def send_queued(exchange: World, errand: Errand) -> None:
    """Do what `queue_text` wrote down."""
    text = exchange.ledger.text(errand.subject)
    if text is not None:
        draft = Draft(text.sender, text.recipient, text.body, INBOUND)
        notice = keywords.heed(exchange, draft)
        _carry(exchange, wire.Post(webhook(exchange), fields(exchange, text.sid, draft), text.sid))
        if notice:
            delivery.announce(exchange, notice)


def repeat(exchange: World, errand: Errand) -> None:
    """Do what `queue_again` wrote down."""
    entry = exchange.ledger.entry(int(errand.subject))
    if entry is None:
        return
    _, how, _ = errand.step()
    said = dict(entry.fields)
    if how == "late" and "MessageStatus" in said:
        older = OLDER.get(said.get("MessageStatus", ""), "sent")
        said |= {"MessageStatus": older, "SmsStatus": older}
    signature = how if how in {wire.WRONG, wire.MISSING} else wire.RIGHT
    if entry.method == "GET":  # what was asked stands in the address
        said = {}
    _carry(exchange, wire.Post(entry.address, said, entry.subject, signature, entry.method))


def webhook(exchange: World) -> str:
    """Return where the carrier was told to post texts."""
    return f"{exchange.public_url}/twilio/sms"


def fields(exchange: World, sid: str, draft: Draft) -> dict[str, str]:
    """Return the form fields of an incoming text, empty ones included, as the carrier sends them."""
    nothing = dict.fromkeys(("ToState", "ToCity", "ToZip", "FromState", "FromCity", "FromZip"), "")
    return nothing | {
        "ToCountry": "SE",
        "FromCountry": "SE",
        "SmsMessageSid": sid,
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "NumMedia": "0",
        "NumSegments": str(segments(draft.body).parts),
        "AccountSid": exchange.account_sid,
        "From": draft.sender,
        "To": draft.recipient,
        "Body": draft.body,
        "ApiVersion": wire.API_VERSION,
    }


def _carry(exchange: World, post: wire.Post) -> wire.Answer:
    """Post, and if it was a text from a handset, do what the answer says."""
    answer = wire.post(exchange, post)
    text = exchange.ledger.text(post.subject)
    if text is not None and text.incoming and post.signature == wire.RIGHT:
        code = _obey(exchange, text, answer) if answer.good else UNANSWERED
        exchange.ledger.settle_incoming(text.sid, code)
    return answer


def _obey(exchange: World, text: Text, answer: wire.Answer) -> str:
    """Carry the answer out, once for each text: a repeated post means that the first answer was lost.

    Returns the carrier's error code, or an empty text.
    """
    try:
        replies, notes = twiml.read(answer.body, answer.content_type)
    except twiml.BadAnswer as bad:
        exchange.ledger.note(answer.entry, str(bad))
        return str(bad).split(maxsplit=1)[0]
    if not exchange.ledger.first_answer(text.sid):
        return ""
    for reply in replies:
        notes += _reply(exchange, text, reply)
    if notes:
        exchange.ledger.note(answer.entry, "; ".join(notes))
    return ""


def _reply(exchange: World, text: Text, reply: twiml.Reply) -> list[str]:
    """Send one reply; return the carrier's warnings."""
    here = webhook(exchange)
    callback = urljoin(here, reply.status_callback) if reply.status_callback else ""
    draft = Draft(reply.sender or text.recipient, reply.to or text.sender, reply.body, BY_REPLY, callback)
    _, refused = delivery.take(exchange, draft, action=urljoin(here, reply.action) if reply.action else "")
    if refused:
        delivery.fail(exchange, draft, refused.code)
        return [f"{refused.code} {refused.message}"]
    return []
