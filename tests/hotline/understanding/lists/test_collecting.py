"""The garbage collector rests while much is made, and works again after it, whatever happened."""

import gc

import pytest

from hotline.understanding.lists.collecting import uncollected


def test_the_collector_works_again_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_even_when_something_fails() -> None:
    with pytest.raises(ValueError, match="no pattern"), uncollected():
        raise ValueError("no pattern")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
