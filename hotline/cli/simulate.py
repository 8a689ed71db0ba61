"""`hotline simulate`: what a period would have been with other settings, or what a place that is planned would be."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import click

from dispatch import tunables
from dispatch.db import Database
from dispatch.errors import BadSetting
from dispatch.learning import Knowledge
from dispatch.models import SettingValue
from dispatch.policy import Limits
from dispatch.tunables import Tunables
from dispatch.whatif.past import read_past
from dispatch.whatif.people import Population
from dispatch.whatif.report import Line, courses_of, lines
from dispatch.whatif.scenes import Scene, make
from dispatch.whatif.strategies import WAYS
from dispatch.whatif.world import World
from hotline.cli.context import open_database

DAY = click.DateTime(formats=["%Y-%m-%d"])
COLUMNS = ("language", "requests", "matched", "in time", "median min", "p95 min", "texts", "volunteers", "kronor")
MOST = 100_000
"""Requests or volunteers that may be made up: more would run for hours."""


@click.command()
@click.option("--from", "start", type=DAY, help="The first day of the period.")
@click.option("--to", "end", type=DAY, help="The day after its last.")
@click.option("--set", "changes", multiple=True, metavar="NAME=VALUE", help="A setting to try; may be repeated.")
@click.option("--made-up", metavar="NAME=VALUE,…", help="A place to plan: requests, volunteers, days, languages.")
@click.option("--seed", type=int, default=1, show_default=True, help="What chance is drawn from.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def simulate(
    start: datetime | None, end: datetime | None, changes: tuple[str, ...], *, made_up: str | None, seed: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Replay a period's requests in a virtual clock, with the settings now and as --set says, beside what happened.

    The volunteers are those of today; how they answer is drawn from what has been learned of each. A wait counts only
    the minutes in which people may be texted. Nothing is sent and nothing is stored.

    Examples: hotline simulate --from 2026-11-01 --to 2026-11-15 --set weekly_texts=2

    hotline simulate --made-up requests=300,volunteers=400,days=28,languages=sv:60/ar:25/so:15
    """
    settings = _read_changes(changes)
    if made_up is not None and start is None and end is None:
        tables = _plan(_read_scene(made_up), settings, seed)
    elif made_up is None and start is not None and end is not None:
        with open_database() as database:
            tables = _replay(database, settings, (start, end), seed)
    else:
        raise click.UsageError("Give either --from and --to, or --made-up.")
    for title, table in tables.items():
        _show(title, table, as_json=as_json)


def _replay(
    database: Database, changes: Mapping[str, str], days: tuple[datetime, datetime], seed: int
) -> Mapping[str, Sequence[Line]]:
    start, end = (day.replace(tzinfo=database.zone).astimezone(UTC) for day in days)
    if start >= end:
        raise click.UsageError("--from must be before --to.")
    stored = _stored(database)
    now = tunables.effective(stored, database.presets)
    past = read_past(database, now, start, end, seed=seed)
    if not past.courses:
        raise click.ClickException(f"no request was opened from {days[0]:%Y-%m-%d} until before {days[1]:%Y-%m-%d}")
    tables = {"as it was": lines(past.courses, now.part_price, past.parts)}
    tried = {"settings now": now}
    if changes:
        tried[_title(changes)] = tunables.effective({**stored, **changes}, database.presets)
    for title, settings in tried.items():
        limits = Limits.of(settings, database.zone, past.knowledge)
        world = _run(past.population, limits, seed, title)
        tables[title] = lines(courses_of(world, limits), settings.part_price, past.parts)
    return tables


def _stored(database: Database) -> dict[str, str]:
    with database.reading() as session:
        return {row.name: row.value for row in session.query(SettingValue)}


def _plan(scene: Scene, changes: Mapping[str, str], seed: int) -> Mapping[str, Sequence[Line]]:
    tried = {"default settings": Tunables()}
    if changes:
        tried[_title(changes)] = tunables.load(changes)
    tables = {}
    for title, settings in tried.items():
        zone = ZoneInfo("Europe/Stockholm")
        limits = Limits.of(settings, zone, Knowledge())
        world = _run(make(scene, seed, zone, settings.quiet_hours), limits, seed, title)
        tables[title] = lines(courses_of(world, limits), settings.part_price, {})
    return tables


def _run(population: Population, limits: Limits, seed: int, title: str) -> World:
    """Let a world happen, with a bar on a terminal that moves with the virtual days."""
    world = World(population, WAYS["waves"], limits, seed)
    first = population.wishes[0].at
    days = (population.wishes[-1].at - first).days + 2
    with click.progressbar(length=days, label=title, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        shown = 0
        for now in world.run():
            if (day := min(days, (now - first) // timedelta(days=1))) > shown:
                bar.update(day - shown)
                shown = day
    return world


def _title(changes: Mapping[str, str]) -> str:
    return "with " + ", ".join(f"{name}={value}" for name, value in changes.items())


def _read_changes(changes: Sequence[str]) -> Mapping[str, str]:
    pairs = _pairs(changes, "--set")
    try:
        tunables.load(pairs)
    except BadSetting as fault:
        raise click.UsageError(str(fault)) from fault
    return pairs


def _read_scene(text: str) -> Scene:
    said = _pairs(text.split(","), "--made-up")
    unknown = set(said) - set(_SCENE)
    if unknown:
        raise click.UsageError(f"--made-up: {min(unknown)!r} is not known; there are {', '.join(_SCENE)}.")
    try:
        return Scene(**{name: _SCENE[name](raw) for name, raw in said.items()})
    except ValueError as fault:
        raise click.UsageError(f"--made-up: {fault}.") from fault


def _pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    pairs = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise click.UsageError(f"{option}: {text!r} is not NAME=VALUE.")
        pairs[name.strip()] = value.strip()
    return pairs


def _whole(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or not 1 <= int(raw) <= MOST:
        raise ValueError(f"{raw!r} is not a whole number from 1 to {MOST}")
    return int(raw)


def _shares(raw: str) -> dict[str, float]:
    shares = {}
    for part in raw.split("/"):
        language, _, share = part.partition(":")
        if not language or not share.isdigit() or not int(share):
            raise ValueError(f"{part!r} is not a language and its share, like sv:60/ar:25/so:15")
        shares[language] = float(share)
    total = sum(shares.values())
    return {language: share / total for language, share in shares.items()}


_SCENE: Mapping[str, Callable[[str], Any]] = {
    "requests": _whole, "volunteers": _whole, "days": _whole, "languages": _shares,
}  # fmt: skip


def _show(title: str, table: Sequence[Line], *, as_json: bool) -> None:
    if as_json:
        for line in table:
            facts = {name: float(each) if isinstance(each, Decimal) else each for name, each in asdict(line).items()}
            click.echo(json.dumps({"settings": title, **facts}))
        return
    click.echo(title)
    click.echo(_row(COLUMNS))
    for line in table:
        click.echo(_row([_cell(getattr(line, each.name)) for each in fields(line)]))
    click.echo()


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _row(cells: Sequence[str]) -> str:
    return f"{cells[0]:<9}" + "".join(f"{cell:>11}" for cell in cells[1:])
