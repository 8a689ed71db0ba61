"""How well texts are understood: each one against what its writer meant, judged by what would come of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from hotline.understanding.commands import COMMANDS
from hotline.understanding.understood import Understood

Outcome = Literal["right", "asked", "wrong", "harmful"]

OUTCOMES: tuple[Outcome, ...] = ("right", "asked", "wrong", "harmful")
NEEDS = frozenset(
    {"shopping", "pharmacy", "errand", "escort", "company", "language_help", "handiwork", "other", "person", "care"}
)
_BARE = frozenset({"emergency", "ask", "none"})
_COMMAND = "cmd:"
_MORE_COMMANDS = frozenset({"language", "relay"})
_HARMLESS = frozenset({"help", "status", "tasks", "person"})
"""Commands that only tell something, or bring a person."""


def is_label(label: str) -> bool:
    """Whether a label is one of ours: kinds of help joined by +, cmd:<command>, emergency, ask or none."""
    if label.startswith(_COMMAND):
        name = label.removeprefix(_COMMAND)
        return name in COMMANDS or name.split(":")[0] in _MORE_COMMANDS
    return label in _BARE or set(label.split("+")) <= NEEDS


def judge(label: str, read: Understood) -> Outcome:
    """What came of a text that meant `label`.

    asked: we would put a question that leads on. harmful: a danger is missed, or a need or command is acted on that was
    not meant; so is a yes, no, stop or cancel misread. wrong: whatever else is not right (half of what was meant, an
    alarm for nothing, help explained to somebody who asked for something else). Raises ValueError for an unknown label.
    """
    if not is_label(label):
        raise ValueError(label)
    if label == "emergency":
        return {"alarm": "right", "question": "asked", "none": "harmful"}[read.urgency]  # type: ignore[return-value]
    if read.urgency == "alarm":
        return "wrong"
    if read.urgency == "question":
        return "right" if label == "ask" else "asked"
    if label.startswith(_COMMAND):
        return _judge_command(label.removeprefix(_COMMAND), read)
    return _judge_quiet(label, read) if label in _BARE else _judge_needs(set(label.split("+")), read)


def _judge_command(meant: str, read: Understood) -> Outcome:
    if meant == "relay" and read.relay:
        return "right"
    command = (read.command or "").split(":")[0] if meant == "language" else read.command
    if command == meant:
        return "right"
    if command:
        return _misread(command)
    if read.needs and not read.asks:
        return "right" if meant == "person" and read.needs == ("person",) else "harmful"
    return "wrong" if read.is_thanks or read.choice is not None else "asked"


def _judge_quiet(label: str, read: Understood) -> Outcome:
    """Nothing was meant that can be acted on."""
    if read.command:
        return _misread(read.command)
    if read.needs and not read.asks:
        return "wrong" if set(read.needs) == {"person"} else "harmful"
    return "right" if label == "none" or read.asks or not read.is_thanks else "wrong"


def _judge_needs(meant: set[str], read: Understood) -> Outcome:
    said = set(read.needs)
    if said == meant:
        return "right"
    if read.command:
        return _misread(read.command)
    if read.asks or not said:
        return "asked"
    return "wrong" if said & meant or said == {"person"} else "harmful"


def _misread(command: str) -> Outcome:
    return "wrong" if command in _HARMLESS or command.startswith("language:") else "harmful"


@dataclass
class Figures:
    """Outcomes counted by language and class. misses: what was not right, as (language, label, outcome, understood)."""

    counts: dict[tuple[str, str], Counter[Outcome]] = field(default_factory=dict)
    misses: list[tuple[str, str, Outcome, Understood]] = field(default_factory=list)
    alarms: Counter[str] = field(default_factory=Counter)
    """Texts without danger that set off an alarm, by language."""
    questions: Counter[str] = field(default_factory=Counter)
    """Texts without danger that are asked about danger, by language."""

    def add(self, language: str, label: str, read: Understood) -> None:
        """Judge one text. language: what it is counted under. Raises ValueError for an unknown label."""
        outcome = judge(label, read)
        self.counts.setdefault((language, class_of(label)), Counter())[outcome] += 1
        if outcome != "right":
            self.misses.append((language, label, outcome, read))
        if label != "emergency":
            self.alarms[language] += read.urgency == "alarm"
            self.questions[language] += read.urgency == "question"

    def total(self, languages: Iterable[str] | None = None, classes: Iterable[str] | None = None) -> Counter[Outcome]:
        """The outcomes of some languages and classes together (None: of all)."""
        wanted, kinds = set(languages or self.languages), set(classes or self.classes)
        return sum((each for (tag, kind), each in self.counts.items() if tag in wanted and kind in kinds), Counter())

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language counted."""
        return tuple(sorted({tag for tag, _ in self.counts}))

    @property
    def classes(self) -> tuple[str, ...]:
        """Every class counted: need, command, emergency, ask, none."""
        return tuple(sorted({kind for _, kind in self.counts}))


def class_of(label: str) -> str:
    """The class a label is counted in: each kind and each command is one, and two needs together are one."""
    return "two needs" if "+" in label else ":".join(label.split(":")[:2])
