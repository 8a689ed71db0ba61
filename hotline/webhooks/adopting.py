"""Texts that the carrier has and no webhook brought: a failed webhook is by default never tried again.

The clock asks every few minutes what came in, and takes what is missing as if it had just come.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from dispatch.errors import SendFailed, SendUnknown
from hotline.models import InboundEvent
from hotline.telephony.gateway import Incoming
from hotline.webhooks import sms
from hotline.wiring import Context

LOOK_BACK = timedelta(hours=2)
SETTLED_AFTER = timedelta(minutes=1)
"""A text younger than this may still be on its way through the webhook."""

log = logging.getLogger(__name__)


def adopt(system: Context) -> int:
    """Take the texts that never arrived. Returns how many; none while the carrier cannot be asked."""
    now = system.now()
    try:
        listed = system.messenger.list_incoming(now - LOOK_BACK)
    except (SendFailed, SendUnknown) as error:
        log.warning("carrier_not_asked", extra={"error": type(error).__name__})
        return 0
    missing = _missing(system, [text for text in listed if text.created_at <= now - SETTLED_AFTER])
    for text in missing:
        sms.receive(system, text.as_form(), is_live=False)
    if missing:
        log.warning("texts_adopted", extra={"count": len(missing)})
    return len(missing)


def _missing(system: Context, listed: Iterable[Incoming]) -> list[Incoming]:
    by_sid = {text.sid: text for text in listed}
    with system.database.reading() as session:
        query = select(InboundEvent.provider_id).where(
            InboundEvent.source == "sms", InboundEvent.provider_id.in_(list(by_sid))
        )
        known = set(session.scalars(query))
    return sorted((text for sid, text in by_sid.items() if sid not in known), key=lambda text: text.created_at)
