import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.focus import PARTS, STORY_WORDS, focus, parts

STORY = (
    "My brother had his kidneys fail in spring. We moved house in June and the boxes are still all over the hall. "
    "He is on the machine three days a week and it tires him, and the taxi is always late on Mondays. "
    "My sister says that she would like to take him to the coast for a while in August. "
    "The hotel has a lift and a fridge. Can the bags be sent to Spain? Thank you so much for reading all this."
)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("How long is an exchange? Can I watch TV?", ("How long is an exchange?", "Can I watch TV?")),
        ("what is dialysis and does it hurt", ("what is dialysis", "does it hurt")),
        ("I am 70. Can I swim? And how long must I wait?", ("I am 70. Can I swim?", "And how long must I wait?")),
        ("Is it safe? Is it painful? I hate needles.", ("Is it safe?", "Is it painful? I hate needles.")),
        ("is tea allowed, and also can I drink milk?", ("is tea allowed", "can I drink milk?")),
        ("Do bags help? How are they given?", ("Do bags help?", "How are they given?")),
        ("When is the drain out? And who does it?", ("When is the drain out?", "And who does it?")),
    ],
)
def test_two_questions_in_a_message_are_two_parts(message: str, wanted: tuple[str, ...]) -> None:
    assert parts(message) == wanted


@pytest.mark.parametrize(
    "message",
    [
        "How long is an exchange?",
        "when and where do I come?",
        "The needle: does it hurt? Much?",
        "tell me what to bring and when to come",
        "I had a fall and now it hurts",
        "Is tea allowed? Is milk allowed? Is beer allowed? Is wine allowed?",
        "",
    ],
)
def test_anything_else_stays_whole(message: str) -> None:
    assert parts(message) == (message,)


def test_a_long_story_is_focused_on_its_question_and_the_sentence_before_it() -> None:
    assert focus(STORY) == "The hotel has a lift and a fridge. Can the bags be sent to Spain?"


def test_a_long_story_without_a_question_is_focused_on_its_end() -> None:
    story, _, _ = STORY.partition("Can the bags")
    assert focus(f"{story}He needs bags there.") == "The hotel has a lift and a fridge. He needs bags there."


def test_a_story_without_full_stops_is_cut_before_its_last_asking_clause() -> None:
    told = STORY.replace(".", ",").replace("?", ",")
    assert focus(told) == told[told.index("The hotel") :]


def test_a_short_message_is_left_whole() -> None:
    message = " ".join(["We moved. Is it far?"] * (STORY_WORDS // 5))
    assert focus(message) == message


PIECES = st.lists(st.sampled_from(("is it", "and", "?", ". ", "tea", "so", ",")), max_size=300).map(" ".join)


@given(st.text(max_size=2000) | PIECES)
def test_any_text_has_parts_and_a_focus_that_add_no_words(message: str) -> None:
    found = parts(message)
    assert 1 <= len(found) <= PARTS
    assert all(word in message for part in (*found, focus(message)) for word in part.split())
