"""Expected sorts of answer."""

import pytest

from bot.expectation import COLUMNS, Expectation, asked, held, row


@pytest.mark.parametrize(
    ("question", "sorts"),
    [
        ("how much does it cost", {Expectation.COST, Expectation.NUMBER}),
        ("how long will I be off my feet", {Expectation.DURATION}),
        ("is it safe?", {Expectation.RISK}),
        ("Who do I ring at night?", {Expectation.CONTACT}),
        ("can I still have a glass of wine", {Expectation.DAILY_LIFE}),
        ("whats the point of step two", set()),
        ("", set()),
    ],
)
def test_the_words_of_a_question_name_the_sort_of_answer(question: str, sorts: set[Expectation]) -> None:
    assert asked(question) == sorts


@pytest.mark.parametrize(
    ("sort", "text", "there"),
    [
        (Expectation.COST, "The visit is free of charge.", True),
        (Expectation.COST, "Many patients improve.", False),
        (Expectation.DURATION, "Most people walk after two weeks.", True),
        (Expectation.NUMBER, "Results were remarkable.", False),
        (Expectation.NUMBER, "It helps 7 in 10 people.", True),
        (Expectation.REASON, "Do not eat, because the bowel must be empty.", True),
    ],
)
def test_a_text_holds_a_sort_when_one_of_its_cues_stands_in_it(sort: Expectation, text: str, there: bool) -> None:
    assert held(sort, "", text) is there


def test_of_daily_life_only_the_very_thing_asked_for_counts() -> None:
    assert held(Expectation.DAILY_LIFE, "can I swim", "Swimming is fine after a week.")
    assert not held(Expectation.DAILY_LIFE, "can I swim", "You may drive after a week.")


def test_a_row_marks_what_is_asked_and_held_and_what_is_asked_and_lacking() -> None:
    features = row("how long does it take and what does it cost", "It takes two hours.")
    order = list(Expectation)
    assert len(features) == COLUMNS
    assert features[2 * order.index(Expectation.DURATION)] == 1
    assert features[2 * order.index(Expectation.COST) + 1] == 1
    assert sum(features) == 2
