import pytest
from talk import answered, make_library

from bot.answer import Kind, Turn
from bot.conversation.antecedent import antecedents, counted, equally_likely, others
from bot.conversation.topic import Topic, topic_of

LIBRARY = make_library()
EXCHANGE = answered(LIBRARY, "How do I do an exchange?", "Draining")


def topic(turn: Turn) -> Topic:
    return topic_of(turn, [turn], LIBRARY)


@pytest.mark.parametrize(
    ("question", "words", "wanted"),
    [
        ("Is belly dialysis sore?", "cleans the blood", ("belly dialysis",)),
        ("What is a bag change?", "Draining", ("bag change",)),
        ("May I swim?", "Public pools", ()),
        ("Where is swimming allowed?", "Public pools", ("swimming",)),
    ],
)
def test_a_pointing_word_stands_for_what_was_named_then_for_what_was_defined(
    question: str, words: str, wanted: tuple[str, ...]
) -> None:
    assert antecedents(topic(answered(LIBRARY, question, words))) == wanted


def test_a_heading_that_only_a_reading_carried_is_no_name() -> None:
    turn = answered(LIBRARY, "May I?", "Public pools", "May I? (about Swimming)")
    assert antecedents(topic(turn)) == ()


def test_rows_of_one_table_named_together_are_equally_likely() -> None:
    both = answered(LIBRARY, "Which is better, ferrous sulfate or ferrous fumarate?", "constipation")
    assert equally_likely(topic(both)) == ("ferrous sulfate", "ferrous fumarate")
    assert equally_likely(topic(EXCHANGE)) == ()


@pytest.mark.parametrize(("ordinal", "wanted"), [("first", "Washing"), ("last", "Filling"), ("ninth", None)])
def test_an_ordinal_counts_in_the_last_answer(ordinal: str, wanted: str | None) -> None:
    assert counted(ordinal, topic(EXCHANGE)) == wanted


def test_nothing_can_be_counted_where_no_list_was_shown() -> None:
    assert counted("first", topic(Turn("What is it?", None, Kind.ANSWERED))) is None


@pytest.mark.parametrize(
    ("question", "words", "wanted"),
    [
        ("How often is ferrous sulfate taken?", "constipation", ("Ferrous fumarate",)),
        ("What is haemodialysis?", "cleans the blood", ("peritoneal dialysis",)),
        ("May I swim?", "Taking them", ()),
    ],
)
def test_the_other_one_is_what_was_not_spoken_of(question: str, words: str, wanted: tuple[str, ...]) -> None:
    assert others(topic(answered(LIBRARY, question, words)), LIBRARY) == wanted
