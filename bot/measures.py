"""The figures that a list of outcomes gives; each measure is defined here once, with the cases that it counts."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer import Kind
from bot.coverage import calibration_error, false_at
from bot.intervals import Figure, auroc, bootstrap, share_interval
from bot.outcome import Outcome
from bot.questions import Label

Case = Callable[[Outcome], bool]
Curve = Callable[[NDArray[np.float64], NDArray[np.float64]], float]


@dataclass(frozen=True, slots=True)
class Share:
    """The share of the outcomes `among` which `met` holds."""

    name: str
    title: str
    among: Case
    met: Case
    higher_is_better: bool = False


def _labelled(label: Label) -> Case:
    return lambda outcome: outcome.question.label is label


def _follow_up(label: Label, needs_context: bool) -> Case:
    return lambda outcome: outcome.question.label is label and outcome.question.needs_context is needs_context


def _kind(kind: Kind) -> Case:
    return lambda outcome: outcome.kind is kind


def _any(_: Outcome) -> bool:
    return True


def _right(outcome: Outcome) -> bool:
    return outcome.right


def _quoted_as_answered(outcome: Outcome) -> bool:
    return outcome.quoted_as_answered


ANSWERED, UNANSWERED, OFF_TOPIC = (_labelled(label) for label in (Label.ANSWERED, Label.UNANSWERED, Label.OFF_TOPIC))
KEPT = (0.9, 0.8, 0.7)  # the shares of answered questions at which the design states its measurements

SHARES = (
    Share("right_quote", "Answered: a right quote is given", ANSWERED, _right, True),
    Share("first_right", "Answered: the first quote is right", ANSWERED, lambda o: o.first_right, True),
    Share("right_in_three", "Answered: right in the first three quotes", ANSWERED, lambda o: o.in_three, True),
    Share("evidence_shown", "Answered: evidence among the passages shown", ANSWERED, lambda o: o.shown, True),
    Share("answered_refused", "Answered: refused", ANSWERED, _kind(Kind.NOT_COVERED)),
    Share("answered_as_partial", "Answered: given as partial", ANSWERED, _kind(Kind.PARTIAL)),
    Share("unanswered_answered", "Unanswered: quoted as answered", UNANSWERED, _quoted_as_answered),
    Share("unanswered_partial", "Unanswered: given as partial", UNANSWERED, _kind(Kind.PARTIAL)),
    Share("partial_right", "Partly answered: a right quote is given", _labelled(Label.PARTIAL), _right, True),
    Share("off_topic_quoted", "Off-topic: something is quoted", OFF_TOPIC, lambda o: bool(o.quoted)),
    Share("partial_replies", "All replies: partial", _any, _kind(Kind.PARTIAL)),
)
FOLLOW_UP, ALONE = _follow_up(Label.ANSWERED, True), _follow_up(Label.ANSWERED, False)
FALSE_FOLLOW_UP, SMALLTALK = _follow_up(Label.UNANSWERED, True), _labelled(Label.SMALLTALK)
TURN_SHARES = (
    Share("follow_up_right", "Answered follow-ups: a right quote is given", FOLLOW_UP, _right, True),
    Share("stand_alone_right", "Answered stand-alone turns: a right quote is given", ALONE, _right, True),
    Share("follow_up_false", "Unanswered follow-ups: quoted as answered", FALSE_FOLLOW_UP, _quoted_as_answered),
    Share("smalltalk_recognised", "Smalltalk: recognised", SMALLTALK, _kind(Kind.SMALLTALK), True),
    Share("smalltalk_false", "Other turns: taken for smalltalk", lambda o: not SMALLTALK(o), _kind(Kind.SMALLTALK)),
)


def shares(measures: Sequence[Share], outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """One figure for each measure, in order."""
    return tuple(_share(measure, outcomes) for measure in measures)


def question_figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """All figures of a question set, in the order in which a report shows them."""
    return (
        *shares(SHARES, outcomes),
        *separation(outcomes),
        _words(outcomes),
        _calibration(outcomes),
        *latency(outcomes),
    )


def separation(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """How well the score tells answered from other questions: AUROC, and the false share at 90, 80 and 70 % kept."""
    missed = "Unanswered still answered when {:.0%} of the answered are kept"
    return (
        _between("auroc_unanswered", "AUROC, answered against unanswered", auroc, outcomes, UNANSWERED, True),
        _between("auroc_off_topic", "AUROC, answered against off-topic", auroc, outcomes, OFF_TOPIC, True),
        *(
            _between(f"false_at_{kept * 100:.0f}", missed.format(kept), _false_at(kept), outcomes, UNANSWERED, False)
            for kept in KEPT
        ),
    )


def latency(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Median and 95th percentile of the wall time of an answer, in milliseconds."""
    times = np.array([outcome.seconds * 1000 for outcome in outcomes])
    return tuple(
        _statistic(
            f"latency_p{rank}", f"Milliseconds to an answer, p{rank}", times, _documents(outcomes), _percentile(rank)
        )
        for rank in (50, 95)
    )


