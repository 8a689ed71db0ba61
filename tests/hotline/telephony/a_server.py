"""A little HTTP server on loopback that answers as it is told, or does not answer at all."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from twilio.rest import Client


@dataclass
class Server:
    """`status` 0 hangs up without a word; `silent` takes the call and never answers."""

    address: str = ""
    status: int = 201
    answer: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    silent: bool = False
    raw: bytes | None = None
    calls: list[tuple[str, str, dict[str, list[str]]]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


def hang_up(client: Client) -> None:
    """Close the connections that a client keeps."""
    http: Any = client.http_client
    http.session.close()


@contextmanager
def a_server() -> Iterator[Server]:
    """Serve until the block ends."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._reply(parse_qs(form, keep_blank_values=True))

        def do_GET(self) -> None:
            self._reply(parse_qs(urlsplit(self.path).query))

        do_DELETE = do_GET  # noqa: N815 - the name the library looks for

        def _reply(self, fields: dict[str, list[str]]) -> None:
            state.calls.append((self.command, urlsplit(self.path).path, fields))
            if state.silent:
                state.released.wait(20)
            if state.silent or not state.status:
                self.close_connection = True
                return
            body = state.raw if state.raw is not None else json.dumps(state.answer).encode()
            self.send_response(state.status)
            for name, value in {**state.headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
