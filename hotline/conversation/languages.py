"""The menu of languages by text: every language in its own name, those she can surely read first."""

from collections.abc import Sequence

from hotline.conversation.talk import Known, Say, say
from hotline.understanding import script

LATIN = "LATIN"
FEW = 5
"""So many names fit one text in any script. More are told in two: other scripts halve what a text holds."""


def in_order(known: Known, heard: str) -> tuple[str, ...]:
    """The languages as the numbers of the menu shall name them, beginning with those in the script of what she wrote.

    Those in Latin letters stand together, and so do all others, so that each text is in one alphabet.
    """
    hers = script(heard) if script(heard) in {script(name) for _, name in known.languages} else LATIN
    ranked = sorted(known.languages, key=lambda each: _rank(each[1], hers))
    return tuple(tag for tag, _ in ranked)


def menu(options: Sequence[int | str], known: Known) -> tuple[Say, ...]:
    """The menu for these tags: one text, or one for each alphabet, with the numbers going on."""
    names = dict(known.languages)
    shown = [names[str(tag)] for tag in options if tag in names]
    if len(shown) <= FEW:
        return (say("ask.language", choices=shown),)
    is_latin = _is_latin(shown[0])
    turn = next((at for at, name in enumerate(shown) if _is_latin(name) is not is_latin), len(shown))
    parts = [(shown[at:end], at + 1) for at, end in ((0, turn), (turn, len(shown))) if at < end]
    return tuple(say("ask.language", choices=choices, first=first) for choices, first in parts)


def _rank(name: str, hers: str) -> tuple[bool, bool]:
    written = script(name)
    return (written == LATIN) is not (hers == LATIN), written != hers


def _is_latin(name: str) -> bool:
    return script(name) == LATIN
