"""Reports on texts: found by the carrier's id or by ours, in any order, never an error."""

from itertools import permutations

import pytest
from sqlalchemy import select

from dispatch.models import Message
from hotline.wiring import Context
from tests.hotline.webhooks.carrier import Carrier
from tests.support.factories import a_person

SID = "SM" + "b" * 32
PATH = "/twilio/status/message"


def _text(system: Context, sid: str | None = SID, state: str = "sending") -> int:
    with system.database.work() as work:
        came_from = {"sending": "queued", "queued": "new", "received": "new"}[state]
        message = Message(
            person=a_person(work.session), provider_sid=sid, state=state, came_from=came_from, created_at=work.now
        )
        work.session.add(message)
        work.session.flush()
        return message.id


def _row(system: Context, message_id: int) -> Message:
    with system.database.reading() as session:
        return session.scalars(select(Message).where(Message.id == message_id)).one()


def test_a_report_moves_the_text_it_is_about(carrier: Carrier, system: Context) -> None:
    message_id = _text(system)
    for word, state in (("queued", "accepted"), ("sent", "sent"), ("delivered", "delivered")):
        answer = carrier.post(PATH, MessageSid=SID, MessageStatus=word)
        assert (answer.status_code, answer.data) == (204, b"")
        assert _row(system, message_id).state == state


def test_old_names_of_the_fields_work_too(carrier: Carrier, system: Context) -> None:
    message_id = _text(system)
    carrier.post(PATH, SmsSid=SID, SmsStatus="delivered")
    assert _row(system, message_id).state == "delivered"


def test_a_report_faster_than_our_own_record_is_found_by_our_id(carrier: Carrier, system: Context) -> None:
    message_id = _text(system, None)
    carrier.post(f"{PATH}?m={message_id}", MessageSid=SID, MessageStatus="sent")
    row = _row(system, message_id)
    assert (row.state, row.provider_sid, row.sent_at is not None) == ("sent", SID, True)


def test_our_id_with_another_of_the_carriers_moves_nothing(carrier: Carrier, system: Context) -> None:
    message_id = _text(system, "SM" + "c" * 32)
    carrier.post(f"{PATH}?m={message_id}", MessageSid=SID, MessageStatus="failed", ErrorCode="21610")
    assert _row(system, message_id).state == "sending"


def test_in_every_order_the_first_end_stays(carrier: Carrier, system: Context) -> None:
    for number, order in enumerate(permutations(["sent", "delivered", "undelivered"])):
        sid = f"SM{number:032x}"
        message_id = _text(system, sid)
        for word in (*order, *order):
            assert carrier.post(PATH, MessageSid=sid, MessageStatus=word, ErrorCode="30003").status_code == 204
        assert _row(system, message_id).state == next(word for word in order if word != "sent"), order


def test_the_carriers_code_is_kept(carrier: Carrier, system: Context) -> None:
    message_id = _text(system)
    carrier.post(PATH, MessageSid=SID, MessageStatus="undelivered", ErrorCode="30006")
    assert _row(system, message_id).error_code == "30006"


ODD: tuple[dict[str, str], ...] = (
    {}, {"MessageSid": SID}, {"MessageStatus": "sent"}, {"MessageSid": SID, "MessageStatus": "teleported"},
    {"MessageSid": "SMunknown", "MessageStatus": "sent"}, {"MessageSid": "\x00", "MessageStatus": "sent\x00"},
    {"MessageSid": "x" * 9000, "MessageStatus": "sent", "ErrorCode": "9" * 900},
)  # fmt: skip


@pytest.mark.parametrize("query", ["", "?m=", "?m=999999", "?m=-1", "?m=%00", "?m=1e9", "?m=%D9%A3", "?m=9999999999"])
def test_whatever_a_report_says_it_is_never_an_error(query: str, carrier: Carrier) -> None:
    for fields in ODD:
        assert carrier.post(PATH + query, **fields).status_code == 204, fields


def test_a_report_on_a_text_of_hers_changes_nothing(carrier: Carrier, system: Context) -> None:
    message_id = _text(system, state="received")
    carrier.post(PATH, MessageSid=SID, MessageStatus="failed", ErrorCode="21610")
    row = _row(system, message_id)
    assert (row.state, row.error_code) == ("received", "")
