"""The web application in this process, on a database of the test's own."""

from pathlib import Path

from flask import Flask

from hotline import wiring
from hotline.app import create_app
from hotline.settings import Settings
from hotline.simulator import ACCOUNT_SID, AUTH_TOKEN, LINE_NUMBER


def settings_for(database_url: str, redis_url: str, folder: Path) -> Settings:
    """Return settings as a process would read them from its environment."""
    return Settings.from_env(
        {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": "only-for-the-tests-" * 3,
            "PUBLIC_URL": "http://localhost",
            "TWILIO_ACCOUNT_SID": ACCOUNT_SID,
            "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
            "TWILIO_API_URL": "http://127.0.0.1:9",
            "HOTLINE_NUMBER": LINE_NUMBER,
            "HOTLINE_QUIET_HOURS": "",
            "VAR_DIR": str(folder),
        }
    )


def an_app(database_url: str, redis_url: str, folder: Path) -> Flask:
    """Return the application as `hotline web` serves it."""
    return create_app(wiring.build(settings_for(database_url, redis_url, folder)))
