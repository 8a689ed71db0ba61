"""Where each language stands: how much of it a native reader has checked, who, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hotline.catalogs import FILE, REFERENCE, Catalog, Catalogs
from hotline.review.po import Reviewer, reviewers_of

_HEADER = 4096
"""Characters in which the header of a file ends."""


@dataclass(frozen=True)
class Standing:
    """One language. unreviewed: the keys that nobody has checked. is_reference: what the others are translated from."""

    tag: str
    own_name: str
    direction: str
    entries: int
    unreviewed: tuple[str, ...]
    reviewers: tuple[Reviewer, ...]
    is_reference: bool

    @property
    def reviewed(self) -> int:
        """How many entries a native reader has checked."""
        return self.entries - len(self.unreviewed)

    @property
    def percent(self) -> int:
        """The same as a whole share of a hundred; 100 only when nothing is left."""
        return self.reviewed * 100 // self.entries


def standings(catalogs: Catalogs, folder: Path) -> Sequence[Standing]:
    """Return every language that is offered, in the order of the catalogs. folder: where their files are."""
    return [standing(catalog, folder) for catalog in catalogs.values()]


def standing(catalog: Catalog, folder: Path) -> Standing:
    """Return where one language stands."""
    with (folder / catalog.tag / FILE).open(encoding="utf-8") as file:
        header = file.read(_HEADER).partition("\n\n")[0]
    return Standing(
        catalog.tag, catalog.own_name, catalog.direction, len(catalog.entries), catalog.unreviewed,
        reviewers_of(header), catalog.tag == REFERENCE,
    )  # fmt: skip
