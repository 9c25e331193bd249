"""The report of an evaluation: figures, breakdowns, the coverage curve, and the questions that went wrong."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from bot.answer import Kind
from bot.evaluation.coverage import CoveragePoint, ReliabilityBin, coverage_curve, reliability
from bot.evaluation.intervals import Figure
from bot.evaluation.measures import (
    ANSWERED,
    REWRITTEN_SHARES,
    SHARES,
    TURN_SHARES,
    UNANSWERED,
    question_figures,
    scores,
    separation,
    shares,
    shown_passages,
)
from bot.evaluation.outcome import Outcome
from bot.evaluation.questions import Label

MAIN = (
    "right_quote",
    "first_right",
    "evidence_shown",
    "answered_refused",
    "unanswered_answered",
    "unanswered_partial",
)  # what a small group can bear


class Scope(StrEnum):
    """Whether a bot holds only the document that a question is about, or the whole collection."""

    OWN = "own"
    ALL = "all"


class Fault(StrEnum):
    """What is wrong with an outcome."""

    REFUSED = "answered question refused"
    WRONG_QUOTE = "no right quote"
    FALSE_ANSWER = "unanswered question answered"
    OFF_TOPIC = "off-topic question quoted"
    SMALLTALK = "smalltalk not recognised"
    WRONG_SUBJECT = "answered with words about another treatment"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The main figures over the questions that share one value, as `style` = `typo`."""

    dimension: str
    value: str
    n: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Replies:
    """How many questions of a label got a reply of a kind."""

    label: Label
    kind: Kind
    n: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong, and what was quoted instead."""

    fault: Fault
    id: str
    document_id: str
    question: str
    style: str
    kind: Kind
    score: float
    quoted: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that one evaluation found. `figures` over single questions, `turns` over the turns of conversations."""

    scope: Scope
    documents: int
    questions: int
    figures: tuple[Figure, ...]
    turns: tuple[Figure, ...]
    replies: tuple[Replies, ...]
    breakdowns: tuple[Breakdown, ...]
    curve: tuple[CoveragePoint, ...]
    reliability: tuple[ReliabilityBin, ...]
    failures: tuple[Failure, ...]

    def as_json(self) -> dict[str, Any]:
        """The report as plain objects, lists and numbers."""
        return asdict(self)


def report(
    outcomes: Sequence[Outcome],
    turns: Sequence[Outcome] = (),
    rewritten: Sequence[Outcome] = (),
    scope: Scope = Scope.OWN,
) -> Report:
    """The report of these outcomes; `turns` are those of conversations, `rewritten` of follow-ups written out."""
    answered, unanswered = scores(outcomes, ANSWERED), scores(outcomes, UNANSWERED)
    counts = Counter((row.question.label, row.kind) for row in outcomes)
    return Report(
        scope=scope,
        documents=len({row.document_id for row in (*outcomes, *turns)}),
        questions=len(outcomes),
        figures=question_figures(outcomes) if outcomes else (),
        turns=(*shares(TURN_SHARES, turns), *shares(REWRITTEN_SHARES, rewritten)) if turns else (),
        replies=tuple(Replies(label, kind, n) for (label, kind), n in sorted(counts.items())),
        breakdowns=_breakdowns(outcomes),
        curve=coverage_curve(answered, unanswered),
        reliability=reliability(shown_passages(outcomes)),
        failures=tuple(failure for row in (*outcomes, *turns) if (failure := _failure(row))),
    )


def _breakdowns(outcomes: Sequence[Outcome]) -> tuple[Breakdown, ...]:
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for row in outcomes:
        asked = row.question
        for dimension, value in (
            ("style", asked.style),
            ("overlap", asked.overlap),
            ("persona", asked.persona),
            ("document", row.document_id),
        ):
            groups[dimension, value].append(row)
    main = tuple(share for share in SHARES if share.name in MAIN)
    return tuple(
        Breakdown(dimension, value, len(rows), (*shares(main, rows), separation(rows)[0]))
        for (dimension, value), rows in sorted(groups.items())
        if value
    )


def _failure(row: Outcome) -> Failure | None:
    fault, asked = _fault(row), row.question
    if fault is None:
        return None
    return Failure(
        fault, asked.id, row.document_id, asked.text, asked.style, row.kind, row.score, row.quoted, asked.evidence
    )


def _fault(row: Outcome) -> Fault | None:
    match row.question.label:
        case Label.ANSWERED if not row.right:
            return Fault.REFUSED if row.kind is Kind.NOT_COVERED else Fault.WRONG_QUOTE
        case Label.UNANSWERED if row.quoted_as_answered:
            return Fault.FALSE_ANSWER
        case Label.OFF_TOPIC if row.quoted:
            return Fault.OFF_TOPIC
        case Label.SMALLTALK if row.kind is not Kind.SMALLTALK:
            return Fault.SMALLTALK
        case Label.SWAPPED if row.quoted_as_answered and row.in_three:
            return Fault.WRONG_SUBJECT
    return None
