"""`hotline import`, `export`, `settings` and `operator`: what goes in and out of the database by hand or by script."""

import json
import os
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.errors import BadSetting
from dispatch.models import Organisation, SettingValue
from dispatch.tunables import DOCS, Tunables, show
from hotline import countries
from hotline.admin.accounts import BadAccount, create_operator
from hotline.cli.context import open_database
from hotline.models import Role
from hotline.transfer.applying import apply
from hotline.transfer.exports import EXPORTS
from hotline.transfer.plans import Plan, plan_import
from hotline.transfer.tables import BadFile, Table, read_table
from hotline.transfer.writing import FORMATS

LONG = 1000
"""Rows from which on progress is shown."""

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group("import")
def import_group() -> None:
    """Take organisations and volunteers from a CSV or Excel file. All or nothing; every faulty row is named.

    Example: hotline import volunteers volunteers.csv --dry-run
    """


def _import_command(kind: str, columns: str) -> None:
    @import_group.command(kind, help=f"""Take {kind} from FILE.

        Columns: {columns}. A row that is known already is changed where it differs; the same row changes nothing.

        Example: hotline import {kind} {kind}.csv --dry-run""")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
    @json_option
    def command(file: Path, *, dry_run: bool, as_json: bool) -> None:
        try:
            table = read_table(file)
        except BadFile as fault:
            raise click.ClickException(f"{file.name} {fault}") from fault
        with open_database() as database:
            if dry_run:
                with database.reading() as session:
                    plan = _plan(session, kind, table)
            else:
                with database.work(actor="import") as work:
                    plan = _plan(work.session, kind, table)
                    if not plan.faults:
                        apply(work.session, plan)
        _report(plan, written=not dry_run and not plan.faults, as_json=as_json)


_import_command("organisations", "code,name,kind,contact_name,contact_phone,contact_email")
_import_command(
    "volunteers",
    "phone,name,organisation,languages,areas,kinds,available,vetting,status; lists are separated by semicolons, "
    "empty areas mean everywhere, empty hours any time, an empty status pending",
)


def _plan(session: Session, kind: str, table: Table) -> Plan:
    return plan_import(session, kind, table, datetime.now(UTC), watch=_watched)


def _watched(rows: Sequence[Any]) -> Iterator[Any]:
    if len(rows) < LONG:
        yield from rows
    else:
        with click.progressbar(rows, label="Reading rows", file=sys.stderr) as bar:
            yield from bar


def _report(plan: Plan, *, written: bool, as_json: bool) -> None:
    """Print what was or would be done; exits 1 when a row is faulty."""
    for fault in plan.faults:
        click.echo(str(fault), err=True)
    if as_json:
        click.echo(json.dumps({**plan.summary(), "written": written}, ensure_ascii=False))
    else:
        counts = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.same} the same, {len(plan.faults)} faults"
        click.echo(f"{plan.kind}: {counts}; {'written' if written else 'nothing written'}")
    if plan.faults:
        sys.exit(1)


@click.command()
@click.argument("kind", type=click.Choice(list(EXPORTS)))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="csv", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of stdout.")
def export(kind: str, form: str, output: Path | None) -> None:
    """Write out what the database holds. Volunteers and organisations have the columns of the import.

    In csv and xlsx a cell that begins with = + - @ has an apostrophe before it, so that no spreadsheet runs it.

    Example: hotline export requests --format jsonl --output requests.jsonl
    """
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise click.UsageError("a workbook is not for a terminal; give --output FILE")
    chosen, write = EXPORTS[kind], FORMATS[form]
    with open_database() as database, database.reading() as session:
        if output is None:
            write(chosen.columns, chosen.rows(session), sys.stdout.buffer)
        else:
            _whole_file(output, lambda out: write(chosen.columns, chosen.rows(session), out))


def _whole_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    """Put a file in its place only when it is whole. Only the owner may read it: it holds names and numbers."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".export-", delete=False) as part:
            try:
                write(cast(BinaryIO, part))
                part.close()
                Path(part.name).replace(path)
            finally:
                Path(part.name).unlink(missing_ok=True)
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


@click.group("settings")
def settings_group() -> None:
    """The settings that can be changed while it runs.

    Example: hotline settings set wave_size 5
    """


@settings_group.command("list")
@json_option
def list_settings(*, as_json: bool) -> None:
    """Print every setting with its value, where that comes from, and what it means.

    Example: hotline settings list --json
    """
    with open_database() as database, database.reading() as session:
        stored = {row.name: row.value for row in session.scalars(select(SettingValue))}
        presets = database.presets
    rows = []
    for name, doc in DOCS.items():
        default = show(name, getattr(Tunables(), name))
        source = "database" if name in stored else "environment" if name in presets else "default"
        value = stored.get(name, presets.get(name, default))
        rows.append({"name": name, "value": value, "source": source, "default": default, "doc": doc})
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        click.echo(f"{row['name']} = {row['value'] or '(empty)'}  [{row['source']}]  {row['doc']}")


@settings_group.command("set")
@click.argument("name")
@click.argument("value")
def set_setting(name: str, value: str) -> None:
    """Give a setting a value; it holds at once, in every process.

    Example: hotline settings set quiet_hours 21:00-08:00
    """
    try:
        text = countries.check(name, value)
    except BadSetting as fault:
        raise click.UsageError(str(fault)) from fault
    with open_database() as database, database.work(actor="command line") as work:
        row = SettingValue(name=name, value=text, changed_at=work.now, changed_by=work.actor)
        work.session.merge(row)
    click.echo(f"{name} = {text}")


@click.group("operator")
def operator_group() -> None:
    """The accounts of those who work with the admin view.

    Example: hotline operator add anna@example.org --role operator
    """


@operator_group.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--organisation", metavar="CODE", help="Whose people this account sees; only with the role organisation.")
@json_option
def add_operator(email: str, role: str, organisation: str | None, *, as_json: bool) -> None:
    """Add an account. The password is read from stdin; from a terminal it is made up and printed, this once.

    Example: hotline operator add anna@example.org --role organisation --organisation NUR
    """
    given = "" if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    password = given or secrets.token_urlsafe(12)
    with open_database() as database, database.work(actor="command line") as work:
        organisation_id = _organisation_id(work.session, organisation) if organisation else None
        try:
            operator = create_operator(
                work.session, email, role, password, now=work.now, organisation_id=organisation_id
            )
        except BadAccount as fault:
            raise click.ClickException(str(fault)) from fault
        result = {"email": operator.email, "role": role, "password": None if given else password}
    if as_json:
        click.echo(json.dumps(result))
    else:
        click.echo(f"{result['email']} {role}" + ("" if given else f"{os.linesep}password: {password}"))


def _organisation_id(session: Session, code: str) -> int:
    found = session.execute(select(Organisation.code, Organisation.id))
    ids = {each.casefold(): id for each, id in found}
    if code.casefold() not in ids:
        raise click.ClickException(f"there is no organisation with the code {code!r}")
    return ids[code.casefold()]
