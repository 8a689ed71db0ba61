"""Logs are JSON lines with ids, and no telephone number gets through them."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import structlog

from hotline import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    before = logging.root.handlers, logging.root.level
    stream = io.StringIO()
    logs.configure(stream=stream)
    yield stream
    logging.root.handlers, logging.root.level = before[0], before[1]
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_with_event_level_time_and_ids(written: io.StringIO) -> None:
    logging.getLogger("dispatch.outbox").info("message_sent", extra={"message_id": 7})
    (line,) = lines(written)
    assert (line["event"], line["level"], line["message_id"]) == ("message_sent", "info", 7)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "number", ["+46701740605", "0701740605", "070-174 06 05", "+46 (0)70-174 06 05", "46701740605", "0046701740605"]
)
def test_a_number_never_gets_through_wherever_it_is(written: io.StringIO, number: str) -> None:
    log = logging.getLogger("any")
    log.info("from %s", number, extra={"people": [{"phone": number}]})
    try:
        raise ValueError(f"no such person: {number}")
    except ValueError:
        log.exception("failed")
    structlog.get_logger().info("seen", number=number)
    assert len(lines(written)) == 3
    assert number not in written.getvalue()


def test_ids_and_ordinary_figures_stay() -> None:
    plain = ["SM" + uuid4().hex, "message-123456-try-1", "10.0.0.1", "a 15:30 visit", 4194304, 12.5, None, True]
    assert logs.mask(plain) == plain


def test_a_number_as_a_whole_number_is_masked() -> None:
    assert logs.mask({"id": 46701740605}) == {"id": logs.MASK}


def test_ids_are_bound_to_a_block(written: io.StringIO) -> None:
    with logs.bound(job_id="step-7"):
        logging.getLogger("any").info("inside")
    logging.getLogger("any").info("outside")
    inside, outside = lines(written)
    assert inside["job_id"] == "step-7"
    assert "job_id" not in outside
