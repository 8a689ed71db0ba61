"""The operators' view: login, the board of open requests, and one request's whole story."""

from hotline.admin import actions, login, views
from hotline.admin.blueprint import bp

__all__ = ["actions", "bp", "login", "views"]
