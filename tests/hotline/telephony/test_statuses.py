"""Every word the carrier has for a text's fate has one of ours, and only those the core knows."""

import pytest

from dispatch.receipts import EVENTS
from hotline.telephony.statuses import STATES, state_of


def test_every_state_is_one_the_core_takes() -> None:
    assert set(STATES.values()) == set(EVENTS)


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("queued", "accepted"), ("sending", "accepted"), ("sent", "sent"), ("delivered", "delivered"),
        ("read", "delivered"), ("undelivered", "undelivered"), ("failed", "failed"), ("canceled", "failed"),
        (" Delivered ", "delivered"), ("received", None), ("receiving", None), ("", None), ("nonsense", None),
    ],
)  # fmt: skip
def test_the_carriers_words(word: str, state: str | None) -> None:
    assert state_of(word) == state
