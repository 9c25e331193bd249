"""Raw scores → calibrated probabilities and thresholds, fitted on validation questions."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from bot.caution import Caution
from bot.evidence import CANDIDATES, answerable
from bot.judge import Calibration, SentenceWeights, judgement, sentence_features
from bot.training.examples import Bearing
from bot.training.validation import Scored

REFUSED = {Caution.GENEROUS: 0.03, Caution.BALANCED: 0.06, Caution.CAREFUL: 0.2}
"""Share of the answered validation questions that stay below the `partial` threshold of each trade-off."""
FALSE = {Caution.GENEROUS: 0.3, Caution.BALANCED: 0.18, Caution.CAREFUL: 0.03}
"""Share of the unanswered validation questions that reach the `answered` threshold."""

STRANGE = {Caution.GENEROUS: 0.03, Caution.BALANCED: 0.05, Caution.CAREFUL: 0.1}
"""Share of the answered validation questions that are taken for questions about something else."""


def calibrate(scored: Sequence[Scored], elsewhere: Sequence[Scored]) -> Calibration:
    """Logistic regressions over passages and over sentences, and thresholds at fixed shares of wrong decisions.

    Args:
        scored: questions with the passages of the document that they were asked about.
        elsewhere: questions with the passages of another document.

    Raises:
        ValueError: the questions do not hold both answered and unanswered ones.
    """
    weight, intercept = _fitted(
        [(scores.passage[0], 1.0) for each in scored for scores in each.scores],
        [Bearing.ANSWERS in bearings for each in scored for bearings in each.bearings],
    )
    found = Calibration((weight, intercept), _sentence_weights(scored), (0, 0), {})
    answering = [each for each in scored if each.answers]
    answered = [probability(each, found) for each in answering]
    unanswered = [probability(each, found) for each in scored if each.question.bearing is Bearing.NONE]
    near, far = ([closeness(each, found) for each in some] for some in (answering, elsewhere))
    certainty, nearness, _ = _fitted([*near, *far], [True] * len(near) + [False] * len(far))
    worth = [certainty * each[0] + nearness * each[1] for each in near]
    thresholds = {}
    for caution in Caution:
        partial = _quantile(answered, REFUSED[caution])
        reached = max(partial, _quantile(unanswered, 1 - FALSE[caution]))
        thresholds[caution] = (reached, partial, _quantile(worth, STRANGE[caution]))
    return replace(found, related=(certainty, nearness), thresholds=thresholds)


def closeness(scored: Scored, calibration: Calibration) -> tuple[float, float, float]:
    """What tells that a question is about the passages' subject: log-odds that one answers, highest cosine, and 1."""
    chance = min(max(probability(scored, calibration), 1e-9), 1 - 1e-9)
    return math.log(chance / (1 - chance)), max(hit.score for hit in scored.hits[:CANDIDATES]), 1.0


def probability(scored: Scored, calibration: Calibration) -> float:
    """That one of the question's nearest passages answers it, in [0, 1]."""
    pairs = list(zip(scored.hits, scored.scores, strict=True))[:CANDIDATES]
    return answerable([judgement(hit, scores, calibration) for hit, scores in pairs])


def _sentence_weights(scored: Sequence[Scored]) -> SentenceWeights:
    rows = [
        features
        for each in scored
        for scores, hit in zip(each.scores, each.hits, strict=True)
        for features in sentence_features(hit, scores)
    ]
    holds = [bearing is not Bearing.NONE for each in scored for own in each.bearings for bearing in own]
    answers, touches, cosine, passage_answers, passage_touches, passage_cosine, base = _fitted(rows, holds)
    return answers, touches, cosine, passage_answers, passage_touches, passage_cosine, base


def _quantile(values: Sequence[float], share: float) -> float:
    return round(float(np.quantile(np.array(values), share)), 4)


def _fitted(rows: Sequence[Sequence[float]], holds: Sequence[bool]) -> tuple[float, ...]:
    """Weights of a logistic regression whose last column is the intercept; a light penalty keeps them finite."""
    values: NDArray[np.float64] = np.array(rows)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(values[:, :-1], np.array(holds))
    return tuple(round(float(weight), 6) for weight in (*model.coef_[0], model.intercept_[0]))
