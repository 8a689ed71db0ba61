"""`hotline understand`: what the live path would understand of a text. Needs no database."""

import csv
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from dispatch.places import Places as Areas
from hotline import catalogs
from hotline.cli.figures import as_json_fields, as_table, fields_of
from hotline.understanding import AreaName, Lexicons, Places, Understood
from hotline.understanding import understand as understand_text
from hotline.understanding.evaluation import Figures, is_label

COLUMNS = ("language", "urgency", "needs", "command", "asks", "because", "text")
_WIDTHS = (9, 9, 20, 12, 5, 30)


@click.command()
@click.argument("text", required=False)
@click.option(
    "--file",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TSV file with a column `text` and perhaps `lang`, the person's known language.",
)
@click.option("--lang", help="The person's known language (for TEXT).")
@click.option(
    "--evaluate",
    "labelled",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TSV file with columns `text`, perhaps `lang`, and `label`: a table of what came of the texts.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line; with --evaluate, one in all.")
def understand(text: str | None, path: Path | None, labelled: Path | None, *, lang: str | None, as_json: bool) -> None:
    """Show what is understood of TEXT, or of every row of a file: language, needs, command, urgency.

    Labels for --evaluate: a kind of help (shopping, pharmacy, errand, escort, company, language_help, handiwork, other,
    person), two joined by +, cmd:<command>, emergency, ask, none.

    Example: hotline understand "Kan någon handla mjölk åt mig imorgon?"
    """
    if sum(each is not None for each in (text, path, labelled)) != 1:
        raise click.UsageError("Give either TEXT, --file or --evaluate.")
    if labelled is not None:
        figures = evaluate(labelled)
        click.echo(json.dumps(as_json_fields(figures), ensure_ascii=False) if as_json else as_table(figures))
        return
    lexicons = Lexicons(catalogs.load(catalogs.LOCALES))
    places = _places()
    zone = ZoneInfo(os.environ.get("TIMEZONE", "Europe/Stockholm"))
    now = datetime.now(UTC)
    rows = [(text or "", lang)] if path is None else _rows(path)
    if not as_json:
        click.echo(_row(COLUMNS))
    for said, known in rows:
        understood = understand_text(said, language=known, lexicons=lexicons, now=now, zone=zone, places=places)
        click.echo(json.dumps(fields_of(understood), ensure_ascii=False) if as_json else _as_row(understood))


def evaluate(path: Path) -> Figures:
    """Understand every row of a labelled file, and count what came of them.

    Raises UsageError without the columns `text` and `label`, or for a label that is none of ours.
    """
    lexicons = Lexicons(catalogs.load(catalogs.LOCALES))
    places, zone, now = _places(), ZoneInfo(os.environ.get("TIMEZONE", "Europe/Stockholm")), datetime.now(UTC)
    figures = Figures()
    for number, row in enumerate(_table_rows(path, "text", "label"), 2):
        language, label = (row.get("lang") or "").strip() or None, row["label"].strip()
        if not is_label(label):
            raise click.UsageError(f"{path}, line {number}: unknown label {label!r}.")
        read = understand_text(row["text"], language=language, lexicons=lexicons, now=now, zone=zone, places=places)
        figures.add(language or "-", label, read)
    return figures


def _rows(path: Path) -> Iterator[tuple[str, str | None]]:
    """The texts of a file with their known languages. Raises UsageError without a column `text`."""
    for row in _table_rows(path, "text"):
        yield row["text"], (row.get("lang") or "").strip() or None


def _table_rows(path: Path, *needed: str) -> Iterator[dict[str, str]]:
    """The rows of a file, none of whose needed cells is None. Raises UsageError when a needed column is missing."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for column in needed:
            if column not in (reader.fieldnames or ()):
                raise click.UsageError(f"{path}: no column `{column}`; columns are separated by tabs.")
        for row in reader:
            yield row | {column: row[column] or "" for column in needed}


def _places() -> Places:
    areas = Areas.load()
    names = tuple(
        AreaName(area.code, name, area.parent) for area in areas.areas.values() for name in (area.name, *area.names)
    )
    return Places(names, {code.code: code.area for code in areas.postal_codes.values()})


def _as_row(understood: Understood) -> str:
    return _row(
        (
            understood.language or "-",
            understood.urgency,
            "+".join(understood.needs) or "-",
            understood.command or "-",
            "yes" if understood.asks else "no",
            " ".join(understood.because) or "-",
            " ".join(understood.text.split()),
        )
    )


def _row(cells: tuple[str, ...]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()
