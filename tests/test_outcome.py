from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Basis, Kind, ListedReference, Quote
from bot.evaluation.outcome import Outcome, compare, touches
from bot.evaluation.questions import Label, Question
from corpus.document import Reference
from tests.scripted import answer, document, passage, quote

LEAFLET = document("leaflet", "Rest for two days. Drink water. Call us if it bleeds. Rest for two days.")
OTHER = document("other", "Rest for two days. Drink tea.")
REST, WATER, CALL = "Rest for two days.", "Drink water.", "Call us if it bleeds."


def asked(*evidence: str, needs_all: bool = False) -> Question:
    return Question("q", "leaflet", "?", Label.ANSWERED, evidence, needs_all)


def flags(outcome: Outcome) -> tuple[bool, bool, bool]:
    return outcome.right, outcome.first_right, outcome.in_three


def test_an_outcome_says_what_was_quoted_and_shown_and_how_surely() -> None:
    given = answer(Kind.ANSWERED, [quote(LEAFLET, REST)], [passage(LEAFLET, REST + " " + WATER, 0.7)], 0.8)
    question = asked(WATER)
    assert compare(question, LEAFLET, given, 0.25) == Outcome(
        question, "leaflet", Kind.ANSWERED, False, False, False, True, (REST,), 0.8, ((0.7, True),), 0.25
    )


@pytest.mark.parametrize(
    ("quoted", "question", "expected"),
    [
        ((), asked(REST), (False, False, False)),
        ((REST,), asked(REST), (True, True, True)),
        ((WATER, CALL), asked(CALL), (True, False, True)),
        ((WATER,), asked(REST, WATER), (True, True, True)),
        ((WATER,), asked(REST, WATER, needs_all=True), (False, True, True)),
        ((WATER, REST), asked(REST, WATER, needs_all=True), (True, True, True)),
        ((f"{REST} {WATER}",), asked(REST, WATER, needs_all=True), (True, True, True)),
        ((WATER,), asked(f"{REST} {WATER}"), (True, True, True)),
        ((WATER, WATER, WATER, CALL), asked(CALL), (False, False, False)),
    ],
)
def test_a_quote_is_right_where_it_meets_the_evidence(
    quoted: tuple[str, ...], question: Question, expected: tuple[bool, bool, bool]
) -> None:
    given = answer(Kind.ANSWERED, [quote(LEAFLET, words) for words in quoted])
    assert flags(compare(question, LEAFLET, given, 0.0)) == expected


def test_four_pieces_that_are_all_needed_may_be_four_quotes() -> None:
    steps = document("steps", "One. Two. Three. Four.")
    pieces = ("One.", "Two.", "Three.", "Four.")
    given = answer(Kind.ANSWERED, [quote(steps, words) for words in pieces])
    assert compare(asked(*pieces, needs_all=True), steps, given, 0.0).right


def test_the_same_words_at_another_place_of_the_document_are_right_too() -> None:
    again = Quote(REST, "leaflet:0", "leaflet", LEAFLET.text.rindex(REST), len(LEAFLET.text))
    assert again.start > 0
    assert compare(asked(REST), LEAFLET, answer(Kind.ANSWERED, [again]), 0.0).right


def test_a_few_shared_letters_are_not_enough() -> None:
    overlapping = quote(LEAFLET, "days. Drink water. Call us if it bleeds.")
    assert not compare(asked(REST), LEAFLET, answer(Kind.ANSWERED, [overlapping]), 0.0).right


def test_the_same_words_in_another_document_are_wrong() -> None:
    assert flags(compare(asked(REST), LEAFLET, answer(Kind.ANSWERED, [quote(OTHER, REST)]), 0.0)) == (False,) * 3


def test_evidence_that_the_document_writes_differently_is_found_by_its_words() -> None:
    spaced = asked("rest for\n two days.")
    assert compare(spaced, LEAFLET, answer(Kind.ANSWERED, [quote(LEAFLET, REST)]), 0.0).right
    assert not compare(spaced, LEAFLET, answer(Kind.ANSWERED, [quote(LEAFLET, WATER)]), 0.0).right


