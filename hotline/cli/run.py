"""`hotline run`: everything on one small machine."""

import os

import click

from hotline.cli.options import host_option, port_option
from hotline.processes import launch


@click.command()
@port_option
@host_option
def run(port: int, host: str) -> None:
    """Run everything on this machine until Ctrl-C: web, worker, clock, and Redis unless REDIS_URL names one.

    Example: hotline run --port 8080
    """
    launch.run(launch.Plan(os.environ, host, port, ready=lambda: click.echo(f"up at http://{host}:{port}/")))
