"""What answers teach: of one volunteer, and of all."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dispatch.learning import FEATURES, Knowledge, Outcome, Record, Said, explain, learn, learn_weights, press, pressure

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PLAIN = (1.0, *([0.0] * (len(FEATURES) - 1)))
NOTHING = Knowledge()


def _outcome(said: Said, minutes: float | None = None) -> Outcome:
    return Outcome(PLAIN, said, minutes, NOW)


def _after(*said: Said) -> Record:
    record = Record()
    for each in said:
        record = learn(record, _outcome(each, 5 if each in ("yes", "no") else None), NOTHING)
    return record


def test_a_yes_raises_and_a_no_or_silence_lowers() -> None:
    assert _after("yes").lean > 0 > _after("no").lean
    assert _after("no").lean == _after("silent").lean


def test_every_answer_makes_us_surer() -> None:
    assert Record().doubt > _after("no").doubt > _after("no", "yes").doubt > 0


def test_what_another_took_first_says_nothing_about_him() -> None:
    assert learn(Record(), _outcome("filled"), NOTHING) == Record()
    assert learn_weights(NOTHING, Record(), _outcome("filled")) == NOTHING


def test_the_last_eight_can_be_told() -> None:
    record = _after("yes", "silent", "no", "no", "silent", "yes", "silent", "yes", "yes")
    told = explain(record, NOW)
    assert record.recent == "snnsysyy"
    assert (told["offers"], told["yes"], told["no"], told["silent"]) == (8, 3, 2, 3)


def test_how_soon_he_answers_is_told_once_he_has() -> None:
    assert explain(_after("silent"), NOW)["usual_minutes"] is None
    record = Record()
    for _ in range(12):
        record = learn(record, _outcome("no", 90), NOTHING)
    usual = explain(record, NOW)["usual_minutes"]
    assert usual is not None
    assert 60 < usual < 90


def test_a_text_presses_less_with_every_day() -> None:
    record = press(press(Record(), NOW), NOW)
    assert pressure(record, NOW) == 2
    assert 1 < pressure(record, NOW + 2 * DAY) < 2
    assert pressure(record, NOW + 30 * DAY) < 0.01


def test_a_clock_that_jumps_back_does_no_harm() -> None:
    record = press(Record(), NOW)
    assert pressure(press(record, NOW - DAY), NOW) == 2
    assert learn(record, _outcome("yes", -60), NOTHING).answers == 1


def test_who_was_left_alone_for_a_year_is_nearly_new_again() -> None:
    kept = press(replace(_after("yes", "yes", "yes"), pressed_at=NOW), NOW + 365 * DAY)
    assert abs(kept.lean) < 0.1
    assert kept.doubt > 0.95 * Record().doubt


def test_all_learn_from_each_outcome() -> None:
    taught = NOTHING
    for _ in range(50):
        taught = learn_weights(taught, Record(), _outcome("silent"))
    assert taught.weights[0] < NOTHING.weights[0]
    assert taught.weights[1:] == NOTHING.weights[1:]
    assert (taught.answers, taught.doubts[0] < NOTHING.doubts[0]) == (50, True)


def test_it_is_stored_and_read_back() -> None:
    taught = replace(learn_weights(NOTHING, Record(), _outcome("yes")), load=2.5)
    assert Knowledge.from_json(taught.to_json()) == taught
    assert Knowledge.from_json(None) == NOTHING


def test_features_that_came_later_start_fresh() -> None:
    stored = {"weights": [-2.0], "doubts": [0.01], "answers": 900, "load": 1.0}
    read = Knowledge.from_json(stored)
    assert read.weights == (-2.0, *NOTHING.weights[1:])
    assert read.is_sound


def test_one_cannot_reckon_with_what_is_no_number() -> None:
    assert not replace(NOTHING, weights=(float("nan"), *NOTHING.weights[1:])).is_sound
    assert not replace(NOTHING, weights=(1.0,)).is_sound


SAID = st.sampled_from(["yes", "no", "silent", "filled"])


FACTS = st.lists(st.floats(0, 10), min_size=len(FEATURES), max_size=len(FEATURES))


@given(st.lists(st.tuples(SAID, FACTS), max_size=40))
def test_whatever_they_answer_the_numbers_stay_numbers(answers: list[tuple[Said, list[float]]]) -> None:
    record, knowledge = Record(), NOTHING
    for said, facts in answers:
        outcome = Outcome(facts, said, 3.0 if said in ("yes", "no") else None, NOW)
        before, record = record, learn(press(record, NOW), outcome, knowledge)
        knowledge = learn_weights(knowledge, before, outcome)
        assert knowledge.is_sound
        assert 0 < record.doubt <= Record().doubt
        assert abs(record.lean) < 20
