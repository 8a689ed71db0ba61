"""What is done with a step that was taken: the conversation goes on, or an operator takes over."""

from collections.abc import Callable, Mapping

from dispatch import operations
from dispatch.call_store import OUT
from dispatch.db import Work
from dispatch.kinds import Channel
from dispatch.models import Call, HelpRequest
from dispatch.operations.requests import Wish
from hotline.calls import answers
from hotline.calls.script import HangUp, Line, Script
from hotline.conversation.by_phone import calling
from hotline.prompts import booth
from hotline.wiring import Context

Act = Callable[[Context, Work, Call, Mapping[str, str]], Script]

MACHINES = ("machine", "fax")
"""How the carrier's words for what is no human being begin."""


def converse(system: Context, work: Work, call: Call, form: Mapping[str, str]) -> Script:
    """Let the conversation take the step."""
    if call.turn > 0:
        return calling.take(system, work, call, answers.read(work, call, form))
    if call.direction == OUT and form.get("AnsweredBy", "").startswith(MACHINES):
        return Script((Line("gate.machine"),), HangUp(), _language(system, call))
    return calling.begin(system, work, call)


def hand_over(system: Context, work: Work, call: Call, form: Mapping[str, str]) -> Script:
    """Give a call that broke us to an operator, with the message she may just have spoken, and tell her so."""
    language = _language(system, call)
    call.request_id = _ask_operator(work, call, "trouble", language).id
    if call.turn > 0:
        answers.read(work, call, form)
    return Script((Line("trouble"),), HangUp(), language)


def keep_late_message(work: Work, call: Call, form: Mapping[str, str]) -> None:
    """Keep what she said last in a call that was over before we learned of it: an operator hears it."""
    if not answers.is_recording(form) or booth.is_open(call):
        return
    if answers.recording_sid(form) and answers.seconds(form) != 0 and call.request_id is None:
        call.request_id = _ask_operator(work, call, "dropped_call", call.language or Wish.language).id
    answers.read(work, call, form)


def _ask_operator(work: Work, call: Call, reason: str, language: str) -> HelpRequest:
    resident = operations.become_resident(work, call.person)
    return operations.ask_operator(work, resident, Wish(channel=Channel.CALL, language=language), reason=reason)


def _language(system: Context, call: Call) -> str:
    return call.language or call.person.language or system.settings.default_language
