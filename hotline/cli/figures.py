"""Figures of an evaluation as a table for people and as fields for programs."""

from collections import Counter
from typing import Any

from hotline.understanding import Understood
from hotline.understanding.evaluation import OUTCOMES, Figures, Outcome


def as_table(figures: Figures) -> str:
    """The figures as a table: for each language its classes and its sum, and alarms and questions on ordinary texts."""
    lines = [_figure_row("language", "class", "texts", *OUTCOMES)]
    for tag in figures.languages:
        for kind in figures.classes:
            if (tag, kind) in figures.counts:
                lines.append(_outcomes(tag, kind, figures.counts[tag, kind]))
        lines.append(_outcomes(tag, "all", figures.total([tag])))
        lines.append(f"{'':9} without danger: {figures.alarms[tag]} alarms, {figures.questions[tag]} questions")
    lines.append(_outcomes("all", "all", figures.total()))
    for tag, label, outcome, read in figures.misses:
        got = read.urgency if read.urgency != "none" else "+".join(read.needs) or read.command or "-"
        lines.append(f"{outcome:8} {tag:4} {label} read as {got}: {' '.join(read.text.split())}")
    return "\n".join(lines)


def _outcomes(tag: str, kind: str, counted: Counter[Outcome]) -> str:
    return _figure_row(tag, kind, str(counted.total()), *(str(counted[outcome]) for outcome in OUTCOMES))


def _figure_row(tag: str, kind: str, *numbers: str) -> str:
    return f"{tag:9} {kind:18}" + "".join(f"{number:>9}" for number in numbers)


def as_json_fields(figures: Figures) -> dict[str, Any]:
    """The same for a program, with everything that was understood of the misses."""
    return {
        "figures": [
            {"language": tag, "class": kind, **{outcome: counted[outcome] for outcome in OUTCOMES}}
            for (tag, kind), counted in sorted(figures.counts.items())
        ],
        "without_danger": {
            tag: {"alarms": figures.alarms[tag], "questions": figures.questions[tag]} for tag in figures.languages
        },
        "misses": [
            {"language": tag, "label": label, "outcome": outcome, **fields_of(read)}
            for tag, label, outcome, read in figures.misses
        ],
    }


def fields_of(understood: Understood) -> dict[str, Any]:
    """What is shown of one understood text."""
    return {
        "text": understood.text,
        "language": understood.language,
        "needs": list(understood.needs),
        "command": understood.command,
        "urgency": understood.urgency,
        "asks": understood.asks,
        "because": list(understood.because),
    }
