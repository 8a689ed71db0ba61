"""The carrier reports what became of a text. Reports come late, twice, and in any order."""

import logging
from collections.abc import Mapping

from flask import request
from sqlalchemy import select

from dispatch.db import Work
from dispatch.models import Message
from dispatch.receipts import report
from hotline.telephony.statuses import state_of
from hotline.web.current import context
from hotline.webhooks import events
from hotline.webhooks.guard import fields, guarded
from hotline.wiring import Context

bp = guarded("receipts")
log = logging.getLogger(__name__)

DONE = ("", 204)


@bp.post("/status/message")
def message_status() -> tuple[str, int]:
    """Take a report on a text. An unknown text gets a log line and 204, so that the carrier stops asking."""
    take_report(context(), fields(), request.args.get("m", ""))
    return DONE


def take_report(system: Context, form: Mapping[str, str], own_id: str) -> bool:
    """Move the text a report is about. Returns whether anything changed."""
    state = state_of(form.get("MessageStatus") or form.get("SmsStatus") or "")
    sid = events.carrier_id(form.get("MessageSid") or form.get("SmsSid"))
    with system.database.work(system.now(), actor="carrier") as work:
        message = _find(work, sid, own_id)
        if message is None or state is None:
            log.info("report_ignored", extra={"known": message is not None})
            return False
        if message.provider_sid is None:
            message.provider_sid = sid
        message.sent_at = message.sent_at or work.now
        return report(work, message, state, form.get("ErrorCode", "")[:16])


def _find(work: Work, sid: str | None, own_id: str) -> Message | None:
    """Find a text by the carrier's id, or by ours when the carrier was faster than our own record."""
    query = select(Message).where(Message.provider_sid == sid).with_for_update()
    message = work.session.scalars(query).one_or_none() if sid else None
    if message is None and own_id.isdecimal() and len(own_id) < 10:
        message = work.session.get(Message, int(own_id), with_for_update=True)
        if message is not None and message.provider_sid not in (None, sid):
            return None
    return message


