"""Which script a text is in."""

import unicodedata

_LONGEST = 400


def script(text: str) -> str:
    """The script most of a text's letters are in, by the first word of their Unicode names ("LATIN", "ARABIC")."""
    counts: dict[str, int] = {}
    for ch in text[:_LONGEST]:
        if ch.isalpha():
            name = "LATIN" if ch.isascii() else unicodedata.name(ch, "?").split()[0]
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name], default="")
