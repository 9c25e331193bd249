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
    assert topic_of(MACHINE, [MACHINE], LIBRARY).place() == "Dialysis at home or in hospital, haemodialysis"
    assert topic_of(only, [only], alone).place() == "haemodialysis"


def test_the_last_subject_stays_away_from_a_question_with_its_own() -> None:
    topic = topic_of(MACHINE, [MACHINE], LIBRARY)
    assert topic.about("how long?") == "haemodialysis, Dialysis at home or in hospital"
    assert topic.about("how long is PD?") == "Dialysis at home or in hospital"


def test_the_heading_stands_in_where_no_word_tells_anything() -> None:
    turn = answered(LIBRARY, "Could I?", "Public pools")
    assert topic_of(turn, [turn], LIBRARY).place("why?") == "Dialysis at home or in hospital, Swimming"
    assert topic_of(turn, [turn], LIBRARY).place("why PD?") == "Dialysis at home or in hospital"


def test_words_about_another_subject_are_left_out() -> None:
    text = "---\nsynonyms:\n  - [graft, G]\n  - [brace, B]\n---\nThe graft\nIt lasts a day.\n\nThe brace\nIt is worn.\n"
    library = make_library(text)
    turn = answered(library, "When is the graft worn?", "lasts a day")
    topic = topic_of(turn, [turn], library)
    assert (topic.place("why?"), topic.place("is the brace new?")) == ("graft worn", "worn")


def told(*questions: str) -> list[Turn]:
    return [Turn(question, None, Kind.ANSWERED) for question in questions]


def test_without_a_place_the_rarest_words_of_the_conversation_are_the_topic() -> None:
    turns = told("Is fluid let out at the hospital, or at home in a bag?")
    assert topic_of(turns[-1], turns, LIBRARY).place() == "fluid let hospital"


def test_a_word_of_an_earlier_turn_counts_for_less() -> None:
    turns = told("Is there a taxi?", "With tea?", "And a taxi to the sea?")
    assert topic_of(turns[-1], turns, LIBRARY).words == ("taxi", "sea", "tea")


def test_a_word_that_no_document_holds_is_not_carried() -> None:
    turns = told("wow, interesting: why are cats fed fish?")
    assert topic_of(turns[-1], turns, LIBRARY).place() == ""


def test_a_word_that_the_question_says_itself_is_not_carried() -> None:
    turns = told("Is the sea as good as pools or a taxi?")
    assert "pools" not in topic_of(turns[-1], turns, LIBRARY).place("which pool?").split()


def test_what_is_added_to_an_earlier_question_is_not_one_of_its_words() -> None:
    turn = Turn("why?", "why? (about pools)", Kind.ANSWERED)
    assert topic_of(turn, [turn], LIBRARY).words == ()


def test_a_name_is_what_the_documents_call_something_not_a_phrase_in_a_sentence() -> None:
    topic = topic_of(MACHINE, [MACHINE], LIBRARY)
    assert [topic.names(text) for text in ("is HD painful", "belly dialysis?", "how long?")] == [True, True, False]
