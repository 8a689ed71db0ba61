"""The conversation by phone: every question has an answer by key, and every call a way on."""

from dataclasses import replace

import pytest

from hotline.conversation import engine
from hotline.conversation.by_phone import keypad
from hotline.conversation.questions import next_question
from hotline.conversation.talk import NOTHING, Heard, Known, Match, News, Talk, Turn, say
from hotline.understanding import Understood
from tests.hotline.conversation.saying import FARID, KARIN, MATCHED, OFFERS, OPEN, SOON, TASKS, WISH, notices, verbs

LANGUAGES = (("sv", "Svenska"), ("ar", "العربية"))
STRANGER = Known(channel="call", is_new=True, languages=LANGUAGES)
CALLER = replace(KARIN, channel="call", language="sv", languages=LANGUAGES)
ASKED = replace(CALLER, last=WISH)
VISITED = replace(CALLER, requests=(replace(MATCHED, matches=(Match(41, "Farid"),)),))
HELPER = replace(FARID, channel="call", language="ar", languages=LANGUAGES)
MATCH = News(51, "match.resident", {"name": "Farid"}, request_id=32, visit_id=41, name="Farid")
TAKEN = News(52, "offer.taken", {"kind": "shopping"})
SILENCE = Heard(Understood(text=""))
SPOKE = Heard(Understood(text=""), recording_id=7)


def key(digits: str, **more: object) -> Heard:
    """Return a key, or several."""
    choice = int(digits) if digits.isdecimal() else None
    return Heard(Understood(text=digits, language="sv", choice=choice), **more)  # type: ignore[arg-type]


def opened(known: Known, *, is_outgoing: bool = False) -> Turn:
    """Return the first step of a call."""
    return keypad.finish(keypad.begin(known, is_outgoing=is_outgoing), NOTHING, known)


def walk(known: Known, *answers: Heard, is_outgoing: bool = False) -> Turn:
    """Return the last step of a call in which these came one after the other."""
    turn = opened(known, is_outgoing=is_outgoing)
    for each in answers:
        turn = engine.step(turn.talk, each, known)
    return turn


def test_a_stranger_hears_the_notice_and_then_every_language_in_its_own_words() -> None:
    turn = opened(STRANGER)
    assert notices(turn) == ["not_emergency", "language.press", "language.press"]
    assert [reply.facts["spoken"] for reply in turn.replies[1:]] == ["sv", "ar"]


def test_her_language_is_kept_and_the_notice_said_in_it() -> None:
    turn = walk(STRANGER, key("2"))
    assert (verbs(turn), turn.effects[0].values) == (["set_language"], {"tag": "ar"})
    assert notices(turn) == ["not_emergency", "ask.kind"]
    assert notices(walk(STRANGER, key("1"))) == ["ask.kind"]  # she has just heard it in Swedish


def test_from_her_first_key_to_a_request() -> None:
    hers = replace(STRANGER, language="sv")
    turn = walk(hers, key("1"))
    assert notices(turn) == ["ask.message"]
    turn = engine.step(turn.talk, SPOKE, hers)
    assert notices(turn) == ["ask.when"]
    turn = engine.step(turn.talk, key("1"), hers)
    assert turn.talk.question == "when"  # "1" has been turned into a time by then; a bare number has not
    turn = engine.step(replace(turn.talk, wish=replace(turn.talk.wish or WISH, precision="soon")), key("4"), hers)
    assert notices(turn) == ["ask.weekday"]


@pytest.mark.parametrize(("kind", "asked"), [("escort", True), ("language_help", True), ("shopping", False)])
def test_where_the_hour_is_set_by_others_it_is_asked_for(kind: str, asked: bool) -> None:
    wish = replace(WISH, kind=kind, precision="day", weekly=False)
    assert (next_question(wish, 1, CALLER) == "hour") is asked


@pytest.mark.parametrize("said", [(SILENCE,), (key("77"), key("88"))], ids=["nothing", "no hour twice"])
def test_who_keys_in_no_hour_goes_on_with_the_day_alone(said: tuple[Heard, ...]) -> None:
    wish = replace(WISH, kind="escort", precision="day", weekly=False, details="Till ögonläkaren")
    talk = Talk(question="hour", wish=wish, asked=1, said=(say("ask.hour"),))
    for each in said:
        turn = engine.step(talk, each, CALLER)
        talk = turn.talk
    assert talk.question == "confirm"
    assert talk.wish is not None
    assert talk.wish.precision == "day"


def test_who_is_asked_at_once_hears_of_the_ninth_key_too() -> None:
    assert notices(opened(CALLER)) == ["not_emergency", "welcome.known", "language.other", "ask.kind"]


def test_no_message_is_not_called_a_missing_key() -> None:
    asked = Talk(question="message", wish=WISH, said=(say("ask.message"),))
    assert notices(engine.step(asked, SILENCE, CALLER)) == ["message_empty", "ask.message"]


