"""A language she also gets by in: asked for when nobody is left to ask in hers, kept for good, planned with at once."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from dispatch import store
from dispatch.candidates import Search, list_candidates
from dispatch.db import Work
from dispatch.kinds import RULES, Channel, Kind
from dispatch.matching import who_fits
from dispatch.models import HelpRequest, Message, VolunteerLanguage
from dispatch.moves import record
from dispatch.operations.matched import reopen
from dispatch.operations.planning import need_of
from dispatch.places import read_areas
from dispatch.policy import NOBODY_ANSWERED, NOBODY_FITS
from dispatch.states import FREE_REQUESTS, RequestState
from dispatch.telling import tell
from dispatch.visit_store import count_taken

ASK = "tongues.ask"
ITEM, EVERY, NONE = "tongues.item", "tongues.all", "tongues.no"
"""What the numbers of the question stand for: a language, all of those named, none of them."""

EVENT = "languages"
"""How the history calls it, when what she also speaks is noted."""

MOST = 3
"""Languages named in one question."""

PATIENCE = timedelta(days=1)
"""So long a question of this sort waits for its answer before another request may ask it again."""

NOBODY = frozenset({NOBODY_FITS, NOBODY_ANSWERED})
"""Why an operator has a request that another language may still help: nobody was left to ask or to wait for."""


def ask(work: Work, request: HelpRequest) -> Message | None:
    """Ask a resident whose request nobody is left for in which other languages a volunteer may speak with her.

    Only languages of those who fit it otherwise are named. Returns None, with nobody asked, when there are none, she
    was asked about this request or just now, she has answered ever, or nothing can tell her.
    """
    is_open = request.state == RequestState.ESCALATED and request.escalation in NOBODY
    if not is_open or not _may_help(request) or request.resident.also_speaks is not None or _was_asked(work, request):
        return None
    languages = _languages_of_others(work, request)
    if not languages:
        return None
    by_call = request.resident.person.channel == Channel.CALL  # where one key is the whole answer
    every = [{"notice": EVERY}] if by_call and len(languages) > 1 else []
    choices = [*({"notice": ITEM, "language": language} for language in languages), *every, {"notice": NONE}]
    return tell(work, request.resident.person, ASK, request=request, choices=choices)


def _may_help(request: HelpRequest) -> bool:
    rules = RULES[Kind(request.kind)]
    return rules.spoken and not rules.own_language


def _was_asked(work: Work, request: HelpRequest) -> bool:
    query = select(Message.id).where(
        Message.person_id == request.resident.person_id, Message.notice == ASK,
        or_(Message.request_id == request.id, Message.created_at > work.now - PATIENCE),
    )
    return work.session.scalars(query.limit(1)).first() is not None


def _languages_of_others(work: Work, request: HelpRequest) -> Sequence[str]:
    """The languages of those who fit but for theirs: the first two of the line, then the commonest."""
    places = read_areas(work.session)
    need = need_of(request, places, taken=count_taken(work.session, request.id))
    search = Search(request, replace(need, spoken=False), places, work.now)
    people = list_candidates(work.session, search)
    fitting = who_fits(search.need, people, work.zone, work.tunables.quiet_hours, now=work.now).people
    query = select(VolunteerLanguage.language).where(
        VolunteerLanguage.volunteer_id.in_([person.volunteer_id for person in fitting]),
        VolunteerLanguage.language.in_(set(work.languages) - {request.language}),
    )
    spoken = Counter(work.session.scalars(query))
    first = [language for language in work.languages[:2] if language in spoken]
    others = [language for language, _ in spoken.most_common() if language not in first]
    return [*first, *others][:MOST]


def is_waiting(session: Session, message: Message) -> bool:
    """Whether a question of this sort still waits: its request is open, and nobody has said what she also speaks."""
    request = session.get(HelpRequest, message.request_id) if message.request_id else None
    return request is not None and request.state in FREE_REQUESTS and request.resident.also_speaks is None


def languages_meant(choices: Sequence[Mapping[str, Any]], numbers: Iterable[int]) -> tuple[str, ...] | None:
    """Return the languages that the numbers of an answer stand for, perhaps none; None when they mean nothing."""
    chosen = [choices[number - 1] if 1 <= number <= len(choices) else {} for number in numbers]
    notices = {str(choice.get("notice", "")) for choice in chosen}
    if len(notices) != 1 or "" in notices:  # "1" and "none" together mean nothing
        return None
    meant = choices if notices == {EVERY} else chosen
    return tuple(dict.fromkeys(str(choice["language"]) for choice in meant if "language" in choice))


def answer(work: Work, request: HelpRequest, languages: Collection[str]) -> None:
    """Keep what she also speaks; if it is more than before, others are asked at once about what waited for somebody."""
    known = {request.language, *(request.resident.also_speaks or ())}
    _note(work, request, sorted(set(languages) - {request.language}))
    if known.issuperset(languages):
        return
    for each in store.list_requests_of(work.session, request.resident_id):
        if each.state != RequestState.ESCALATED:
            continue
        locked = store.get_locked(work.session, HelpRequest, each.id)
        is_over = locked.wanted_until is None or locked.wanted_until <= work.now
        waits = locked.state == RequestState.ESCALATED and locked.escalation in NOBODY
        if waits and not is_over and _may_help(locked):
            reopen(work, locked, reason="also_speaks")


def _note(work: Work, request: HelpRequest, spoken: list[str]) -> None:
    """Keep it for good, and in the history of the request that it came up with."""
    if request.resident.also_speaks != spoken:
        request.resident.also_speaks = spoken
        record(work, request, old=request.state, event=EVENT, reason="also_speaks", details={"languages": spoken})


def met_in(work: Work, request: HelpRequest, volunteer_ids: Iterable[int]) -> Mapping[int, str]:
    """Return for each of these volunteers the language in which the two meet; nothing where it is hers for all."""
    also = request.resident.also_speaks
    if not also:
        return {}
    best = tuple(dict.fromkeys((request.language, *work.languages, *also)))
    query = select(VolunteerLanguage.volunteer_id, VolunteerLanguage.language).where(
        VolunteerLanguage.volunteer_id.in_(list(volunteer_ids)),
        VolunteerLanguage.language.in_([request.language, *also]),
    )
    spoken = [(volunteer_id, language) for volunteer_id, language in work.session.execute(query)]
    return dict(sorted(spoken, key=lambda each: best.index(each[1]), reverse=True))
