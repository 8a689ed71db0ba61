"""From what a step says to the lines of a call: a list is a line for each choice, own words are read as they are."""

from collections.abc import Mapping
from typing import Any

from dispatch.db import Work
from dispatch.models import HelpRequest, Message
from hotline.calls.script import Line
from hotline.conversation.talk import Say, say

LISTED: Mapping[str, str] = {"status.several": "request.listed", "tasks.list": "task.listed"}
"""Lists that are only told; the items of all others are choices by key."""

ONLY_TEXTS = frozenset({"match.spoken"})
"""Texts that say what a call plays by itself."""

WITH_HER_MESSAGE = frozenset({"match.volunteer", "by_phone.volunteer"})
"""What tells a volunteer of his task; her spoken message follows."""

OWN_WORDS: Mapping[str, str] = {"match.details": "details", "relayed": "words"}
"""Notices that end in somebody's own words, and the fact that holds them. Their `language` is that of the words."""


def lines_of(said: Say) -> list[Line]:
    """Return the lines of one reply."""
    if said.notice in ONLY_TEXTS:
        return []
    facts = dict(said.facts)
    choices, line, language = facts.pop("choices", ()), facts.pop("line", ""), facts.pop("spoken", "")
    words = facts.pop(OWN_WORDS.get(said.notice, ""), "")
    lines = [Line(_prompt(said.notice, facts), facts, language)]
    if words:
        lines.append(Line("words", {"words": words}, facts.get("language", "")))
    if line:
        lines.append(Line(f"line.{line}"))
    return [*lines, *(_item(said.notice, key, choice) for key, choice in enumerate(choices, 1))]


def lines_of_message(work: Work, message: Message) -> list[Line]:
    """Return the lines of a message that is told in a call; with an address goes what she said after the tone."""
    request = work.session.get(HelpRequest, message.request_id) if message.request_id else None
    lines = lines_of(Say(message.notice, message.facts))
    if message.notice in WITH_HER_MESSAGE and request is not None and request.recording_id is not None:
        lines += [line for said in recording(request.recording_id) for line in lines_of(said)]
    return lines


def recording(recording_id: int) -> tuple[Say, Say]:
    """Return what plays a resident's own message."""
    return say("recording.listed"), say("recording", id=recording_id)


def _prompt(notice: str, facts: Mapping[str, Any]) -> str:
    """A task whose address is only in her spoken message is told so."""
    is_spoken = notice in ("match.volunteer", "reminder.volunteer") and not facts.get("address")
    return f"{notice}.spoken" if is_spoken else notice


def _item(notice: str, key: int, choice: Mapping[str, Any]) -> Line:
    facts = {name: fact for name, fact in choice.items() if name != "notice"}
    return Line(LISTED.get(notice, choice["notice"]), {**facts, "key": key})
