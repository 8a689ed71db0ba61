"""What a text costs on the air, and how to write it so that it costs no more than it must."""

import unicodedata
from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
BUDGET_PARTS = 2

# Bidi controls, soft hyphen, zero-width space, byte order mark. The joiners stay: Persian and emoji need them.
_INVISIBLE = "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys("‘’‚‛′`´‹›", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "•": "-",
        "\t": " ",
        "\u2028": "\n",
        "\u2029": "\n",
    }
)


@dataclass(frozen=True)
class Segments:
    """encoding: "GSM-7" or "UCS-2". length: septets or 16-bit units. parts: how many are billed."""

    encoding: str
    length: int
    parts: int


def segments(text: str) -> Segments:
    """Count `text` as the network does; an escape or surrogate pair is never split over two parts."""
    is_gsm = all(ch in GSM_BASIC or ch in GSM_EXTENDED for ch in text)
    costs = [2 if (ch in GSM_EXTENDED if is_gsm else ord(ch) > 0xFFFF) else 1 for ch in text]
    alone, joined = (160, 153) if is_gsm else (70, 67)
    length = sum(costs)
    parts = 1 if length <= alone else _joined_parts(costs, joined)
    return Segments("GSM-7" if is_gsm else "UCS-2", length, parts)


def _joined_parts(costs: list[int], room: int) -> int:
    parts, used = 1, 0
    for cost in costs:
        if used + cost > room:
            parts, used = parts + 1, 0
        used += cost
    return parts


def normalise(text: str) -> str:
    """Plain quotes, dashes and spaces, LF line ends, composed letters, no control characters, no blank ends."""
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_plain_character(ch) for ch in composed.translate(_PLAIN)).strip()


def _plain_character(ch: str) -> str:
    category = unicodedata.category(ch)
    if category == "Zs":
        return " "
    return "" if category in {"Cc", "Cs"} and ch != "\n" else ch


def in_plain_letters(text: str) -> str:
    """The text in the cheap alphabet when only accents keep it out (Kurmancî: Kurmanci); otherwise as it is."""
    plain = "".join(ch if ch in GSM_BASIC else unicodedata.normalize("NFKD", ch)[0] for ch in text)
    return plain if segments(plain).encoding == "GSM-7" else text


def is_within_two_parts(text: str) -> bool:
    """Whether `text` fits the budget of every text we write ourselves."""
    return segments(text).parts <= BUDGET_PARTS


def storable(text: str) -> str:
    """What came in, without the characters no database or log takes: NUL and other controls, and half pairs."""
    if text.isprintable():  # nothing of the kind in it, which is quickly said
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(ch for ch in whole if ch in "\n\t" or unicodedata.category(ch) != "Cc")
