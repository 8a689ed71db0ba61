"""Which command a sentence is about that is none itself ("my daughter has done it, nobody has to come any more")."""

from collections.abc import Iterable

from hotline.understanding.lists.lexicon import Hit
from hotline.understanding.needs import ALWAYS

TELLING = frozenset({"status", "help"})
"""What may be told at once, since nothing is done by it; of the others she is asked."""

_PREFIX = "about:"


def about(hits: Iterable[Hit], spoken: str | None) -> tuple[str, tuple[int, ...]]:
    """The command of `lexicon:about:<command>` that most words speak for, the first of equals, and where they stand.

    They are read in the `spoken` language, Swedish and English (None: in all), without typing errors. Empty for none.
    """
    tags = {spoken, *ALWAYS}
    own = [hit for hit in hits if hit.name.startswith(_PREFIX) and (spoken is None or hit.tag in tags)]
    most = max(own, key=lambda hit: len(hit.at), default=None)
    return (most.name.removeprefix(_PREFIX), most.at) if most else ("", ())
