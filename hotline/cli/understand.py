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
from hotline.understanding import AreaName, Lexicons, Places, Understood
from hotline.understanding import understand as understand_text

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
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def understand(text: str | None, path: Path | None, lang: str | None, *, as_json: bool) -> None:
    """Show what is understood of TEXT, or of every row of a file: language, needs, command, urgency.

    Example: hotline understand "Kan någon handla mjölk åt mig imorgon?"
    """
    if (text is None) == (path is None):
        raise click.UsageError("Give either TEXT or --file.")
    lexicons = Lexicons(catalogs.load(catalogs.LOCALES))
    places = _places()
    zone = ZoneInfo(os.environ.get("TIMEZONE", "Europe/Stockholm"))
    now = datetime.now(UTC)
    rows = [(text or "", lang)] if path is None else _rows(path)
    if not as_json:
        click.echo(_row(COLUMNS))
    for said, known in rows:
        understood = understand_text(said, language=known, lexicons=lexicons, now=now, zone=zone, places=places)
        click.echo(_as_json(understood) if as_json else _as_row(understood))


def _rows(path: Path) -> Iterator[tuple[str, str | None]]:
    """The texts of a file with their known languages. Raises UsageError without a column `text`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if "text" not in (reader.fieldnames or ()):
            raise click.UsageError(f"{path}: no column `text`; columns are separated by tabs.")
        for row in reader:
            yield row["text"] or "", (row.get("lang") or "").strip() or None


def _places() -> Places:
    areas = Areas.load()
    names = tuple(
        AreaName(area.code, name, area.parent) for area in areas.areas.values() for name in (area.name, *area.names)
    )
    return Places(names, {code.code: code.area for code in areas.postal_codes.values()})


def _as_json(understood: Understood) -> str:
    fields = {
        "text": understood.text,
        "language": understood.language,
        "needs": list(understood.needs),
        "command": understood.command,
        "urgency": understood.urgency,
        "asks": understood.asks,
        "because": list(understood.because),
    }
    return json.dumps(fields, ensure_ascii=False)


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
