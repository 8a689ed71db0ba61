"""What was, or will be, said to somebody in a call, as words on a page: such messages have no text of their own."""

from zoneinfo import ZoneInfo

from dispatch.models import Message
from hotline.calls.facts import spoken
from hotline.catalogs import Catalogs, fields


def words_of(message: Message, catalogs: Catalogs, zone: ZoneInfo, *, default: str) -> str:
    """Return a message as the voice says it; empty for one that has a text, and for one that cannot be worded any more.

    default: the language where the message names none.
    """
    catalog = catalogs.get(message.language or default)
    key = f"phone:{message.notice}"
    if message.channel != "call" or message.body or catalog is None or key not in catalog.entries:
        return ""
    needed = fields(catalog.entries[key])
    if not needed <= message.facts.keys():
        return ""
    said = {name: spoken(catalog, name, message.facts[name], zone).words for name in needed}
    return catalog.text(key, **said)
