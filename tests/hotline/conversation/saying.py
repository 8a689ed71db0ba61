"""What somebody says and what is known of her, built in one line each."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hotline.conversation import engine
from hotline.conversation.talk import NOTHING, Heard, Known, Match, OpenOffer, OpenRequest, Talk, Task, Turn, Wish
from hotline.understanding import Understood, When

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
SOON = {"from": None, "until": None, "precision": "soon"}
LATER = When(AT + timedelta(hours=5), AT + timedelta(hours=6), "hour")

NEW = Known(is_new=True, areas=(("huskvarna", "Huskvarna"), ("granna", "Gränna")), languages=(("sv", "Svenska"),))
KARIN = Known(name="Karin Ek", is_resident=True, address="Storgatan 1", area="huskvarna", areas=NEW.areas)
OFFERS = (OpenOffer(11, "A1", "shopping", "Huskvarna", SOON), OpenOffer(12, "B1", "errand", "Gränna", SOON))
TASKS = (Task(21, "C1", "shopping", "Karin", SOON), Task(22, "D1", "errand", "Berit", SOON))
FARID = Known(name="Farid Haddad", volunteer="active")

WISH = Wish(kind="shopping", address="Storgatan 1", area="huskvarna", is_known_place=True)
OPEN = OpenRequest(31, "131", "shopping", SOON, "open", wish=WISH)
FARIDS = Match(21, "Farid", "Röda Korset", "4711")
MATCHED = OpenRequest(32, "132", "errand", SOON, "matched", matches=(FARIDS,), wish=WISH)


def heard(text: str = "", *, name: str = "", address: str = "", area: str | None = None, **more: Any) -> Heard:
    """Return a text as it was understood; a bare number, command or answer says so itself."""
    words: dict[str, Any] = {"language": "sv", **more}
    if text.isdigit():
        words["choice"] = int(text)
    if words.get("command") in ("yes", "no"):
        words["answer"] = words["command"]
    return Heard(Understood(text=text, **words), name, address, area)


YES, NO = heard("ja", command="yes"), heard("nej", command="no")
MAYBE = heard("ja men först kl 5", answer="yes", is_conditional=True)
NONSENSE = heard("blorp fnord")
GROCERIES = heard("Kan någon handla mat åt mig?", needs=("shopping",))
PLACE = heard("Greta Ny, Kyrkogatan 4", name="Greta Ny", address="Kyrkogatan 4", area="oxnehaga")


def command(word: str) -> Heard:
    """Return a text that is a command and nothing else."""
    return heard(word, command=word)


def step(said: Heard, known: Known, talk: Talk = NOTHING) -> Turn:
    """Take one text."""
    return engine.step(talk, said, known)


def notices(turn: Turn) -> list[str]:
    """Return the names of the replies."""
    return [reply.notice for reply in turn.replies]


def verbs(turn: Turn) -> list[str]:
    """Return the names of the effects."""
    return [effect.verb for effect in turn.effects]


def values(turn: Turn) -> list[dict[str, Any]]:
    """Return what the effects are done with."""
    return [dict(effect.values) for effect in turn.effects]
