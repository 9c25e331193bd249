"""Raw scores over whole documents of validation questions: what early stopping and calibration read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.intervals import auroc
from bot.scorer import Scores
from bot.training.examples import Bearing, LabelledQuestion
from index.search import Hit


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its hits, their raw scores, and the bearing of each of their sentences."""

    question: LabelledQuestion
    hits: tuple[Hit, ...]
    scores: tuple[Scores, ...]
    bearings: tuple[tuple[Bearing, ...], ...]

    @property
    def answers(self) -> bool:
        """Whether one of the hits answers the question."""
        return any(Bearing.ANSWERS in bearings for bearings in self.bearings)


def figures(scored: Sequence[Scored]) -> dict[str, float]:
    """AUROC of answered against unanswered questions, the share whose first sentence is right, and their `score`.

    `score` = AUROC + first / 2 is what a training run keeps its best weights by: whether to answer counts twice as
    much as which sentence is best.
    """
    answered = [each for each in scored if each.answers]
    unanswered = [each for each in scored if each.question.bearing is Bearing.NONE]
    separation = auroc(_best(answered), _best(unanswered))
    first = float(np.mean([_first_is_right(each) for each in answered]))
    return {"score": round(separation + first / 2, 4), "auroc": round(separation, 4), "first": round(first, 4)}


def _best(scored: Sequence[Scored]) -> NDArray[np.float64]:
    """For each question the highest sum of a passage's logit and its best sentence's."""
    return np.array(
        [max(s.passage[0] + max(row[0] for row in s.sentences) for s in each.scores) for each in scored], dtype=float
    )


def _first_is_right(scored: Scored) -> bool:
    rows = [
        (sentence[0], bearing)
        for scores, bearings in zip(scored.scores, scored.bearings, strict=True)
        for sentence, bearing in zip(scores.sentences, bearings, strict=True)
    ]
    return max(rows, key=lambda row: row[0])[1] is Bearing.ANSWERS
