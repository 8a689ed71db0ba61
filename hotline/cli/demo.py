"""`hotline demo`: everything, with invented people and a telephone simulator."""

import os

import click

from hotline.cli.options import port_option
from hotline.processes import launch
from hotline.processes.demo import demo_plan


@click.command()
@port_option
def demo(port: int) -> None:
    """Run everything with invented people and a telephone simulator. Nothing ever reaches a real telephone.

    Example: hotline demo --port 8080
    """
    if os.environ.get("TWILIO_ACCOUNT_SID", "").strip():
        raise click.UsageError(
            "TWILIO_ACCOUNT_SID is set: the demo has a carrier of its own and must not be near a real account. "
            "Unset it, or use `hotline run`."
        )
    launch.run(demo_plan(os.environ, port, tell=click.echo))
