from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Kind
from bot.evaluation.intervals import Figure, wilson
from bot.evaluation.measures import (
    REWRITTEN_SHARES,
    SHARES,
    TURN_SHARES,
    question_figures,
    separation,
    shares,
    shown_passages,
)
from bot.evaluation.outcome import Outcome
from bot.evaluation.questions import Label, Question


def outcome(
    label: Label,
    kind: Kind = Kind.NOT_COVERED,
    score: float = 0.0,
    right: bool = False,
    quoted: tuple[str, ...] = (),
    needs_context: bool = False,
    passages: tuple[tuple[float, bool], ...] = (),
    seconds: float = 0.1,
    document: str = "doc",
) -> Outcome:
    question = Question("q", document, "?", label, needs_context=needs_context)
    return Outcome(question, document, kind, right, right, right, right, quoted, score, passages, seconds)


def share(name: str, title: str, hits: int, n: int, higher: bool = False) -> Figure:
    low, high = wilson(hits, n)
    return Figure(name, title, hits / n, n, pytest.approx(low), pytest.approx(high), higher)


SET = (
    outcome(Label.ANSWERED, Kind.ANSWERED, 0.9, True, ("one two three",), passages=((0.9, True), (0.3, False))),
    outcome(Label.ANSWERED, Kind.ANSWERED, 0.7, False, ("one",), passages=((0.7, False),), seconds=0.2),
    outcome(Label.ANSWERED, Kind.PARTIAL, 0.5, True, ("one two",), passages=((0.5, True),)),
    outcome(Label.ANSWERED, Kind.NOT_COVERED, 0.1),
    outcome(Label.UNANSWERED, Kind.ANSWERED, 0.8, False, ("a b c d",)),
    outcome(Label.UNANSWERED, Kind.PARTIAL, 0.4, False, ("a b c d",)),
    outcome(Label.UNANSWERED, Kind.NOT_COVERED, 0.2),
    outcome(Label.PARTIAL, Kind.PARTIAL, 0.5, True, ("one two",), passages=((0.6, True),)),
    outcome(Label.OFF_TOPIC, Kind.PARTIAL, 0.3, False, ("a b",)),
    outcome(Label.OFF_TOPIC, Kind.NOT_COVERED, 0.05, seconds=1.0),
)
SWAPPED = (
    outcome(Label.SWAPPED, Kind.ANSWERED, 0.9, True, ("a",), passages=((0.9, True),)),
    outcome(Label.SWAPPED, Kind.ANSWERED, 0.9, False, ("a",)),
    outcome(Label.SWAPPED, Kind.PARTIAL, 0.9, True, ("a",)),
)


def test_every_share_of_a_known_set_is_the_one_counted_by_hand() -> None:
    assert shares(SHARES, (*SET, *SWAPPED)) == (
        share("right_quote", "Answered: a right quote is given", 2, 4, True),
        share("first_right", "Answered: the first quote is right", 2, 4, True),
        share("right_in_three", "Answered: right in the first three quotes", 2, 4, True),
        share("evidence_shown", "Answered: evidence among the passages shown", 2, 4, True),
        share("answered_refused", "Answered: refused", 1, 4),
        share("answered_as_partial", "Answered: given as partial", 1, 4),
        share("unanswered_answered", "Unanswered: quoted as answered", 1, 3),
        share("unanswered_partial", "Unanswered: given as partial", 1, 3),
        share("partial_right", "Partly answered: a right quote is given", 1, 1, True),
        share("off_topic_quoted", "Off-topic: something is quoted", 1, 2),
        share("wrong_subject", "Another treatment asked: this one's words given as the answer", 1, 3),
        share("partial_replies", "All replies: partial", 4, 10),
    )


def test_the_score_separates_as_counted_over_all_pairs() -> None:
    unanswered, off_topic, *false = separation(SET)
    assert (unanswered.value, unanswered.n) == (
        pytest.approx((3 + 2 + 2) / 12),
        7,
    )  # 0.9, 0.7, 0.5, 0.1 over 0.8, 0.4, 0.2
    assert (off_topic.value, off_topic.n) == (pytest.approx((2 + 2 + 2 + 1) / 8), 6)
    assert [(figure.name, figure.value) for figure in false] == [
        ("false_at_90", 1.0),
        ("false_at_80", 1.0),
        ("false_at_70", pytest.approx(1 / 3)),
    ]
    assert all(figure.low <= figure.value <= figure.high for figure in (unanswered, off_topic, *false))


def test_words_calibration_and_times_close_the_list() -> None:
    words, error, median, late = question_figures(SET)[-4:]
    assert (words.name, words.value, words.n) == ("words_quoted", 2.0, 7)
    assert (error.name, error.value, error.n) == ("calibration_error", pytest.approx((0.1 + 0.3 + 0.7 + 0.5) / 4), 4)
    assert (median.name, median.value, median.n) == ("latency_p50", pytest.approx(100.0), 10)
    assert (late.name, late.value) == ("latency_p95", pytest.approx(np.percentile([100] * 8 + [200, 1000], 95)))


def test_a_measure_without_cases_has_no_value() -> None:
    figures = {figure.name: figure for figure in question_figures([outcome(Label.ANSWERED)])}
    empty = ("unanswered_answered", "off_topic_quoted", "auroc_unanswered", "false_at_90", "words_quoted")
    assert [(figures[name].value, figures[name].low, figures[name].high) for name in empty] == [(None, None, None)] * 5


