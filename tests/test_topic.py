import pytest
from talk import DIALYSIS, answered, make_library

from bot.answer import Kind, Turn
from bot.conversation.topic import about, bare, topic_of

LIBRARY = make_library()
MACHINE = answered(LIBRARY, "What is haemodialysis?", "cleans the blood")


@pytest.mark.parametrize(
    ("understood", "wanted"),
    [
        ("how long? (about steroids)", ("how long?", "steroids")),
        ("how long?", ("how long?", "")),
        ("is it (about) ten?", ("is it (about) ten?", "")),
    ],
)
def test_a_reading_can_be_taken_apart(understood: str, wanted: tuple[str, str]) -> None:
    assert bare(understood) == wanted


@pytest.mark.parametrize(
    ("question", "topic", "wanted"),
    [
        ("how long?", "Swimming", "how long? (about Swimming)"),
        ("is swimming safe?", "Swimming", "is swimming safe?"),
        ("how long?", "", "how long?"),
        ("how long? (about HD)", "Travel", "how long? (about Travel, HD)"),
    ],
)
def test_a_topic_is_added_once(question: str, topic: str, wanted: str) -> None:
    assert about(question, topic) == wanted


def test_the_place_names_the_title_only_among_several_documents() -> None:
    alone = make_library(DIALYSIS)
    only = answered(alone, "What is haemodialysis?", "cleans the blood")
    assert topic_of(MACHINE, LIBRARY).place() == "Dialysis at home or in hospital, Two kinds of dialysis"
    assert topic_of(only, alone).place() == "Two kinds of dialysis"


def test_the_last_subject_stays_away_from_a_question_with_its_own() -> None:
    topic = topic_of(MACHINE, LIBRARY)
    assert topic.about("how long?").startswith("haemodialysis, ")
    assert topic.about("how long is PD?") == topic.place()


def test_a_heading_about_another_subject_is_left_out() -> None:
    text = "---\nsynonyms:\n  - [graft, G]\n  - [brace, B]\n---\nThe graft\nIt lasts a day.\n\nThe brace\nIt is worn.\n"
    library = make_library(text)
    topic = topic_of(answered(library, "What is the graft?", "lasts a day"), library)
    assert (topic.place("is the graft old?"), topic.place("is the brace new?")) == ("The graft", "")


def test_without_passages_the_words_of_the_question_are_the_topic() -> None:
    topic = topic_of(Turn("why?", "why are cats fed fish? (about sleepy kittens)", Kind.ANSWERED), LIBRARY)
    assert topic.place() == "sleepy kittens cats fed fish"
