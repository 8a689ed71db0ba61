"""What was understood of one text: a value, nothing more."""

from dataclasses import dataclass
from datetime import date

from hotline.understanding.places import Place
from hotline.understanding.times.weekly import Weekly
from hotline.understanding.times.when import When
from hotline.understanding.urgency import Urgency


@dataclass(frozen=True)
class Understood:
    """Everything read from one text. Nothing here depends on what was asked; the conversation judges that.

    language: the person's, or the identified one, or None. needs: kinds, "person" and "care" among them. command: set
    only when the whole text is that command, or is about one that only tells. about: the command a sentence is about,
    without being it; she is asked. answer: "yes" or "no", to be acted on only when not is_conditional. choice: a bare
    number. is_greeting: words of politeness and nothing more. has_thanks: with thanks among them. asks: whether the
    text leaves us nothing to act on. relay: what shall be passed on to the other side of her match ("TELL I am late"),
    as she wrote it; only the conversation knows whether there is a match. is_unclear: nothing, or only faint signs of a
    need, was read from a longer text, so that it may be a cry for help in words we do not know; urgency is "question"
    then. dangers: where it sounds of danger, of which sorts. other: another language of ours than hers that it is
    plainly in. weekly: what it says of help that comes every week. by_phone: whether it asks for a talk on the phone.
    is_not_time: whether a word stands in it that may turn its time into one when he cannot ("not on Thursday", "busy
    until five"). back_on: the day on which the pause it asks for is over. volunteers: how many it asks for; 0 when it
    does not say. parts: several answers in one text, each with the codes it is about. because: the words that led here.
    """

    text: str
    language: str | None = None
    needs: tuple[str, ...] = ()
    command: str | None = None
    about: str = ""
    answer: str | None = None
    choice: int | None = None
    codes: tuple[str, ...] = ()
    is_conditional: bool = False
    is_thanks: bool = False
    is_greeting: bool = False
    has_thanks: bool = False
    when: When | None = None
    is_not_time: bool = False
    back_on: date | None = None
    place: Place | None = None
    name: str = ""
    urgency: Urgency = "none"
    is_unclear: bool = False
    dangers: tuple[str, ...] = ()
    other: str | None = None
    weekly: Weekly = ""
    volunteers: int = 0
    by_phone: bool = False
    asks: bool = False
    relay: str = ""
    because: tuple[str, ...] = ()
    parts: tuple[tuple[tuple[str, ...], "Understood"], ...] = ()

    @property
    def plain_answer(self) -> str | None:
        """ "yes" or "no" when that, and nothing else, was said."""
        return None if self.is_conditional else self.answer