def scores(outcomes: Sequence[Outcome], among: Case) -> NDArray[np.float64]:
    """The scores of the outcomes `among`, float64 (n,)."""
    return np.array([outcome.score for outcome in outcomes if among(outcome)], dtype=np.float64)


def shown_passages(outcomes: Sequence[Outcome]) -> tuple[tuple[float, bool], ...]:
    """Score and truth of every passage shown to a question whose evidence is known."""
    return tuple(
        passage for outcome in outcomes if outcome.question.label is not Label.PARTIAL for passage in outcome.passages
    )


def _share(measure: Share, outcomes: Sequence[Outcome]) -> Figure:
    cases = [outcome for outcome in outcomes if measure.among(outcome)]
    if not cases:
        return Figure(measure.name, measure.title, None, 0, None, None, measure.higher_is_better)
    value, low, high = share_interval([measure.met(case) for case in cases], _documents(cases))
    return Figure(measure.name, measure.title, value, len(cases), low, high, measure.higher_is_better)


def _between(name: str, title: str, curve: Curve, outcomes: Sequence[Outcome], others: Case, higher: bool) -> Figure:
    cases = [outcome for outcome in outcomes if ANSWERED(outcome) or others(outcome)]
    values = scores(cases, _any)
    answered = np.array([ANSWERED(case) for case in cases], dtype=bool)

    def statistic(chosen: NDArray[np.intp]) -> float:
        picked, positive = values[chosen], answered[chosen]
        return curve(picked[positive], picked[~positive])

    return _figure(name, title, len(cases), _documents(cases), statistic, higher)


def _false_at(kept: float) -> Curve:
    return lambda answered, unanswered: false_at(kept, answered, unanswered)


def _words(outcomes: Sequence[Outcome]) -> Figure:
    cases = [outcome for outcome in outcomes if outcome.quoted]
    words = np.array([case.words for case in cases], dtype=np.float64)
    return _statistic("words_quoted", "Words quoted, median", words, _documents(cases), _percentile(50))


def _calibration(outcomes: Sequence[Outcome]) -> Figure:
    shown = [(row.document_id, *passage) for row in outcomes for passage in shown_passages([row])]
    values = np.array([score for _, score, _ in shown], dtype=np.float64)
    truth = np.array([holds for _, _, holds in shown], dtype=np.float64)

    def statistic(chosen: NDArray[np.intp]) -> float:
        return calibration_error(values[chosen], truth[chosen])

    title = "Score of a passage: expected calibration error"
    return _figure("calibration_error", title, len(shown), [document for document, _, _ in shown], statistic, False)


def _percentile(rank: int) -> Callable[[NDArray[np.float64]], float]:
    return lambda values: float(np.percentile(values, rank))


def _statistic(
    name: str,
    title: str,
    values: NDArray[np.float64],
    groups: Sequence[str],
    summary: Callable[[NDArray[np.float64]], float],
) -> Figure:
    return _figure(name, title, len(values), groups, lambda chosen: summary(values[chosen]), False)


def _figure(
    name: str,
    title: str,
    n: int,
    groups: Sequence[str],
    statistic: Callable[[NDArray[np.intp]], float],
    higher: bool,
) -> Figure:
    value = statistic(np.arange(n)) if n else math.nan
    if math.isnan(value):
        return Figure(name, title, None, n, None, None, higher)
    low, high = bootstrap(groups, statistic)
    return Figure(name, title, value, n, low, high, higher)


def _documents(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.document_id for outcome in outcomes]
