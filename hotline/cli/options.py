"""Options that several commands share."""

from collections.abc import Callable
from typing import Any

import click

Option = Callable[[Callable[..., Any]], Callable[..., Any]]

port_option: Option = click.option(
    "--port", type=click.IntRange(1, 65535), default=8080, show_default=True, help="Where the web process listens."
)
host_option: Option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address it listens on; 0.0.0.0 is every one."
)
