"""Which language the simulator's page is in, and its words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import request

from hotline.catalogs import Catalogs

COOKIE = "language"
"""The same that the other pages set, so that a choice made there holds here."""


@dataclass(frozen=True)
class Words:
    """The languages there are and where we are. timezone: IANA."""

    catalogs: Catalogs
    default: str
    timezone: str

    def language(self) -> str:
        """Return the tag of this page's language: from the link, the cookie or the browser."""
        for tag in (request.args.get("lang"), request.cookies.get(COOKIE)):
            if tag in self.catalogs:
                return str(tag)
        return request.accept_languages.best_match(list(self.catalogs), self.default) or self.default

    def say(self, name: str, /, **fields: Any) -> str:
        """Return a sentence of this page. Raises KeyError for an unknown name."""
        return self.within(self.language(), name, **fields)

    def within(self, language: str, name: str, /, **fields: Any) -> str:
        """Return a sentence in one language, or in the page's own where that is none of ours."""
        tag = language if language in self.catalogs else self.language()
        return self.catalogs[tag].text(f"web:{name}", **fields)

    def own_name(self, language: str) -> str:
        """Return what a language calls itself, or its tag."""
        return self.catalogs[language].own_name if language in self.catalogs else language

    def direction(self) -> str:
        """Return "ltr" or "rtl", for this page."""
        return self.catalogs[self.language()].direction

    def clock(self, moment: datetime) -> str:
        """Return the time of day here, with seconds."""
        return moment.astimezone(ZoneInfo(self.timezone)).strftime("%H:%M:%S")
