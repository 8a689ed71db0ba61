"""The operators' view: login, the board of open requests, one request's whole story, and the phone's recordings."""

from hotline.admin import actions, alarms, corrections, languages, login, views, voice, wishes
from hotline.admin.blueprint import bp

__all__ = ["actions", "alarms", "bp", "corrections", "languages", "login", "views", "voice", "wishes"]