def test_passages_of_partly_answered_and_swapped_questions_say_nothing_about_the_score() -> None:
    assert shown_passages((*SET, *SWAPPED)) == ((0.9, True), (0.3, False), (0.7, False), (0.5, True))


def test_turns_are_counted_by_what_they_need() -> None:
    turns = (
        outcome(Label.ANSWERED, Kind.ANSWERED, right=True, quoted=("x",), needs_context=True),
        outcome(Label.ANSWERED, Kind.NOT_COVERED, needs_context=True),
        outcome(Label.ANSWERED, Kind.SMALLTALK),
        outcome(Label.UNANSWERED, Kind.ANSWERED, quoted=("x",), needs_context=True),
        outcome(Label.SMALLTALK, Kind.SMALLTALK),
        outcome(Label.SMALLTALK, Kind.NOT_COVERED),
    )
    assert shares(TURN_SHARES, turns) == (
        share("follow_up_right", "Answered follow-ups: a right quote is given", 1, 2, True),
        share("follow_up_stopped", "Answered follow-ups: stopped before the search", 0, 2),
        share("stand_alone_right", "Answered stand-alone turns: a right quote is given", 0, 1, True),
        share("follow_up_false", "Unanswered follow-ups: quoted as answered", 1, 1),
        share("smalltalk_recognised", "Smalltalk: recognised", 1, 2, True),
        share("smalltalk_false", "Other turns: taken for smalltalk", 1, 4),
    )


OUTCOMES = st.builds(
    outcome,
    label=st.sampled_from(Label),
    kind=st.sampled_from(Kind),
    score=st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.8, 1.0]),
    right=st.booleans(),
    quoted=st.sampled_from([(), ("a",), ("b c", "d")]),
    needs_context=st.booleans(),
)


def counted(rows: list[Outcome], label: Label, met: Callable[[Outcome], bool]) -> float | None:
    cases = [row for row in rows if row.question.label == label]
    return sum(1 for row in cases if met(row)) / len(cases) if cases else None


@settings(max_examples=60, deadline=None)
@given(st.lists(OUTCOMES, max_size=25))
def test_shares_of_any_outcomes_are_plain_counts(rows: list[Outcome]) -> None:
    found = {figure.name: figure.value for figure in (*shares(SHARES, rows), *shares(TURN_SHARES, rows))}
    false = counted(rows, Label.UNANSWERED, lambda row: row.kind == "answered" and row.quoted != ())
    assert found["right_quote"] == counted(rows, Label.ANSWERED, lambda row: row.right)
    assert found["answered_refused"] == counted(rows, Label.ANSWERED, lambda row: row.kind == "not_covered")
    assert found["unanswered_answered"] == false
    assert found["unanswered_partial"] == counted(rows, Label.UNANSWERED, lambda row: row.kind == "partial")
    assert found["off_topic_quoted"] == counted(rows, Label.OFF_TOPIC, lambda row: row.quoted != ())
    assert found["smalltalk_recognised"] == counted(rows, Label.SMALLTALK, lambda row: row.kind == "smalltalk")
    wrong = counted(rows, Label.SWAPPED, lambda row: row.kind == "answered" and row.quoted != () and row.in_three)
    assert found["wrong_subject"] == wrong


@settings(max_examples=8, deadline=None)
@given(st.lists(OUTCOMES, min_size=1, max_size=25))
def test_every_figure_of_any_outcomes_lies_in_its_interval(rows: list[Outcome]) -> None:
    for figure in question_figures(rows):
        if figure.value is None:
            assert (figure.low, figure.high) == (None, None)
        elif figure.name in {share.name for share in SHARES}:
            assert 0 <= figure.low <= figure.value <= figure.high <= 1
        else:
            assert figure.low <= figure.high


def test_the_names_of_all_figures_differ() -> None:
    names = [figure.name for figure in (*question_figures(SET), *shares((*TURN_SHARES, *REWRITTEN_SHARES), SET))]
    assert len(set(names)) == len(names) == 29


@pytest.mark.parametrize(
    ("kind", "quoted", "stopped"),
    [
        (Kind.URGENT, (), 1.0),
        (Kind.SMALLTALK, (), 1.0),
        (Kind.PERSONAL, (), 1.0),
        (Kind.PERSONAL, ("x",), 0.0),
        (Kind.NOT_COVERED, (), 0.0),
    ],
)
def test_a_follow_up_is_stopped_where_no_document_was_asked(
    kind: Kind, quoted: tuple[str, ...], stopped: float
) -> None:
    rows = [outcome(Label.ANSWERED, kind, quoted=quoted, needs_context=True)]
    assert {each.name: each.value for each in shares(TURN_SHARES, rows)}["follow_up_stopped"] == stopped


def test_follow_ups_written_out_are_counted_where_they_need_context() -> None:
    rows = (outcome(Label.ANSWERED, Kind.ANSWERED, right=True, needs_context=True), outcome(Label.ANSWERED))
    assert [(figure.value, figure.n) for figure in shares(REWRITTEN_SHARES[:1], rows)] == [(1.0, 1)]


def test_one_document_at_a_time_is_drawn_where_there_are_many() -> None:
    easy = [outcome(Label.ANSWERED, score=0.9, document=f"d{n}") for n in range(5) for _ in range(10)]
    hard = [outcome(Label.UNANSWERED, score=0.1 + 0.9 * (n % 2), document=f"d{n}") for n in range(5) for _ in range(10)]
    area = separation([*easy, *hard])[0]
    assert area.value == pytest.approx(0.6)
    assert (
        area.high - area.low > 0.5
    )  # two of five documents are hard: far wider than 50 independent questions would be
