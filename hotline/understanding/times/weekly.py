"""What a text says of help that comes every week: that it shall, that one time is left out or moved, or its end."""

from collections.abc import Iterable, Sequence
from typing import Literal

from hotline.understanding.lists.lexicon import Hit

Weekly = Literal["", "every", "skip", "move", "end"]

_BY_ITSELF: tuple[tuple[str, Weekly], ...] = (
    ("series:end", "end"),
    ("series:skip", "skip"),
    ("series:move", "move"),
    ("series:weekly", "every"),
)
"""In the order in which they count: "not every week any more" says "every week" too."""


def weekly(hits: Iterable[Hit], weekdays: Sequence[int], *, has_needs: bool) -> Weekly:
    """What is said of it; "" for nothing.

    weekdays: where the names of weekdays stand. "Every" counts only beside one of them, so that "every day" is no week.
    A weak line counts only where no need is named.
    """
    said = [hit for hit in hits if hit.name.startswith("series:") and not (hit.is_weak and has_needs)]
    found = {hit.name for hit in said}
    for name, meaning in _BY_ITSELF:
        if name in found:
            return meaning
    beside = {place + step for hit in said if hit.name == "series:every" for place in hit.at for step in (-1, 0, 1)}
    return "every" if beside.intersection(weekdays) else ""
