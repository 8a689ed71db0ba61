"""The page about languages: how much of each a native reader has checked, who and when; and marks in stories."""

from collections import Counter
from collections.abc import Iterable

from flask import render_template

from dispatch.models import Message
from dispatch.states import MessageState
from hotline.admin.blueprint import bp
from hotline.catalogs import LOCALES, Catalogs
from hotline.review.report import standings
from hotline.review.stems import proposals
from hotline.web.current import context


@bp.get("/languages")
def languages() -> str:
    """Show where each language stands."""
    system = context()
    with system.database.reading() as session:
        counted = Counter(each.language for each in proposals(session, system.lexicons.vocabularies))
    return render_template("admin/languages.html", standings=standings(system.catalogs, LOCALES), proposals=counted)


def unchecked(messages: Iterable[Message], catalogs: Catalogs, *, default: str) -> frozenset[int]:
    """Return the numbers of the messages whose wording no native reader has checked.

    default: the language where a message names none.
    """
    marked = {tag: frozenset(catalog.unreviewed) for tag, catalog in catalogs.items()}
    return frozenset(
        message.id
        for message in messages
        if message.state != MessageState.RECEIVED and message.notice
        and _key(message) in marked.get((message.language or default).partition("-")[0], ())
    )  # fmt: skip


def _key(message: Message) -> str:
    return f"{'phone' if message.channel == 'call' else 'sms'}:{message.notice}"