def test_a_postal_code_gives_the_area_and_a_wrong_one_is_asked_for_once_more() -> None:
    hers = replace(STRANGER, language="sv")
    nowhere = replace(WISH, address="", area=None)
    asked = Talk(question="postal_code", wish=nowhere, asked=4, said=(say("ask.postal_code"),))
    assert notices(engine.step(asked, key("99999"), hers)) == ["again.wrong", "ask.postal_code"]
    again = engine.step(replace(asked, misses=1), key("99999"), hers)
    assert (notices(again), again.talk.question) == (["confirm.request"], "confirm")
    right = engine.step(asked, key("56100", place_area="huskvarna"), hers)
    assert right.talk.wish is not None
    assert right.talk.wish.area == "huskvarna"


def test_the_same_as_last_time_is_two_keys() -> None:
    assert notices(opened(ASKED))[:3] == ["not_emergency", "welcome.known", "menu.same"]
    turn = walk(ASKED, key("1"))
    assert notices(turn) == ["confirm.known"]
    assert verbs(engine.step(turn.talk, key("1"), ASKED))[-2:] == ["keep_draft", "open_draft"]


def test_after_all_is_done_there_is_a_way_back_and_silence_is_goodbye() -> None:
    turn = walk(ASKED, key("1"), key("1"))
    assert turn.talk.question == "more"
    assert engine.step(turn.talk, key("1"), ASKED).talk.question == "menu"
    assert engine.step(turn.talk, SILENCE, ASKED).talk.question == "goodbye"


@pytest.mark.parametrize("pressed", [SILENCE, key("7777"), key("#"), key("*#")])
def test_no_answer_is_asked_for_twice_more_and_then_a_message_is_taken(pressed: Heard) -> None:
    for question in keypad.UNFINISHED - {"operators", "leave_message", "postal_code", "hour"}:
        talk = Talk(question=question, wish=WISH, said=(say(f"ask.{question}"),))
        first = engine.step(talk, pressed, CALLER)
        assert notices(first)[1:] == [f"ask.{question}"], question
        second = engine.step(first.talk, pressed, CALLER)
        assert notices(second)[1:] == [f"ask.{question}"], question
        third = engine.step(second.talk, pressed, CALLER)
        assert (third.talk.question, third.talk.wish) == ("leave_message", WISH), question


def test_zero_is_a_person_at_every_question() -> None:
    for question in (*keypad.ANSWERS, "weekday"):
        if question in ("operators", "leave_message", "connect"):
            continue
        talk = Talk(question=question, wish=WISH, options=(1,), said=(say("ask.kind"),))
        assert engine.step(talk, key("0"), CALLER).talk.question == "leave_message", question
        staffed = replace(CALLER, is_staffed=True)
        assert engine.step(talk, key("0"), staffed).talk.question == "operators", question


def test_nobody_free_takes_a_message_and_an_operator_gets_it() -> None:
    ringing = Talk(question="operators", said=(say("connecting"),))
    turn = engine.step(ringing, key("", is_connected=False), CALLER)
    assert notices(turn) == ["nobody_free", "ask.leave_message"]
    left = engine.step(turn.talk, SPOKE, CALLER)
    assert (verbs(left), left.talk.question) == (["call_person", "keep_message"], "goodbye")


def test_who_leaves_no_message_is_called_unless_her_number_is_hidden() -> None:
    asked = Talk(question="leave_message", said=(say("ask.leave_message"),))
    assert notices(engine.step(asked, SILENCE, CALLER)) == ["message_empty", "ask.leave_message"]
    again = replace(asked, misses=1)
    assert verbs(engine.step(again, SILENCE, CALLER)) == ["call_person"]
    assert verbs(engine.step(again, SILENCE, replace(CALLER, is_withheld=True))) == []


def test_our_call_says_nothing_private_before_a_key() -> None:
    news = replace(CALLER, news=(MATCH,))
    assert notices(opened(news, is_outgoing=True)) == ["gate"]
    assert notices(walk(news, SILENCE, is_outgoing=True)) == ["again.silent", "gate"]
    late = walk(news, SILENCE, SILENCE, SILENCE, is_outgoing=True)
    assert (notices(late), late.talk.question) == (["gate.later"], "goodbye")
    assert notices(walk(news, key("5"), is_outgoing=True)) == ["match.resident", "keys.match"]


def test_a_match_is_repeated_refused_or_talked_about_by_key() -> None:
    news = replace(CALLER, news=(MATCH,))
    told = walk(news, key("1"), is_outgoing=True)
    assert notices(engine.step(told.talk, key("1"), news)) == ["match.resident", "keys.match"]
    doubt = engine.step(told.talk, key("2"), news)
    assert (notices(doubt), verbs(doubt)) == (["refuse.ask"], ["heard"])
    another = engine.step(doubt.talk, key("1"), news)
    assert another.effects[0].values == {"id": 41, "wants_another": True}
    ringing = engine.step(told.talk, key("3"), news)
    assert (notices(ringing), ringing.talk.question) == (["connect.ringing"], "connect")


