"""Whether a voice document is one that the carrier can use and that this line may send."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from hotline.simulator import LINE_NUMBER
from hotline.simulator.calls import document
from hotline.telephony.voices import HEARS, VOICES, Voice

LAST = frozenset({"Record", "Redirect", "Hangup", "Reject"})
"""Nothing after one of these is ever reached; nor after a Dial with an action."""

ADDRESSES = ("action", "url", "statusCallback", "recordingStatusCallback", "partialResultCallback", "amdStatusCallback")
PATIENCE = 10
"""Seconds that a caller has at least."""


def faults(
    xml: str, *, voices: Mapping[str, Voice] = VOICES, number: str = LINE_NUMBER, public_url: str = ""
) -> list[str]:
    """Return what is wrong with a voice document, in words; nothing is wrong with an empty list.

    The structure is that of the carrier's own library; the rest are rules of the house. number: the line's.
    public_url: where every absolute address must lead, no trailing slash; empty for anywhere.
    """
    try:
        root = document.parse(xml)
    except document.BadDocument as bad:
        return [str(bad)]
    found = [*document.faults_in(root), *_unreachable(root)]
    for element in root.iter():
        found += _speech(element, voices)
        found += _numbers(element, number)
        found += _addresses(element, public_url)
    return found


def _unreachable(root: ET.Element) -> Iterator[str]:
    for place, verb in enumerate(root[:-1]):
        if verb.tag in LAST or (verb.tag == "Dial" and "action" in verb.attrib):
            yield f"{root[place + 1].tag} after {verb.tag} is never reached"
            return


def _speech(element: ET.Element, voices: Mapping[str, Voice]) -> Iterator[str]:
    if element.tag == "Say":
        pair = Voice(element.get("language", ""), element.get("voice", ""))
        if pair not in voices.values():
            yield f"no voice is {pair.voice!r} with the language {pair.tag!r}"
        if not "".join(element.itertext()).strip():
            yield "Say says nothing"
    if element.tag == "Gather":
        timeout = element.get("timeout", "")
        if not timeout.isdigit() or int(timeout) < PATIENCE:
            yield f"Gather waits {timeout or 'the usual 5'} s, not {PATIENCE}"
        if element.get("actionOnEmptyResult") != "true":
            yield "Gather does not tell when nothing came"
        language = element.get("language", "")
        if "speech" in element.get("input", "") and language not in HEARS.values():
            yield f"the carrier does not hear {language or 'a language that is not named'}"


def _numbers(element: ET.Element, number: str) -> Iterator[str]:
    if element.tag == "Dial" and element.get("callerId") != number:
        yield f"Dial shows {element.get('callerId', 'the number of whoever called')}"


def _addresses(element: ET.Element, public_url: str) -> Iterator[str]:
    said = [element.get(name, "") for name in ADDRESSES]
    if element.tag in {"Play", "Redirect"}:
        said.append((element.text or "").strip())
    for address in said:
        parts = urlsplit(address)
        if (parts.scheme or parts.netloc) and public_url and not address.startswith(f"{public_url}/"):
            yield f"{element.tag} leads away to {address}"
