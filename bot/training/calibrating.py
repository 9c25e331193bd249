"""Raw scores → calibrated probabilities and thresholds, fitted on validation questions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.caution import Caution
from bot.judge import Calibration, logistic, passage_row
from bot.training.examples import Bearing
from bot.training.validation import Scored

REFUSED = {Caution.GENEROUS: 0.05, Caution.BALANCED: 0.10, Caution.CAREFUL: 0.18}
"""Share of the answered validation questions that fall below the `partial` threshold of each trade-off."""
UNSURE = {Caution.GENEROUS: 0.18, Caution.BALANCED: 0.30, Caution.CAREFUL: 0.42}
"""Share of them that fall below the `answered` threshold."""


def calibrate(scored: Sequence[Scored]) -> Calibration:
    """Logistic regressions over passages and over sentences, and thresholds at fixed shares of answered questions.

    Raises:
        ValueError: the questions do not hold both answered and unanswered ones.
    """
    rows = [_passage_rows(each) for each in scored]
    holds = [Bearing.ANSWERS in bearings for each in scored for bearings in each.bearings]
    passage = _fitted([own for each in rows for own in each], holds)
    best = [max(logistic(passage, own) for own in each) for each, one in zip(rows, scored, strict=True) if one.answers]
    thresholds = {caution: (_quantile(best, UNSURE[caution]), _quantile(best, REFUSED[caution])) for caution in Caution}
    return Calibration(passage, _sentence_weights(scored), thresholds)


def _passage_rows(scored: Scored) -> list[tuple[float, ...]]:
    pairs = zip(scored.hits, scored.scores, strict=True)
    return [passage_row(scored.question.question, hit, scores) for hit, scores in pairs]


def _sentence_weights(scored: Sequence[Scored]) -> tuple[float, ...]:
    rows = [
        (*row, cosine, 1.0)
        for each in scored
        for scores, hit in zip(each.scores, each.hits, strict=True)
        for row, cosine in zip(scores.sentences, hit.sentence_scores, strict=True)
    ]
    return _fitted(rows, [bearing is not Bearing.NONE for each in scored for own in each.bearings for bearing in own])


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(np.array(values), share)), 4)


def _fitted(rows: Sequence[Sequence[float]], holds: Sequence[bool]) -> tuple[float, ...]:
    """Weights of a logistic regression whose last column is the intercept; a light penalty keeps them finite."""
    values: NDArray[np.float64] = np.array(rows)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(values[:, :-1], np.array(holds))
    return tuple(round(float(weight), 6) for weight in (*model.coef_[0], model.intercept_[0]))
