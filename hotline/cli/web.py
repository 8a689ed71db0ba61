"""`hotline web`: the web process alone."""

import os

import click

from hotline.cli.options import host_option, port_option
from hotline.processes import web as process
from hotline.processes.private import kept_secret, make_private, web_needs
from hotline.settings import Settings
from hotline.simulator.wsgi import create_demo_app


@click.command()
@port_option
@host_option
@click.option("--simulator", is_flag=True, help="Serve the telephone simulator too.")
def web(port: int, host: str, *, simulator: bool) -> None:
    """Run the web process alone.

    Example: hotline web --host 0.0.0.0 --port 8080
    """
    needed = web_needs(os.environ, host)
    settings = Settings.from_env(os.environ, port=port, required=needed)
    if not settings.secret_key:
        make_private(settings.var_dir)
        own = {**os.environ, "SECRET_KEY": kept_secret(settings.var_dir, "secret-key")}
        settings = Settings.from_env(own, port=port, required=needed)
    process.serve(settings, host=host, port=port, make=create_demo_app if simulator else None)
