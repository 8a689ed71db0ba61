"""No test reaches outside this machine: connecting or asking for a foreign name fails at once."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

import pytest

_HERE = {None, "", "localhost", "ip6-localhost", b"localhost"}


class OutsideWorld(RuntimeError):
    """A test tried to reach beyond this machine. Not an OSError, so that no retry swallows it."""


def is_here(host: Any) -> bool:
    """Return whether `host` is this machine's own loopback."""
    if host in _HERE:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _check(host: Any) -> None:
    if not is_here(host):
        raise OutsideWorld(f"a test may not reach {host!r}")


def _guarded_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    def checked(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _check(address[0])
        return connect(self, address)

    return checked


def stay_inside(patch: pytest.MonkeyPatch) -> None:
    """Put the guard on this process's sockets until `patch` is undone."""
    ask = socket.getaddrinfo

    def checked_ask(host: Any, *rest: Any, **more: Any) -> Any:
        _check(host)
        return ask(host, *rest, **more)

    patch.setattr(socket.socket, "connect", _guarded_connect(socket.socket.connect), raising=True)
    patch.setattr(socket.socket, "connect_ex", _guarded_connect(socket.socket.connect_ex), raising=True)
    patch.setattr(socket, "getaddrinfo", checked_ask)
