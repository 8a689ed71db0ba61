"""Anybody before the real application."""

from tests.hotline.admin.conftest import app, browser, clock, context, maria, stranger

__all__ = ["app", "browser", "clock", "context", "maria", "stranger"]
