import json

import pytest

from bot.answer import Kind
from bot.evaluation.outcome import Outcome
from bot.evaluation.questions import Label, Question
from bot.evaluation.report import Failure, Fault, Replies, report


def outcome(
    name: str,
    label: Label,
    kind: Kind,
    right: bool = False,
    quoted: tuple[str, ...] = (),
    document: str = "doc",
    style: str = "plain",
    overlap: str = "",
) -> Outcome:
    question = Question(name, document, name + "?", label, ("gold",), style=style, overlap=overlap)
    return Outcome(question, document, kind, right, right, right, right, quoted, 0.5, (), 0.1)


ROWS = (
    outcome("a1", Label.ANSWERED, Kind.ANSWERED, True, ("gold",), overlap="natural"),
    outcome("a2", Label.ANSWERED, Kind.NOT_COVERED, document="far", style="typo"),
    outcome("a3", Label.ANSWERED, Kind.PARTIAL, False, ("other",)),
    outcome("u1", Label.UNANSWERED, Kind.ANSWERED, False, ("other",), style="typo"),
    outcome("u2", Label.UNANSWERED, Kind.NOT_COVERED),
    outcome("o1", Label.OFF_TOPIC, Kind.PARTIAL, False, ("other",)),
    outcome("p1", Label.PARTIAL, Kind.ANSWERED, False, ("other",)),
)


def failure(fault: Fault, row: Outcome) -> Failure:
    return Failure(
        fault,
        row.question.id,
        row.document_id,
        row.question.text,
        row.question.style,
        row.kind,
        0.5,
        row.quoted,
        ("gold",),
    )


def test_everything_that_went_wrong_is_listed_with_its_fault() -> None:
    hello = outcome("s1", Label.SMALLTALK, Kind.NOT_COVERED)
    swapped = outcome("w1", Label.SWAPPED, Kind.ANSWERED, True, ("gold",))
    assert report([*ROWS, swapped], [hello]).failures == (
        failure(Fault.REFUSED, ROWS[1]),
        failure(Fault.WRONG_QUOTE, ROWS[2]),
        failure(Fault.FALSE_ANSWER, ROWS[3]),
        failure(Fault.OFF_TOPIC, ROWS[5]),
        failure(Fault.WRONG_SUBJECT, swapped),
        failure(Fault.SMALLTALK, hello),
    )


def test_replies_are_counted_by_label_and_kind() -> None:
    assert report(ROWS).replies == (
        Replies(Label.ANSWERED, Kind.ANSWERED, 1),
        Replies(Label.ANSWERED, Kind.NOT_COVERED, 1),
        Replies(Label.ANSWERED, Kind.PARTIAL, 1),
        Replies(Label.OFF_TOPIC, Kind.PARTIAL, 1),
        Replies(Label.PARTIAL, Kind.ANSWERED, 1),
        Replies(Label.UNANSWERED, Kind.ANSWERED, 1),
        Replies(Label.UNANSWERED, Kind.NOT_COVERED, 1),
    )


def test_breakdowns_follow_style_overlap_persona_and_document_where_given() -> None:
    found = report(ROWS).breakdowns
    assert [(row.dimension, row.value, row.n) for row in found] == [
        ("document", "doc", 6),
        ("document", "far", 1),
        ("overlap", "natural", 1),
        ("style", "plain", 5),
        ("style", "typo", 2),
    ]
    assert {figure.name: (figure.value, figure.n) for figure in found[4].figures} == {
        "right_quote": (0.0, 1),
        "first_right": (0.0, 1),
        "evidence_shown": (0.0, 1),
        "answered_refused": (1.0, 1),
        "unanswered_answered": (1.0, 1),
        "unanswered_partial": (0.0, 1),
        "auroc_unanswered": (0.5, 2),
    }


def test_the_report_travels_as_strict_json() -> None:
    found = json.loads(json.dumps(report(ROWS).as_json(), allow_nan=False))
    assert (found["scope"], found["documents"], found["questions"]) == ("own", 2, 7)
    assert found["figures"][0] == {
        "name": "right_quote",
        "title": "Answered: a right quote is given",
        "value": pytest.approx(1 / 3),
        "n": 3,
        "low": pytest.approx(0.0615, abs=1e-4),
        "high": pytest.approx(0.7923, abs=1e-4),
        "higher_is_better": True,
        "unit": "ratio",
    }
