"""The carrier reports what became of a call or a recording. Reports come late, twice, and in any order."""

import logging
from collections.abc import Mapping

from flask import request

from dispatch import call_store, recordings
from dispatch.call_reports import identify, report_call
from dispatch.db import Work
from dispatch.models import Recording
from hotline.calls import answers
from hotline.web.current import context
from hotline.webhooks import events
from hotline.webhooks.guard import fields, guarded
from hotline.wiring import Context

bp = guarded("calls")
log = logging.getLogger(__name__)

DONE = ("", 204)
HERE, GONE = ("completed",), ("absent", "failed")
"""The carrier's words for a recording that can be fetched, and for one that never will."""


@bp.post("/status/call")
def call_status() -> tuple[str, int]:
    """Take a report on a call. An unknown call gets a log line and 204, so that the carrier stops asking."""
    take_call_report(context(), fields(), request.args.get("c", ""))
    return DONE


@bp.post("/status/recording")
def recording_status() -> tuple[str, int]:
    """Take a report on a spoken message."""
    take_recording_report(context(), fields())
    return DONE


def take_call_report(system: Context, form: Mapping[str, str], own_id: str) -> bool:
    """Move the call a report is about. Returns whether anything changed."""
    sid = events.carrier_id(form.get("CallSid"))
    code = (form.get("ErrorCode") or "")[:16]
    with system.database.work(system.now(), actor="carrier") as work:
        call = identify(work, sid, own_id)
        if call is None:
            log.info("call_report_ignored")
            return False
        status = form.get("CallStatus", "").strip().lower()
        return report_call(work, call, status, code=code, answered_by=form.get("AnsweredBy", "")[:32])


def take_recording_report(system: Context, form: Mapping[str, str]) -> bool:
    """Announce the message a report is about, or give it up. Returns whether the report was about one of ours."""
    status = form.get("RecordingStatus", "").strip().lower()
    with system.database.work(system.now(), actor="carrier") as work:
        if status in HERE:
            return _announce(work, form) is not None
        recording = _known(work, form) if status in GONE else None
        if recording is None:
            log.info("recording_report_ignored")
            return False
        return recordings.lose(work, recording)


def _announce(work: Work, form: Mapping[str, str]) -> Recording | None:
    call = identify(work, events.carrier_id(form.get("CallSid")), "")
    if call is None or not answers.recording_sid(form):
        log.info("recording_report_ignored")
        return None
    return answers.announce(work, call, form)


def _known(work: Work, form: Mapping[str, str]) -> Recording | None:
    sid = answers.recording_sid(form)
    return call_store.find_recording(work.session, sid) if sid else None
