"""What counts as a cue, and the everyday wordings that must not."""

import re

import pytest

from bot.conversation import cues


def found(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return match.group().strip() if match else None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("and the second one?", "second"),
        ("what's the 3rd step again", "3rd"),
        ("the last", "last"),
        ("last one?", "last"),
        ("is the first safe?", None),
        ("is the second for children", "second"),
        ("how long after the last methotrexate is it safe", None),
        ("how long should each of them last", None),
        ("what happens in the second week", None),
        ("my first appointment", None),
    ],
)
def test_an_ordinal_counts_only_where_nothing_else_is_counted(text: str, wanted: str | None) -> None:
    match = cues.ORDINAL.search(text)
    assert (match and next(filter(None, match.groups()))) == wanted


@pytest.mark.parametrize("text", ["step 3", "number two please", "how long is phase 1?"])
def test_a_number_after_step_is_a_place_in_a_list(text: str) -> None:
    assert cues.STEP_NUMBER.search(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("is it safe?", "it"),
        ("does that hurt", "that"),
        ("why is that?", "that"),
        ("is that clinic open", None),
        ("what is this treatment", None),
    ],
)
def test_a_pronoun_stands_alone(text: str, wanted: str | None) -> None:
    assert found(cues.PRONOUN, text) == wanted


@pytest.mark.parametrize("text", ["is it safe to fly", "how long does it take to heal", "is it normal"])
def test_an_it_can_point_at_nothing(text: str) -> None:
    assert cues.EMPTY_IT.search(text)


@pytest.mark.parametrize("text", ["tell me more", "anything else?", "Go on please", "is there more"])
def test_more_is_asked_for_in_many_words(text: str) -> None:
    assert cues.MORE.match(text)


@pytest.mark.parametrize("text", ["tell me more about cost", "what else can I eat", "go on holiday"])
def test_a_question_that_begins_like_a_wish_for_more_is_a_question(text: str) -> None:
    assert cues.MORE.match(text) is None


@pytest.mark.parametrize(
    "text", ["back to the scan", "let's go back to dialysis", "about what you said earlier, when?"]
)
def test_a_return_to_an_earlier_topic_is_said(text: str) -> None:
    assert cues.RETURN.match(text)


@pytest.mark.parametrize("text", ["my back hurts", "when am I back to work"])
def test_the_word_back_alone_returns_to_nothing(text: str) -> None:
    assert cues.RETURN.match(text) is None


@pytest.mark.parametrize("text", ["yes please", "Yeah, that one", "ok", "sure go ahead"])
def test_yes_is_said_in_many_words(text: str) -> None:
    assert cues.YES.match(text)


@pytest.mark.parametrize("text", ["yes but how long", "please call me", ""])
def test_more_than_a_yes_is_no_yes(text: str) -> None:
    assert cues.YES.match(text) is None


@pytest.mark.parametrize(
    "pattern",
    [each for each in vars(cues).values() if isinstance(each, re.Pattern)],
    ids=lambda each: each.pattern[:20],
)
def test_no_pattern_is_slow_on_a_long_text_made_to_slow_it(pattern: re.Pattern[str]) -> None:
    for text in ("the " * 500, "so and ok " * 200, "no, wait, sorry, " * 150, "x" * 2000):
        pattern.search(text)
