"""Raw scores → calibrated probabilities and thresholds, fitted on validation questions."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.caution import Caution
from bot.judge import Calibration, Scores, logistic
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
    passage = _fitted(
        [passage_row(scores, hit.score) for each in scored for scores, hit in zip(each.scores, each.hits, strict=True)],
        [Bearing.ANSWERS in bearings for each in scored for bearings in each.bearings],
    )
    sentence = _fitted(
        [
            (*row, cosine, 1.0)
            for each in scored
            for scores, hit in zip(each.scores, each.hits, strict=True)
            for row, cosine in zip(scores.sentences, hit.sentence_scores, strict=True)
        ],
        [bearing is not Bearing.NONE for each in scored for bearings in each.bearings for bearing in bearings],
    )
    top = np.array(
        [
            max(
                logistic(passage, passage_row(scores, hit.score))
                for scores, hit in zip(each.scores, each.hits, strict=True)
            )
            for each in scored
            if each.answers
        ]
    )
    thresholds = {
        caution: (
            round(float(np.quantile(top, UNSURE[caution])), 4),
            round(float(np.quantile(top, REFUSED[caution])), 4),
        )
        for caution in Caution
    }
    return Calibration(passage, sentence, thresholds)


def passage_row(scores: Scores, cosine: float) -> tuple[float, ...]:
    """What the passage regression sees: both passage logits, its best sentence's, the cosine score, and 1."""
    return (*scores.passage, max(row[0] for row in scores.sentences), cosine, 1.0)


def _fitted(rows: Sequence[Sequence[float]], holds: Sequence[bool]) -> tuple[float, ...]:
    """Weights of a logistic regression whose last column is the intercept; a light penalty keeps them finite."""
    values: NDArray[np.float64] = np.array(rows)
    model = LogisticRegression(C=10.0, max_iter=1000).fit(values[:, :-1], np.array(holds))
    return tuple(round(float(weight), 6) for weight in (*model.coef_[0], model.intercept_[0]))
