"""The line with the stand-in mounted beside it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from hotline import wiring
from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN
from hotline.simulator.wsgi import NotTheSimulator, create_demo_app
from hotline.wiring import Context
from tests.support.app import settings_for


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    made = wiring.build(settings_for(f"sqlite:///{tmp_path}/line.sqlite", "redis://127.0.0.1:9/0", tmp_path))
    yield made
    made.database.engine.dispose()


def test_the_page_and_the_carrier_stand_below_simulator(context: Context) -> None:
    app = create_demo_app(context)
    browser = Client(app)
    assert browser.get("/simulator/").status_code == 200
    answer = browser.get(
        f"/simulator/carrier/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json", auth=(ACCOUNT_SID, AUTH_TOKEN)
    )
    simulator: Any = app.mounts["/simulator"]
    simulator.extensions["exchange"].close()
    assert answer.json == {**(answer.json or {}), "messages": []}


def test_a_real_carriers_account_is_refused(context: Context) -> None:
    for settings in (
        replace(context.settings, account_sid="AC" + "1" * 32),
        replace(context.settings, auth_token="2" * 32),
    ):
        with pytest.raises(NotTheSimulator):
            create_demo_app(replace(context, settings=settings))
