import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from talk import answered, make_library, shown

from bot.answer import Kind, Turn
from bot.conversation.dialogue import CANDIDATES, Readings, opened, readings

LIBRARY = make_library()
MACHINE = answered(LIBRARY, "What is haemodialysis?", "cleans the blood")
EXCHANGE = answered(LIBRARY, "How do I do an exchange?", "Draining")
TABLE = answered(LIBRARY, "How often is ferrous sulfate taken?", "constipation")
BOTH = answered(LIBRARY, "Which is better, ferrous sulfate or ferrous fumarate?", "constipation")
KINDS = "Dialysis at home or in hospital"
LEARNING = "Dialysis at home or in hospital, exchange"
TABLETS = "Iron tablets"


def best(question: str, *history: Turn) -> str:
    return readings(question, history, LIBRARY).candidates[0]


@pytest.mark.parametrize(
    ("last", "question", "wanted"),
    [
        (MACHINE, "is it safe?", f"is haemodialysis safe? (about {KINDS})"),
        (MACHINE, "what are its risks?", f"what are haemodialysis' risks? (about {KINDS})"),
        (MACHINE, "how many people get that treatment", f"how many people get haemodialysis (about {KINDS})"),
        (TABLE, "how long do I take them?", f"how long do I take ferrous sulfate? (about {TABLETS})"),
    ],
)
def test_a_pointing_word_becomes_the_name_that_the_last_question_gave(last: Turn, question: str, wanted: str) -> None:
    assert best(question, last) == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("how long?", f"how long? (about haemodialysis, {KINDS})"),
        ("ok, why?", f"why? (about haemodialysis, {KINDS})"),
        ("and for children?", f"for children? (about haemodialysis, {KINDS})"),
        ("is it possible to swim", f"is it possible to swim (about haemodialysis, {KINDS})"),
    ],
)
def test_an_unfinished_question_carries_the_topic_of_the_last_answer(question: str, wanted: str) -> None:
    assert best(question, MACHINE) == wanted


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("and the second step?", f"Draining? (about {LEARNING})"),
        ("what is the last one", f"what is Filling (about {LEARNING})"),
        ("how long is step 1?", f"how long is Washing? (about {LEARNING})"),
        ("what's the 3rd one again", f"what's Filling again (about {LEARNING})"),
        ("tell me the first step", f"tell me Washing (about {LEARNING})"),
    ],
)
def test_an_ordinal_counts_in_the_list_last_shown(question: str, wanted: str) -> None:
    assert best(question, EXCHANGE) == wanted


def test_a_question_that_names_its_own_subject_does_not_get_the_last_one() -> None:
    assert best("and with belly dialysis at night?", MACHINE) == f"with belly dialysis at night? (about {KINDS})"


def test_an_ordinal_past_the_end_of_the_list_is_left_as_it_was_typed() -> None:
    assert best("what is the ninth step?", EXCHANGE) == f"what is the ninth step? (about {LEARNING})"


def test_the_step_after_that_is_counted_from_the_one_spoken_of() -> None:
    draining = answered(LIBRARY, "the second step?", "Draining", f"Draining? (about {LEARNING})")
    assert best("and after that?", draining) == "what comes next: Filling? (about Dialysis at home or in hospital)"


@pytest.mark.parametrize(
    ("last", "question", "wanted"),
    [
        (TABLE, "and ferrous fumarate?", f"How often is ferrous fumarate taken? (about {TABLETS})"),
        (TABLE, "what about the fumarate", f"How often is Ferrous fumarate taken? (about {TABLETS})"),
        (MACHINE, "no, I meant belly dialysis", f"What is belly dialysis? (about {KINDS})"),
        (MACHINE, "sorry, i meant the belly one", f"What is peritoneal dialysis? (about {KINDS})"),
    ],
)
def test_something_of_the_same_kind_takes_the_place_of_what_was_asked_about(
    last: Turn, question: str, wanted: str
) -> None:
    assert best(question, last) == wanted


@pytest.mark.parametrize(
    ("last", "question", "wanted"),
    [
        (TABLE, "does the other one constipate?", f"does Ferrous fumarate constipate? (about {TABLETS})"),
        (MACHINE, "how does the other kind work?", f"how does peritoneal dialysis work? (about {KINDS})"),
    ],
)
def test_the_other_one_is_the_rest_of_a_pair(last: Turn, question: str, wanted: str) -> None:
    assert best(question, last) == wanted


def test_two_names_side_by_side_are_offered_as_a_choice() -> None:
    assert readings("is it safe?", [BOTH], LIBRARY).ambiguous == (
        "is ferrous sulfate safe?",
        "is ferrous fumarate safe?",
    )


def test_one_name_leaves_no_choice_to_offer() -> None:
    assert readings("is it safe?", [TABLE], LIBRARY).ambiguous == ()


def test_asking_for_more_repeats_the_question_and_names_what_was_shown() -> None:
    first = answered(LIBRARY, "Where can I swim?", "Public pools")
    more = Turn("tell me more", "Where can I swim?", Kind.ANSWERED, shown(LIBRARY, "every night"))
    assert readings("tell me more", [first, more], LIBRARY) == Readings(
        ("Where can I swim?", "tell me more"), 1.0, more_of=(*first.passages, *more.passages)
    )


def test_asking_for_more_about_something_else_is_a_question() -> None:
    assert readings("tell me more about swimming", [MACHINE], LIBRARY).more_of == ()


