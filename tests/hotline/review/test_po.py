"""A language's file is changed where something was said, and nowhere else."""

import pytest

from hotline.catalogs import FILE, LOCALES
from hotline.review.po import PoFile, Reviewer, reviewers_of

TAGS = sorted(path.parent.name for path in LOCALES.glob(f"*/{FILE}"))


@pytest.mark.parametrize("tag", TAGS)
def test_a_file_that_nobody_changed_is_the_same_to_the_byte(tag: str) -> None:
    text = (LOCALES / tag / FILE).read_bytes().decode()
    file = PoFile(text)
    changed = [
        key
        for key, entry in file.entries.items()
        if file.change(key, words=entry.words, is_fuzzy=entry.is_fuzzy, remarks=entry.remarks)
    ]
    assert changed == []
    assert file.text == text


def test_a_checked_entry_loses_its_mark_and_keeps_its_other_flags() -> None:
    file = PoFile((LOCALES / "so" / FILE).read_text())
    before = file.text.split("\n")
    file.change("sms:offer", words='"Ma" caawin\nkartaa? {kind}\\', is_fuzzy=False)
    after = file.text.split("\n")
    assert "#, python-brace-format" in after
    assert r'"\"Ma\" caawin\n"' in after
    assert PoFile(file.text).entries["sms:offer"].words == '"Ma" caawin\nkartaa? {kind}\\'
    at = before.index('msgctxt "sms:offer"')
    assert after[: at - 1] == before[: at - 1]
    assert after[-50:] == before[-50:]


def test_a_mark_comes_back_where_it_was() -> None:
    text = (LOCALES / "so" / FILE).read_text()
    file = PoFile(text)
    for key in ("sms:offer", "web:board.title"):
        words = file.entries[key].words
        file.change(key, words=words, is_fuzzy=False)
        assert file.text != text
        file.change(key, words=words, is_fuzzy=True)
        assert file.text == text


def test_the_header_names_each_reviewer_once_with_the_later_day() -> None:
    file = PoFile((LOCALES / "so" / FILE).read_text())
    assert file.reviewers == ()
    for name, day in (("Amina Cali", "2026-11-22"), ("Ali Nur", "2026-11-23"), ("Amina Cali", "2026-11-20")):
        file.sign(Reviewer(name, day))
    assert r'"X-Reviewed-By: Amina Cali (2026-11-22); Ali Nur (2026-11-23)\n"' in file.text
    assert reviewers_of(file.text) == (Reviewer("Amina Cali", "2026-11-22"), Reviewer("Ali Nur", "2026-11-23"))
