"""The operators' view: login, the board of open requests, one request's whole story, and the phone's recordings."""

from hotline.admin import (
    actions,
    alarms,
    changing,
    corrections,
    languages,
    login,
    page,
    people,
    views,
    voice,
    wishes,
    writing,
)
from hotline.admin.blueprint import bp

__all__ = [
    "actions",
    "alarms",
    "bp",
    "changing",
    "corrections",
    "languages",
    "login",
    "page",
    "people",
    "views",
    "voice",
    "wishes",
    "writing",
]
