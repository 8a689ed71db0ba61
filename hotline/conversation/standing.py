"""Looking up what comes every week, for the few texts that are about it."""

from dispatch import series_store, store
from dispatch.db import Work
from dispatch.models import Person, Series
from dispatch.operations.series import upcoming
from dispatch.states import VisitState
from hotline.conversation.talk import Known, Standing
from hotline.understanding import Understood


def is_about(words: Understood, known: Known) -> bool:
    """Whether words may be about help that comes every week; how things stand is, when there is nothing else."""
    if words.command in ("status", "tasks"):
        return not known.requests and not known.tasks
    return words.weekly in ("skip", "move", "end") or "cancel" in (words.command, words.about)


def list_standing(work: Work, person: Person) -> tuple[Standing, ...]:
    """Return what comes to a person every week, and what she or he does for others."""
    resident, volunteer = person.resident, person.volunteer
    hers = series_store.list_series_of(work.session, resident_id=resident.id) if resident else ()
    his = series_store.list_series_of(work.session, volunteer_id=volunteer.id) if volunteer else ()
    return tuple(_standing(work, series, is_hers=series in hers) for series in dict.fromkeys([*hers, *his]))


def _standing(work: Work, series: Series, *, is_hers: bool) -> Standing:
    due = upcoming(work, series)
    visit = store.find_visit(work.session, due.request.id, VisitState.AGREED) if due.request is not None else None
    is_his = visit is not None and visit.volunteer_id == series.volunteer_id
    return Standing(series.id, series.kind, due.when, is_hers, visit.id if visit is not None and is_his else None)
