"""Logs: one JSON object a line on stderr, a constant event with ids, never a number, a name, an address or a text.

The masking here is the last defence, not the first: whoever logs still passes ids only.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Any, TextIO

import structlog

__all__ = ["bound", "configure", "mask", "mask_numbers"]

MASK = "[number]"
LOOKS_LIKE_A_NUMBER = re.compile(r"(?<![0-9A-Za-z])\+?\(?\d(?:[ \u00a0()/-]{0,2}\d){6,}(?![0-9A-Za-z])")
"""Seven digits or more, with the marks people put between them. Ids of the carrier and UUIDs hold letters and stay."""

LONGEST_COUNT = 10**9
"""A whole number above this is a telephone number sooner than a count."""

NOISY = ("alembic", "rq", "urllib3", "twilio.http_client", "werkzeug")

Event = MutableMapping[str, Any]
log = logging.getLogger(__name__)


def mask(value: Any) -> Any:
    """Return `value` with everything that looks like a telephone number replaced, also inside lists and mappings."""
    if isinstance(value, str):
        return LOOKS_LIKE_A_NUMBER.sub(MASK, value)
    if isinstance(value, int) and abs(value) > LONGEST_COUNT:
        return MASK
    if isinstance(value, dict):
        return {mask(key): mask(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask(part) for part in value]
    return value


def mask_numbers(_logger: Any, _method: str, event: Event) -> Event:
    """Mask every field of a log event but its own time (a structlog processor)."""
    return {name: value if name == "timestamp" else mask(value) for name, value in event.items()}


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the logs of this process, the libraries' too, to `stream` (stderr) as JSON lines. Safe to call again."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _as_text,
                mask_numbers,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=_plain),
            ],
        )
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    sys.excepthook = _log_crash


def bound(**ids: str | int) -> AbstractContextManager[None]:
    """Put ids, e.g. job_id, on every log line of a block."""
    return structlog.contextvars.bound_contextvars(**ids)


def _as_text(_logger: Any, _method: str, event: Event) -> Event:
    """Turn what JSON does not know into text first, so that the mask sees it."""
    return {name: _plain_parts(value) for name, value in event.items()}


def _plain_parts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain_parts(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_parts(part) for part in value]
    return value if isinstance(value, str | int | float | bool | None) else _plain(value)


def _plain(value: Any) -> str:
    return str(value)


def _log_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("crashed", exc_info=(kind, error, trace))