def test_news_are_told_one_after_the_other_and_heard_when_something_comes_back() -> None:
    news = replace(CALLER, news=(TAKEN, MATCH))
    told = walk(news, key("1"), is_outgoing=True)
    assert notices(told) == ["offer.taken", "match.resident", "keys.match"]
    hidden = engine.step(replace(told.talk, misses=1), SILENCE, news)
    assert hidden.effects[0].values == {"ids": (52, 51)}
    assert hidden.talk.question == "more"


def test_her_own_call_tells_what_waits_for_her_first() -> None:
    assert notices(opened(replace(CALLER, news=(MATCH,)))) == [
        "not_emergency", "welcome.known", "match.resident", "keys.match",
    ]  # fmt: skip


@pytest.mark.parametrize(("digit", "verb"), [("1", "accept"), ("2", "decline")])
def test_an_offer_is_answered_by_key(digit: str, verb: str) -> None:
    offer = News(61, "offer", {"kind": "shopping", "area": "Huskvarna", "when": SOON, "language": "sv"}, offer_id=11)
    known = replace(HELPER, offers=OFFERS[:1], news=(offer,))
    turn = walk(known, key("1"), key(digit), is_outgoing=True)
    assert [(effect.verb, effect.values.get("id")) for effect in turn.effects] == [("heard", None), (verb, 11)]


def test_a_volunteer_hears_every_offer_that_waits() -> None:
    known = replace(HELPER, offers=OFFERS)
    turn = walk(known, key("1"))
    assert (notices(turn), turn.talk.options) == (["offer", "keys.offer"], (11, 12))
    turn = engine.step(turn.talk, key("2"), known)
    assert (verbs(turn), notices(turn), turn.talk.options) == (["decline"], ["offer", "keys.offer"], (12,))


def test_a_volunteer_with_a_task_can_talk_hear_and_report() -> None:
    known = replace(HELPER, tasks=(replace(TASKS[0], recording_id=7),))
    options = opened(known).talk.options
    assert options[:6] == ("connect", "listen", "on_way", "done", "unable", "tasks")
    assert [reply.facts for reply in walk(known, key("2")).replies][1] == {"id": 7}
    assert verbs(walk(known, key("4"))) == ["complete"]


def test_a_match_offers_to_talk_with_the_volunteer() -> None:
    turn = walk(VISITED, key("1"))
    assert (notices(turn), turn.talk.options) == (["connect.ringing"], (41, "Farid"))
    failed = engine.step(turn.talk, key("", is_connected=False), VISITED)
    assert (notices(failed), verbs(failed)) == (["connect.failed", "more"], ["tried_to_call"])


def test_nine_is_another_language_and_the_star_a_code() -> None:
    assert walk(ASKED, key("9")).talk.question == "language"
    assert walk(ASKED, key("*")).talk.question == "code"


def test_more_languages_than_keys_go_on_at_nine() -> None:
    tags = ("sv", "ar", "bs", "en", "es", "fa", "fi", "ku", "pl", "so", "ti", "uk")
    known = replace(STRANGER, languages=tuple((tag, tag) for tag in tags))
    first, second, third = opened(known), walk(known, key("9")), walk(known, key("9"), key("9"))
    assert [turn.talk.options for turn in (first, second, third)] == [tags[:8], tags[8:], tags[:8]]
    assert [(said.notice, said.facts["spoken"]) for said in first.talk.said[-2:]] == [
        ("language.other", "sv"), ("language.other", "en"),
    ]  # fmt: skip
    for at, tag in enumerate(tags):
        keys = [key("9")] * (at // 8) + [key(str(at % 8 + 1))]
        assert walk(known, *keys).effects[0].values == {"tag": tag}


def test_a_need_said_aloud_counts_only_when_it_is_plainly_one() -> None:
    aloud = Heard(Understood(text="jag behöver handla", needs=("shopping",)))
    assert notices(walk(ASKED, aloud))[-1] == "ask.message.known"
    muddled = Heard(Understood(text="x", needs=("shopping", "pharmacy")))
    assert notices(walk(ASKED, muddled))[0] == "again.wrong"


def test_danger_said_aloud_is_answered_with_112_and_an_operator() -> None:
    alarm = Heard(Understood(text="hjälp jag har ramlat", urgency="alarm"))
    turn = walk(ASKED, alarm)
    assert (notices(turn)[0], verbs(turn), turn.talk.question) == ("emergency", ["call_person"], "menu")
    asked = walk(ASKED, Heard(Understood(text="jag mår dåligt", urgency="question")))
    assert notices(asked) == ["urgency.ask"]
    assert verbs(engine.step(asked.talk, key("1"), ASKED)) == ["call_person"]
    assert engine.step(asked.talk, key("2"), ASKED).talk.question == "menu"


def test_an_open_request_can_be_heard_changed_and_cancelled() -> None:
    known = replace(CALLER, requests=(OPEN,))
    options = opened(known).talk.options
    assert {"status", "change", "cancel"} <= set(options)
    status = walk(known, key(str(options.index("status") + 1)))
    assert notices(status) == ["status.open", "more"]
    cancelled = walk(known, key(str(options.index("cancel") + 1)))
    assert verbs(cancelled) == ["cancel_request"]
