"""The command line: results on stdout, talk on stderr; exits 0, 1 (did not work) or 2 (wrong use)."""

import importlib
import os
from collections.abc import Mapping

import click
from sqlalchemy.exc import SQLAlchemyError

from hotline import logs
from hotline.catalogs import IncompleteLanguage
from hotline.processes.errors import NotStarted
from hotline.settings import BadConfiguration

COMMANDS: Mapping[str, str] = {
    "clock": "hotline.cli.background:clock",
    "db": "hotline.cli.database:db",
    "demo": "hotline.cli.demo:demo",
    "doctor": "hotline.cli.doctor:doctor",
    "export": "hotline.cli.transfer:export",
    "import": "hotline.cli.transfer:import_group",
    "operator": "hotline.cli.transfer:operator_group",
    "prompts": "hotline.cli.prompts:prompts",
    "review": "hotline.cli.review:review",
    "run": "hotline.cli.run:run",
    "settings": "hotline.cli.transfer:settings_group",
    "simulate": "hotline.cli.simulate:simulate",
    "understand": "hotline.cli.understand:understand",
    "web": "hotline.cli.web:web",
    "worker": "hotline.cli.background:worker",
}
"""Where each command is. They are loaded when asked for: the processes bring a second's worth of libraries."""

WRONG_USE = (BadConfiguration, IncompleteLanguage)
DID_NOT_WORK = (NotStarted, SQLAlchemyError)


class HotlineGroup(click.Group):
    """The commands above, loaded late; what goes wrong on purpose becomes one message and the right exit code."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except WRONG_USE as error:
            raise WrongUse(str(error)) from error
        except DID_NOT_WORK as error:
            raise click.ClickException(_reason(error)) from error


@click.group(cls=HotlineGroup)
@click.version_option(package_name="hotline")
def cli() -> None:
    """A help line by text: residents ask, volunteers answer, operators see.

    Example: hotline demo --port 8080
    """
    logs.configure()


def main() -> None:
    """Run the command line and exit. Whatever it writes is for its owner alone: there are names and addresses in it."""
    os.umask(0o077)
    cli.main(prog_name="hotline")


class WrongUse(click.ClickException):
    """A failure that the person at the command line must put right first."""

    exit_code = 2


def _reason(error: Exception) -> str:
    """Return what went wrong in one line, without the statement and the values that the database was given."""
    original = getattr(error, "orig", None) or error
    return next((line.strip() for line in str(original).splitlines() if line.strip()), type(error).__name__)