@pytest.mark.parametrize("switch", ["different question, ", "ok something else: ", "changing the subject, "])
def test_a_change_of_subject_takes_nothing_but_the_title_along(switch: str) -> None:
    assert readings(f"{switch}can I swim?", [TABLE], LIBRARY) == Readings(
        ("can I swim?", "can I swim? (about Iron tablets)", f"{switch}can I swim?"), 0.0
    )


def test_an_earlier_topic_returns_when_its_words_do() -> None:
    assert best("back to ferrous sulfate, with milk?", TABLE, EXCHANGE).endswith(f"(about {TABLETS})")


def test_yes_to_an_offered_reading_asks_it() -> None:
    offered = Turn("is it safe?", "Is haemodialysis safe?", Kind.CLARIFY)
    assert best("yes please", BOTH, offered) == "Is haemodialysis safe?"


def test_a_choice_in_other_words_is_added_to_the_question_that_it_was_offered_for() -> None:
    assert best("the belly one", BOTH, Turn("is it safe?", None, Kind.CLARIFY)) == "is it safe? (about the belly one)"


@pytest.mark.parametrize("kind", [Kind.NOT_COVERED, Kind.URGENT, Kind.PERSONAL, Kind.SMALLTALK])
def test_a_refused_turn_is_no_context(kind: Kind) -> None:
    refused = Turn("What does it cost?", "What does PD cost?", kind)
    assert readings("how long?", [refused], LIBRARY).candidates == ("how long?",)
    assert readings("how long?", [MACHINE, refused], LIBRARY) == readings("how long?", [MACHINE], LIBRARY)


def test_passages_under_a_refusal_are_no_context_but_those_under_words_for_a_person_are() -> None:
    pools = shown(LIBRARY, "Public pools")
    refused, personal = (Turn("Can I swim?", None, kind, pools) for kind in (Kind.NOT_COVERED, Kind.PERSONAL))
    assert best("how long?", refused) == "how long?"
    assert best("how long?", personal) == "how long? (about Dialysis at home or in hospital, Swimming)"


@pytest.mark.parametrize(("question", "leans"), [("does it hurt?", True), ("Which tablets turn stools black?", False)])
def test_after_a_refusal_a_question_that_points_back_points_at_nothing(question: str, leans: bool) -> None:
    refused = Turn("What does it cost?", None, Kind.NOT_COVERED)
    assert readings(question, [refused], LIBRARY).leans is leans
    assert not readings(question, [], LIBRARY).leans
    assert not readings(question, [Turn("hi", None, Kind.SMALLTALK)], LIBRARY).leans


@pytest.mark.parametrize(
    ("question", "leans"),
    [
        ("does it hurt?", True),
        ("how long?", True),
        ("and the taxi driver from the hospital, is he paid?", True),
        ("how long does haemodialysis take?", False),
        ("can small children swim there?", False),
        ("Which tablets cause black stools and stomach pain?", False),
    ],
)
def test_a_question_leans_that_points_or_says_little_and_names_nothing(question: str, leans: bool) -> None:
    assert readings(question, [MACHINE], LIBRARY).leans is leans


def test_only_the_last_six_turns_are_read() -> None:
    talk = [Turn("thanks", None, Kind.SMALLTALK)] * 6
    assert readings("how long?", [MACHINE, *talk], LIBRARY) == Readings(("how long?",))
    assert readings("how long?", [MACHINE, *talk[:5]], LIBRARY) == readings("how long?", [MACHINE], LIBRARY)


def test_passages_that_nobody_knows_are_ignored() -> None:
    forged = Turn("What is haemodialysis?", None, Kind.ANSWERED, ("nowhere:00000000", "../etc/passwd"))
    assert best("how long?", forged) == "how long? (about haemodialysis)"


def test_a_question_without_history_stands_as_it_is() -> None:
    assert readings("and what is it?", [], LIBRARY) == Readings(("and what is it?",))


def test_a_full_question_stands_first_and_needs_little_context() -> None:
    asked = "Which tablets cause black stools and stomach pain?"
    found = readings(asked, [MACHINE], LIBRARY)
    assert (found.candidates[0], found.needs_context) == (asked, 0.3)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ok thanks, and how long?", "how long?"),
        ("Right. So what then", "what then"),
        ("ok", "ok"),
        ("andes virus", "andes virus"),
    ],
)
def test_words_that_only_open_a_question_are_taken_off(typed: str, wanted: str) -> None:
    assert opened(typed) == wanted


TURNS = st.builds(
    Turn,
    st.text(max_size=60),
    st.none() | st.text(max_size=60),
    st.sampled_from(Kind),
    st.lists(st.sampled_from([*LIBRARY.passages, "gone:1", ""]), max_size=3).map(tuple),
)
PHRASES = st.lists(
    st.sampled_from(
        ("the other one", "it", "second", "last step", "99", "ferrous sulfate", "(about ", ")", "yes", "?")
    ),
    max_size=12,
).map(" ".join)


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=80) | PHRASES, st.lists(TURNS, max_size=9))
def test_any_question_after_any_history_has_one_to_four_readings_itself_among_them(
    question: str, history: list[Turn]
) -> None:
    found = readings(question, history, LIBRARY)
    assert 1 <= len(found.candidates) <= CANDIDATES
    assert question in found.candidates
    assert len(set(found.candidates)) == len(found.candidates)
    assert 0.0 <= found.needs_context <= 1.0
    assert set(found.more_of) <= {each for turn in history for each in turn.passages}
