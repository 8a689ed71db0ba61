"""Only what the carrier signed is taken. The vectors are those of the carrier's own libraries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from hotline.telephony.signature import is_genuine, signed_url
from tests.support.signed import signature

TOKEN = "12345"
HTTPS = "https://mycompany.com/myapp.php?foo=1&bar=2"
CALL = [
    ("CallSid", "CA1234567890ABCDE"), ("Digits", "1234"), ("From", "+14158675309"), ("To", "+18005551212"),
    ("Caller", "+14158675309"),
]  # fmt: skip
PLAIN = "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def _is_genuine(said: str, *, url: str = HTTPS, token: str = TOKEN, fields: object = None) -> bool:
    return is_genuine(token, url, MultiDict(CALL if fields is None else fields), said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (HTTPS, PLAIN),
        (HTTPS.replace(".com", ".com:443"), PLAIN),
        (HTTPS, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        (HTTPS.replace("https", "http").replace(".com", ".com:80"), "0ZXoZLH/DfblKGATFgpif+LLRf4="),
        (HTTPS.replace("https", "http").replace(".com", ".com:1234"), "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    ],
)
def test_the_carriers_own_vectors_are_genuine(url: str, said: str) -> None:
    assert _is_genuine(said, url=url)


def test_a_repeated_field_counts_with_every_value() -> None:
    digits = [("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
    fields = [("Sid", "CA123"), ("SidAccount", "AC123"), *digits]
    assert _is_genuine("IK+Dwps556ElfBT0I3Rgjkr1wJU=", fields=fields)
    assert not _is_genuine("IK+Dwps556ElfBT0I3Rgjkr1wJU=", fields=fields[:3])


@pytest.mark.parametrize(
    "changed",
    [CALL[1:], [*CALL, ("Extra", "")], [*CALL[:-1], ("Caller", "+14158675300")], []],
    ids=["one less", "one more, empty", "one other", "none"],
)
def test_another_form_is_not_genuine(changed: list[tuple[str, str]]) -> None:
    assert not _is_genuine(PLAIN, fields=changed)


def test_another_address_is_not_genuine() -> None:
    assert not _is_genuine(PLAIN, url=HTTPS + "&x=1")
    assert not _is_genuine(PLAIN, url=HTTPS.replace("mycompany", "theirs"))


@pytest.mark.parametrize("said", ["", "x", PLAIN[:-1], PLAIN.lower(), PLAIN + " ", "å", "\x00"])
def test_another_signature_is_not_genuine_and_never_an_error(said: str) -> None:
    assert not _is_genuine(said)


def test_without_a_token_nothing_is_genuine() -> None:
    assert not _is_genuine(signature("", HTTPS, CALL), token="")


def test_a_body_that_is_no_form_is_refused_though_its_address_is_signed() -> None:
    url = HTTPS + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
    assert not _is_genuine("a9nBmqA0ju/hNViExpshrM61xv4=", url=url, fields=[])


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=4), st.text(max_size=40))
def test_nothing_that_comes_raises(fields: list[tuple[str, str]], said: str) -> None:
    is_genuine(TOKEN, HTTPS, MultiDict(fields), said)


@pytest.mark.parametrize(
    ("public_url", "path", "query", "signed"),
    [
        ("https://hjalp.example", "/twilio/sms", b"", "https://hjalp.example/twilio/sms"),
        ("https://hjalp.example/", "/twilio/sms", b"", "https://hjalp.example/twilio/sms"),
        ("https://hjalp.example/line", "/twilio/sms", b"", "https://hjalp.example/line/twilio/sms"),
        ("https://hjalp.example#rc=2", "/twilio/sms", b"", "https://hjalp.example/twilio/sms"),
        ("https://hjalp.example", "/s", b"m=7&a=%C3%A5+%2B&b", "https://hjalp.example/s?m=7&a=%C3%A5+%2B&b"),
        ("https://hjalp.example", "/s", b"a=\xe5", "https://hjalp.example/s?a=\xe5"),
    ],
)
def test_the_address_is_the_configured_one_with_the_query_as_it_came(
    public_url: str, path: str, query: bytes, signed: str
) -> None:
    assert signed_url(public_url, path, query) == signed
