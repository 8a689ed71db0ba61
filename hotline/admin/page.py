"""The page of one request: its whole story, and the forms of everything an operator can do to it."""

import logging

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from dispatch.db import Work
from dispatch.kinds import Kind
from hotline.admin import board as boards
from hotline.admin.actions import possible
from hotline.admin.blueprint import bp
from hotline.admin.corrections import correctable
from hotline.admin.forms import Typed, change_form, readers_of
from hotline.admin.languages import unchecked
from hotline.admin.people import people_for
from hotline.admin.spoken import words_of
from hotline.admin.story import Story, tell_story
from hotline.sms_text import storable
from hotline.web.current import context, now
from hotline.web.sessions import current_account

log = logging.getLogger(__name__)

LONGEST_NAME = 60
WRONG = 422


@bp.get("/requests/<int(max=2147483647):request_id>")
def story(request_id: int) -> tuple[str, int]:
    """Show everything about one request."""
    return show(request_id)


def show(request_id: int, typed: Typed | None = None) -> tuple[str, int]:
    """Return the page of a request with its status; with what was typed in vain, and why, if something was."""
    name = " ".join(storable(request.args.get("volunteer", "")).split())[:LONGEST_NAME]
    with context().database.reading() as session:
        told = tell_story(session, request_id)
        if told is None:
            abort(404)
        row, looking = told.request, _looking(session)
        shown = {
            "correctable": correctable(session, row),
            "wave_size": boards.wave_size(session, context().database.presets),
            "people": people_for(looking, row, name),
            "change": change_form(looking, row, typed),
            "readers": readers_of(looking, row),
            "areas": boards.list_areas(session),
        }
    account = current_account()
    # Who read what about whom is part of the record.
    log.info("story read", extra={"operator": account.id if account else None, "request": request_id})
    page = render_template(
        "admin/story.html",
        story=told,
        it=row,
        actions=possible(row),
        spoken=_spoken(told),
        unchecked=_unchecked(told),
        kinds=list(Kind),
        languages=sorted(context().catalogs),
        typed=typed,
        **shown,
    )
    return page, WRONG if typed else 200


def _looking(session: Session) -> Work:
    """The core's reckoning, with nothing to be written."""
    database = context().database
    return Work(session, now(), "operator", database.zone, database.settings, database.languages)


def _spoken(told: Story) -> dict[int, str]:
    """Return what was said in calls, and what an operator wrote that is not sent yet, by the message's number."""
    system = context()
    messages = [item.message for item in told.timeline if item.message]
    default = told.request.language
    written = {each.id: str(each.facts["words"]) for each in messages if each.notice == "operator.message"}
    return {each.id: words_of(each, system.catalogs, system.zone, default=default) for each in messages} | written


def _unchecked(told: Story) -> frozenset[int]:
    """Return which messages went out in a wording that no native reader has checked."""
    messages = [item.message for item in told.timeline if item.message]
    return unchecked(messages, context().catalogs, default=told.request.language)
