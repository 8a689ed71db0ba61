"""`hotline review`: a sheet for a native reader, taking it back, where languages stand, and words that were missed."""

import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from hotline.catalogs import FILE, LOCALES, REFERENCE, Catalog, Catalogs, load
from hotline.cli.context import open_database
from hotline.cli.options import Option
from hotline.review.merging import Merge, merge, save
from hotline.review.po import PoFile
from hotline.review.printed import page
from hotline.review.reading import read_sheet
from hotline.review.report import Standing, standings
from hotline.review.rows import ListRows, TextRow, list_rows, text_rows
from hotline.review.sheet import workbook
from hotline.review.stems import Proposal, proposals
from hotline.transfer.tables import BadFile
from hotline.understanding.lists.vocabulary import Vocabularies

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
locales_option: Option = click.option(
    "--locales", type=click.Path(exists=True, file_okay=False, path_type=Path), default=LOCALES,
    help="Where the languages are, if not in the program's own folder.",
)  # fmt: skip


@click.group()
def review() -> None:
    """Native readers check each language.

    Example: hotline review report
    """


@review.command("export")
@click.argument("tag")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The file to write.")
@click.option("--print", "is_printed", is_flag=True, help="A page to print instead of a workbook.")
@click.option("--unchecked", is_flag=True, help="Only what nobody has checked yet.")
@locales_option
def export_sheet(tag: str, out: Path, *, is_printed: bool, unchecked: bool, locales: Path) -> None:
    """Write the sheet that a native reader of the language TAG fills in.

    Example: hotline review export so --out somali.xlsx
    """
    catalogs = load(locales)
    file = _file(catalogs, tag, locales)
    zone = ZoneInfo(os.environ.get("TIMEZONE", "Europe/Stockholm"))
    name = catalogs[REFERENCE].text(f"language:of.{tag}")
    entries = {key: entry for key, entry in file.entries.items() if entry.is_fuzzy or not unchecked}
    texts, lists = text_rows(catalogs[tag], entries, zone), list_rows(entries)
    make = _printed if is_printed else workbook
    try:
        out.write_bytes(make(catalogs[tag], name, texts, lists))
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written: {error.strerror}") from error
    click.echo(f"{out}: {name}, {len(entries)} entries")


@review.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@json_option
@locales_option
def import_sheet(path: Path, *, dry_run: bool, as_json: bool, locales: Path) -> None:
    """Take what a native reader wrote in FILE. All or nothing; every faulty row is named with its reason.

    Example: hotline review import somali.xlsx --dry-run
    """
    try:
        sheet = read_sheet(path)
    except BadFile as fault:
        raise click.ClickException(f"{path.name} {fault}") from fault
    catalogs = load(locales)
    file = _file(catalogs, sheet.tag, locales)
    done = merge(sheet, file, catalogs)
    is_written = done.is_changed and not dry_run
    if is_written:
        save(locales / sheet.tag / FILE, file.text)
    _tell(done, written=is_written, as_json=as_json)


@review.command("report")
@click.option("--keys", "tag", metavar="TAG", help="Which entries of a language nobody has checked.")
@json_option
@locales_option
def show_report(tag: str | None, *, as_json: bool, locales: Path) -> None:
    """Print for each language how much of it a native reader has checked, who, and when.

    Example: hotline review report --keys so
    """
    catalogs = load(locales)
    found = {each.tag: each for each in standings(catalogs, locales)}
    if tag is not None:
        _known(catalogs, tag)
        for key in found[tag].unreviewed:
            click.echo(json.dumps({"language": tag, "key": key}) if as_json else key)
        return
    for each in found.values():
        click.echo(json.dumps(_facts(each), ensure_ascii=False) if as_json else _line(each))


@review.command("stems")
@click.option("--lang", "tag", metavar="TAG", help="Only of this language.")
@json_option
def show_stems(tag: str | None, *, as_json: bool) -> None:
    """Print words that misled, or were not known, when operators corrected what was understood: for a person to merge.

    No texts are kept: only words, and those are shown only when two people used them or anybody could.

    Example: hotline review stems --lang so
    """
    vocabularies = Vocabularies(load(LOCALES))
    with open_database() as database, database.reading() as session:
        for each in proposals(session, vocabularies, language=tag):
            click.echo(json.dumps(each.facts(), ensure_ascii=False) if as_json else _proposal(each))


def _printed(catalog: Catalog, name: str, texts: Iterable[TextRow], lists: Iterable[ListRows]) -> bytes:
    return page(catalog, name, texts, lists).encode()


def _file(catalogs: Catalogs, tag: str, locales: Path) -> PoFile:
    _known(catalogs, tag)
    if tag == REFERENCE:
        raise click.UsageError(f"{REFERENCE} is what the others are translated from; change it in its file")
    return PoFile((locales / tag / FILE).read_bytes().decode())


def _known(catalogs: Catalogs, tag: str) -> None:
    if tag not in catalogs:
        raise click.UsageError(f"no such language: {tag!r}; there are {', '.join(catalogs)}")


def _tell(done: Merge, *, written: bool, as_json: bool) -> None:
    """Print what was or would be done; exits 1 when a row is faulty."""
    for fault in done.faults:
        click.echo(str(fault), err=True)
    if as_json:
        click.echo(json.dumps({**done.summary(), "written": written}, ensure_ascii=False))
    else:
        entries = f"{len(done.checked)} checked, {len(done.reworded)} with new words"
        forms = f"{len(done.gone)} forms gone, {len(done.come)} come, {len(done.faults)} faults"
        told = f"{entries}, {len(done.waiting)} wait for a second reader, {forms}"
        click.echo(f"{done.tag}: {told}; {'written' if written else 'nothing written'}")
    if done.faults:
        sys.exit(1)


def _facts(each: Standing) -> dict[str, object]:
    return {
        "language": each.tag, "entries": each.entries, "reviewed": each.reviewed, "unreviewed": len(each.unreviewed),
        "reviewers": [{"name": reviewer.name, "day": reviewer.day} for reviewer in each.reviewers],
    }  # fmt: skip


def _line(each: Standing) -> str:
    nobody = "what the others are made from" if each.is_reference else "nobody yet"
    names = "; ".join(map(str, each.reviewers)) or nobody
    return f"{each.tag:<8}{each.reviewed:>6} of {each.entries} reviewed, {len(each.unreviewed)} not: {names}"


def _proposal(each: Proposal) -> str:
    return f"{each.language:<8}{each.times:>4}  {each.word:<24} {each.role:<8} {each.understood} -> {each.meant}"