@pytest.mark.parametrize(("told", "scores", "expected"), [(0.2, (0.9,), 0.2), (None, (0.3, 0.6), 0.6), (None, (), 0.0)])
def test_the_score_is_told_or_that_of_the_best_passage(
    told: float | None, scores: tuple[float, ...], expected: float
) -> None:
    given = answer(Kind.NOT_COVERED, (), [passage(LEAFLET, WATER, score) for score in scores], told)
    assert compare(asked(REST), LEAFLET, given, 0.0).score == expected


ENTRY = "1. Registry report, 2021."
CITED = replace(
    document("cited", f"It helps [1].\nReferences\n{ENTRY}\n2. Other."),
    references=(Reference("1", "Registry report, 2021.", None, 25, 25 + len(ENTRY)),),
)


@pytest.mark.parametrize(
    ("kind", "number", "source", "expected"),
    [
        (Kind.SOURCES, "1", "cited", (True, True, True)),
        (Kind.SOURCES, "2", "cited", (False, False, False)),
        (Kind.SOURCES, "1", "other", (False, False, False)),
        (Kind.ANSWERED, "1", "cited", (False, False, False)),  # listed under every answer, it answers nothing by itself
    ],
)
def test_a_listed_reference_answers_a_question_about_sources(
    kind: Kind, number: str, source: str, expected: tuple[bool, bool, bool]
) -> None:
    assert CITED.text[25 : 25 + len(ENTRY)] == ENTRY
    listed = ListedReference(number, "Registry report, 2021.", None, source, Basis.LISTED)
    given_answer = replace(answer(kind), references=(listed,))
    outcome = compare(asked(ENTRY), CITED, given_answer, 0.0)
    assert flags(outcome) == expected
    assert outcome.shown is expected[0]


def test_words_are_counted_over_all_quotes_and_only_answers_claim_to_answer() -> None:
    quotes = [quote(LEAFLET, REST), quote(LEAFLET, WATER)]
    answered = compare(asked(REST), LEAFLET, answer(Kind.ANSWERED, quotes), 0.0)
    partial = compare(asked(REST), LEAFLET, answer(Kind.PARTIAL, quotes), 0.0)
    assert (answered.words, answered.quoted_as_answered, partial.quoted_as_answered) == (6, True, False)


SPANS = st.tuples(st.integers(0, len(LEAFLET.text)), st.integers(0, len(LEAFLET.text))).map(sorted)


def sliced(start: int, end: int) -> Quote:
    return Quote(LEAFLET.text[start:end], "leaflet:0", "leaflet", start, end)


@given(SPANS.filter(lambda span: LEAFLET.text[span[0] : span[1]].strip()))
def test_a_quote_always_meets_itself_and_what_holds_it(span: list[int]) -> None:
    start, end = span
    assert touches(sliced(start, end), LEAFLET.text[start:end], LEAFLET)
    assert touches(sliced(0, len(LEAFLET.text)), LEAFLET.text[start:end], LEAFLET)
    assert touches(sliced(start, end), LEAFLET.text, LEAFLET)


@given(SPANS.filter(lambda span: span[0] < span[1]), SPANS.filter(lambda span: span[0] < span[1]))
def test_quote_and_evidence_meet_where_a_count_of_characters_says_so(one: list[int], other: list[int]) -> None:
    evidence = LEAFLET.text[other[0] : other[1]]
    places = [n for n in range(len(LEAFLET.text)) if LEAFLET.text.startswith(evidence, n)]
    common = [len({*range(*one)} & {*range(place, place + len(evidence))}) for place in places]
    expected = max(common) >= min(one[1] - one[0], len(evidence)) / 2
    assert touches(sliced(one[0], one[1]), evidence, LEAFLET) is expected


@given(st.lists(st.sampled_from([REST, WATER, CALL]), max_size=5), st.booleans())
def test_a_right_quote_within_the_first_three_never_contradicts_the_other_flags(
    quoted: list[str], needs_all: bool
) -> None:
    given_answer = answer(Kind.ANSWERED, [quote(LEAFLET, words) for words in quoted])
    outcome = compare(asked(REST, CALL, needs_all=needs_all), LEAFLET, given_answer, 0.0)
    assert outcome.in_three == bool({REST, CALL} & {*quoted[:3]})
    assert outcome.first_right == (quoted[:1] in ([REST], [CALL]))
    assert outcome.right == (({REST, CALL} <= {*quoted[:3]}) if needs_all else outcome.in_three)
