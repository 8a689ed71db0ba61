"""Where a step is carried out: who spoke, how, and what was open before and after."""

from dataclasses import dataclass

from dispatch import store
from dispatch.db import Work
from dispatch.models import Call, HelpRequest, Message, Person, Volunteer
from dispatch.states import RequestState
from hotline.conversation.talk import Talk, Wish
from hotline.wiring import Context


@dataclass(frozen=True)
class LiveCall:
    """A call that goes on, in one unit of work."""

    system: Context
    work: Work
    row: Call

    @property
    def language(self) -> str:
        """What is spoken in it."""
        return self.row.language or self.system.settings.default_language


@dataclass
class Spoken:
    """What stands for a text in one step of a call: which request and offer it turned out to be about."""

    body: str = ""
    request_id: int | None = None
    offer_id: int | None = None


@dataclass(frozen=True)
class Scene:
    """Who spoke, with which text or in which call, and what was open before and is open now."""

    system: Context
    work: Work
    person: Person
    message: Message | Spoken
    before: Talk
    after: Talk
    call: Call | None = None

    @property
    def wish(self) -> Wish:
        """The wish as it is now; what was open before, when the step closed the talk."""
        return self.after.wish or self.before.wish or Wish()

    @property
    def language(self) -> str:
        """The language the person is answered in."""
        return self.person.language or self.system.settings.default_language

    @property
    def draft(self) -> HelpRequest | None:
        """The request that is described in this call, or by text; two calls at once do not meddle with each other."""
        if self.call is None:
            return store.find_draft(self.work.session, self.person.resident.id) if self.person.resident else None
        request = self.work.session.get(HelpRequest, self.call.request_id) if self.call.request_id else None
        return request if request is not None and request.state == RequestState.DRAFT else None

    @property
    def volunteer(self) -> Volunteer | None:
        """The volunteer who spoke, if he is one."""
        return self.person.volunteer
