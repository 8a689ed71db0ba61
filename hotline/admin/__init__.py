"""The operators' view: login, the board of open requests, one request's whole story, and the phone's recordings."""

from hotline.admin import actions, login, views, voice
from hotline.admin.blueprint import bp

__all__ = ["actions", "bp", "login", "views", "voice"]
