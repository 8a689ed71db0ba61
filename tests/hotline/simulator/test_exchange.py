"""One world for several processes."""

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from hotline.simulator import delivery, errands
from hotline.simulator.exchange import Exchange
from hotline.simulator.faults import UnknownFault
from hotline.simulator.handsets import FICTION
from hotline.simulator.line import send_text
from hotline.simulator.records import Draft
from tests.hotline.simulator.conftest import KARIN, Application
from tests.hotline.simulator.neighbour import change_the_world


def test_processes_that_open_a_new_world_at_once_share_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "simulator.sqlite"
    with ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn")) as pool:
        versions = list(pool.map(change_the_world, [path] * 4))
    assert max(versions) == 41


def test_what_one_process_left_another_does(exchange: Exchange, application: Application) -> None:
    callback = f"{application.address}/twilio/status"
    with exchange.store.writing() as db:
        exchange.ledger.add_text(db, "SM1", Draft(exchange.number, KARIN, "hej"), state="queued")
        errands.put(db, errands.Errand("receipt", "SM1", callback, [(0.0, "sent", "")]))
    other = Exchange(exchange.store.path, public_url=exchange.public_url, pace=0.0)
    assert other.settle()
    other.close()
    assert application.states("SM1") == ["sent"]


def test_a_closed_exchange_opens_again_where_it_was(exchange: Exchange, application: Application) -> None:
    send_text(exchange, KARIN, "hej")
    exchange.close()
    assert [text.body for text in exchange.texts(KARIN)] == ["hej"]


def test_many_texts_are_reported_in_order_and_soon(exchange: Exchange, application: Application) -> None:
    began = time.monotonic()
    callback = f"{application.address}/twilio/status"
    with ThreadPoolExecutor(8) as pool:
        drafts = [Draft(exchange.number, KARIN, str(n), callback=callback) for n in range(100)]
        taken = list(pool.map(lambda draft: delivery.take(exchange, draft), drafts))
    assert exchange.settle(30)
    assert time.monotonic() - began < 15
    assert {tuple(application.states(sid)) for sid, _ in taken} == {("sent", "delivered")}


def test_parallel_copies_of_a_text_are_one_text(exchange: Exchange, application: Application) -> None:
    application.answer = "<Response><Message>Tack</Message></Response>"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: send_text(exchange, KARIN, "hej", sid="SM" + "0" * 32), range(8)))
    assert {status for status, _ in answers} == {200}
    assert [text.body for text in exchange.texts(KARIN)] == ["hej", "Tack"]


def test_an_unknown_fault_is_a_slip(exchange: Exchange) -> None:
    with pytest.raises(UnknownFault):
        exchange.set_fault(KARIN, "tired")
    with pytest.raises(UnknownFault):
        exchange.set_trouble("tired")


@pytest.mark.parametrize("number", ["+46701740605", "+46701740699", "+46846500401", "+46313900600", "+46406280499"])
def test_numbers_of_fiction_may_be_handsets(number: str) -> None:
    assert FICTION.fullmatch(number)


@pytest.mark.parametrize("number", ["+46701740604", "+46701740700", "+46701234567", "+4670174060", ""])
def test_other_numbers_may_not(number: str) -> None:
    assert not FICTION.fullmatch(number)
