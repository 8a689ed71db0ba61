"""`hotline doctor`: is everything as it must be? One line each: ok, or what to do."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime

import click

from hotline.diagnosis import Finding, examine
from hotline.settings import BadConfiguration, Settings, to_send

MARKS = {True: "ok", False: "!!"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line: name, ok, text.")
@click.option("--port", type=click.IntRange(1, 65535), default=8080, help="Of the web process, without PUBLIC_URL.")
def doctor(port: int, *, as_json: bool) -> None:
    """Look at configuration, database, Redis, workers, clock, webhooks, number and languages.

    Exits 1 when something is wrong.

    Example: hotline doctor --json
    """
    sound = True
    for finding in _findings(port):
        sound = sound and finding.ok
        line = {"name": finding.name, "ok": finding.ok, "text": finding.text}
        text = json.dumps(line, ensure_ascii=False) if as_json else _line(finding)
        click.echo(text)
    if not sound:
        raise SystemExit(1)


def _findings(port: int) -> Iterator[Finding]:
    try:
        settings = Settings.from_env(os.environ, port=port, required=to_send(os.environ))
    except BadConfiguration as wrong:
        yield from (Finding("configuration", ok=False, text=fault) for fault in wrong.faults)
        return
    yield Finding("configuration", ok=True, text="complete")
    yield from examine(settings, datetime.now(UTC))


def _line(finding: Finding) -> str:
    return f"{MARKS[finding.ok]}  {finding.name:<13}  {finding.text}"
