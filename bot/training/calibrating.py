"""Raw scores → calibrated probabilities and thresholds, fitted on validation questions."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.caution import Caution
from bot.evidence import answerable
from bot.judge import Calibration, judgement
from bot.training.examples import Bearing
from bot.training.validation import Scored

REFUSED = {Caution.GENEROUS: 0.06, Caution.BALANCED: 0.12, Caution.CAREFUL: 0.25}
"""Share of the answered validation questions that stay below the `partial` threshold of each trade-off."""
FALSE = {Caution.GENEROUS: 0.32, Caution.BALANCED: 0.22, Caution.CAREFUL: 0.12}
"""Share of the unanswered validation questions that reach the `answered` threshold."""


def calibrate(scored: Sequence[Scored]) -> Calibration:
    """Logistic regressions over passages and over sentences, and thresholds at fixed shares of wrong decisions.

    Raises:
        ValueError: the questions do not hold both answered and unanswered ones.
    """
    weight, intercept = _fitted(
        [(scores.passage[0], 1.0) for each in scored for scores in each.scores],
        [Bearing.ANSWERS in bearings for each in scored for bearings in each.bearings],
    )
    answers, touches, cosine, base = _sentence_weights(scored)
    found = Calibration((weight, intercept), (answers, touches, cosine, base), {})
    answered = [probability(each, found) for each in scored if each.answers]
    unanswered = [probability(each, found) for each in scored if each.question.bearing is Bearing.NONE]
    thresholds = {}
    for caution in Caution:
        partial = _quantile(answered, REFUSED[caution])
        thresholds[caution] = (max(partial, _quantile(unanswered, 1 - FALSE[caution])), partial)
    return replace(found, thresholds=thresholds)


def probability(scored: Scored, calibration: Calibration) -> float:
    """That one of the question's passages answers it, in [0, 1]."""
    pairs = zip(scored.hits, scored.scores, strict=True)
    return answerable([judgement(hit, scores, calibration) for hit, scores in pairs])


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
