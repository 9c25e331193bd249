"""The figures that a list of outcomes gives; each measure is defined here once, with the cases that it counts."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answer import Kind
from bot.evaluation.coverage import calibration_error, false_at
from bot.evaluation.intervals import Figure, Unit, auroc, bootstrap, share_interval
from bot.evaluation.outcome import Outcome
from bot.evaluation.questions import Label

Case = Callable[[Outcome], bool]
Chosen = NDArray[np.intp]
Statistic = Callable[[Chosen], float]
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


def _stopped(outcome: Outcome) -> bool:
    """Whether triage kept the question from the documents."""
    return outcome.kind in (Kind.URGENT, Kind.SMALLTALK) or (outcome.kind is Kind.PERSONAL and not outcome.quoted)


def _wrong_subject(outcome: Outcome) -> bool:
    return outcome.quoted_as_answered and outcome.in_three


def _asked_by_a_person(outcome: Outcome) -> bool:
    return outcome.question.label is not Label.SWAPPED


ANSWERED, UNANSWERED, OFF_TOPIC, SWAPPED = map(
    _labelled, (Label.ANSWERED, Label.UNANSWERED, Label.OFF_TOPIC, Label.SWAPPED)
)
UNSETTLED = (Label.PARTIAL, Label.SWAPPED)  # evidence of these does not say whether a passage answers
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
    Share("wrong_subject", "Another treatment asked: this one's words given as the answer", SWAPPED, _wrong_subject),
    Share("partial_replies", "All replies: partial", _asked_by_a_person, _kind(Kind.PARTIAL)),
)
FOLLOW_UP, ALONE = _follow_up(Label.ANSWERED, True), _follow_up(Label.ANSWERED, False)
FALSE_FOLLOW_UP, SMALLTALK = _follow_up(Label.UNANSWERED, True), _labelled(Label.SMALLTALK)
TURN_SHARES = (
    Share("follow_up_right", "Answered follow-ups: a right quote is given", FOLLOW_UP, _right, True),
    Share("follow_up_stopped", "Answered follow-ups: stopped before the search", FOLLOW_UP, _stopped),
    Share("stand_alone_right", "Answered stand-alone turns: a right quote is given", ALONE, _right, True),
    Share("follow_up_false", "Unanswered follow-ups: quoted as answered", FALSE_FOLLOW_UP, _quoted_as_answered),
    Share("smalltalk_recognised", "Smalltalk: recognised", SMALLTALK, _kind(Kind.SMALLTALK), True),
    Share("smalltalk_false", "Other turns: taken for smalltalk", lambda o: not SMALLTALK(o), _kind(Kind.SMALLTALK)),
)
REWRITTEN_SHARES = (
    Share("rewritten_right", "Answered follow-ups as a person wrote them out: a right quote", FOLLOW_UP, _right, True),
    Share(
        "rewritten_false",
        "Unanswered follow-ups as a person wrote them out: quoted as answered",
        FALSE_FOLLOW_UP,
        _quoted_as_answered,
    ),
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
    missed = "Unanswered still answered when {:.0f} % of the answered are kept"
    return (
        _between("auroc_unanswered", "AUROC, answered against unanswered", auroc, outcomes, UNANSWERED, True),
        _between("auroc_off_topic", "AUROC, answered against off-topic", auroc, outcomes, OFF_TOPIC, True),
        *(
            _between(
                f"false_at_{kept * 100:.0f}", missed.format(kept * 100), _false_at(kept), outcomes, UNANSWERED, False
            )
            for kept in KEPT
        ),
    )


def latency(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Median and 95th percentile of the wall time of an answer, in milliseconds."""
    times = np.array([outcome.seconds * 1000 for outcome in outcomes])
    title = "Milliseconds to an answer, p{}"
    blanks = (_blank(f"latency_p{rank}", title.format(rank), len(times), False, Unit.MILLISECONDS) for rank in (50, 95))
    summaries = (_percentile(times, 50), _percentile(times, 95))
    return tuple(
        _filled(blank, _documents(outcomes), summary) for blank, summary in zip(blanks, summaries, strict=True)
    )


def scores(outcomes: Sequence[Outcome], among: Case) -> NDArray[np.float64]:
    """The scores of the outcomes `among`, float64 (n,)."""
    return np.array([outcome.score for outcome in outcomes if among(outcome)], dtype=np.float64)


def shown_passages(outcomes: Sequence[Outcome]) -> tuple[tuple[float, bool], ...]:
    """Score and truth of every passage shown to a question whose evidence is known."""
    return tuple(
        passage for outcome in outcomes if outcome.question.label not in UNSETTLED for passage in outcome.passages
    )


def _share(measure: Share, outcomes: Sequence[Outcome]) -> Figure:
    cases = [outcome for outcome in outcomes if measure.among(outcome)]
    blank = _blank(measure.name, measure.title, len(cases), measure.higher_is_better)
    if not cases:
        return blank
    value, low, high = share_interval([measure.met(case) for case in cases], _documents(cases))
    return replace(blank, value=value, low=low, high=high)


def _between(name: str, title: str, curve: Curve, outcomes: Sequence[Outcome], others: Case, higher: bool) -> Figure:
    cases = [outcome for outcome in outcomes if ANSWERED(outcome) or others(outcome)]
    values = scores(cases, _any)
    answered = np.array([ANSWERED(case) for case in cases], dtype=bool)

    def statistic(chosen: Chosen) -> float:
        picked, positive = values[chosen], answered[chosen]
        return curve(picked[positive], picked[~positive])

    return _filled(_blank(name, title, len(cases), higher), _documents(cases), statistic)


def _false_at(kept: float) -> Curve:
    return lambda answered, unanswered: false_at(kept, answered, unanswered)


def _words(outcomes: Sequence[Outcome]) -> Figure:
    cases = [outcome for outcome in outcomes if outcome.quoted]
    words = np.array([case.words for case in cases], dtype=np.float64)
    blank = _blank("words_quoted", "Words quoted, median", len(cases), False, Unit.WORDS)
    return _filled(blank, _documents(cases), _percentile(words, 50))


def _calibration(outcomes: Sequence[Outcome]) -> Figure:
    shown = [(row.document_id, *passage) for row in outcomes for passage in shown_passages([row])]
    values = np.array([score for _, score, _ in shown], dtype=np.float64)
    truth = np.array([holds for _, _, holds in shown], dtype=np.float64)
    blank = _blank("calibration_error", "Score of a passage: expected calibration error", len(shown), False)
    groups = [document for document, _, _ in shown]
    return _filled(blank, groups, lambda chosen: calibration_error(values[chosen], truth[chosen]))


def _percentile(values: NDArray[np.float64], rank: int) -> Statistic:
    return lambda chosen: float(np.percentile(values[chosen], rank))


def _blank(name: str, title: str, n: int, higher: bool, unit: Unit = Unit.RATIO) -> Figure:
    return Figure(name, title, None, n, None, None, higher, unit)


def _filled(blank: Figure, groups: Sequence[str], statistic: Statistic) -> Figure:
    value = statistic(np.arange(blank.n)) if blank.n else math.nan
    if math.isnan(value):
        return blank
    low, high = bootstrap(groups, statistic)
    return replace(blank, value=value, low=low, high=high)


def _documents(outcomes: Sequence[Outcome]) -> list[str]:
    return [outcome.document_id for outcome in outcomes]
