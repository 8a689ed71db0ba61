"""`hotline prompts`: what of the phone's sentences is recorded, and lists of what to record."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from hotline.catalogs import LOCALES, load
from hotline.cli.context import open_database
from hotline.prompts.pieces import counterpart
from hotline.prompts.report import Report, report
from hotline.prompts.store import Recorded
from hotline.settings import Settings
from hotline.transfer.writing import FORMATS

COLUMNS = ("file", "default", "words", "sentence")


@click.group()
def prompts() -> None:
    """The recordings of what is said on the phone.

    Example: hotline prompts report
    """


@prompts.command("report")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def show_report(*, as_json: bool) -> None:
    """Print for each language what is recorded, said by a voice, missing, or recorded with other words than now.

    Example: hotline prompts report --json
    """
    with _recorded() as recorded:
        reports = [report(recorded, tag) for tag in recorded.wanted]
    for found in reports:
        click.echo(json.dumps(_facts(found)) if as_json else _line(found))


@prompts.command("export")
@click.argument("language")
@click.option("--all", "everything", is_flag=True, help="Also what is recorded already.")
def export_list(language: str, *, everything: bool) -> None:
    """Write a CSV list of what to record in LANGUAGE: file name, words in the default language, words, sentence.

    A part of a sentence has the whole sentence beside it, with its fields in braces.

    Example: hotline prompts export so > somali.csv
    """
    default = Settings.from_env(os.environ).default_language
    with _recorded() as recorded:
        if language not in recorded.wanted:
            raise click.UsageError(f"no such language: {language!r}; there are {', '.join(recorded.wanted)}")
        found = report(recorded, language)
        own = recorded.wanted[default]
    listed = (*found.unrecorded, *found.recorded) if everything else found.unrecorded
    rows = ((f"{piece.stem}.wav", counterpart(piece, own).words, piece.words, piece.sentence) for piece in listed)
    FORMATS["csv"](COLUMNS, rows, sys.stdout.buffer)


@contextmanager
def _recorded() -> Iterator[Recorded]:
    settings = Settings.from_env(os.environ)
    with open_database() as database:
        yield Recorded(database, load(LOCALES, settings.languages), settings.var_dir / "prompts")


def _facts(found: Report) -> dict[str, object]:
    return {
        "language": found.language, "offered": found.is_whole, "voice": found.has_voice,
        "recorded": len(found.recorded), "synthetic": len(found.voiced), "missing": len(found.missing),
        "stale": len(found.stale),
    }  # fmt: skip


def _line(found: Report) -> str:
    counts = f"{len(found.recorded)} recorded, {len(found.voiced)} synthetic, {len(found.missing)} missing"
    stale = f", {len(found.stale)} with words that have changed" if found.stale else ""
    return f"{found.language:<8}  {'offered' if found.is_whole else 'not offered'}: {counts}{stale}"
