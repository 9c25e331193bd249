"""What a score is worth: the coverage curve, and how far the score means what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.intervals import wilson

BINS = 10  # the usual number for expected calibration error (Guo et al., ICML 2017)
POINTS = 101  # enough for a smooth plot, and a report that stays small


@dataclass(frozen=True, slots=True)
class CoveragePoint:
    """The share of the answered (`kept`) and of the unanswered (`false`) questions that score at least `threshold`.

    `error` is the share of unanswered questions among all that are at or above the threshold.
    """

    threshold: float
    kept: float
    false: float
    error: float


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Passages shown with a score in [low, high): their mean score, and the share with evidence and its interval."""

    low: float
    high: float
    n: int
    score: float
    share: float
    share_low: float
    share_high: float


def coverage_curve(answered: NDArray[np.float64], unanswered: NDArray[np.float64]) -> tuple[CoveragePoint, ...]:
    """The curve from the strictest threshold to the one that keeps every question, at most `POINTS` points."""
    if not len(answered) or not len(unanswered):
        return ()
    thresholds = np.unique(np.concatenate([answered, unanswered]))[::-1]
    chosen = thresholds[np.unique(np.linspace(0, len(thresholds) - 1, POINTS).round().astype(int))]
    return tuple(_point(float(threshold), answered, unanswered) for threshold in chosen)


def false_at(kept: float, answered: NDArray[np.float64], unanswered: NDArray[np.float64]) -> float:
    """Share of the unanswered still answered at the strictest threshold that keeps at least `kept` of the answered.

    NaN where either is empty.
    """
    if not len(answered) or not len(unanswered):
        return float("nan")
    threshold = np.sort(answered)[::-1][int(np.ceil(kept * len(answered) - 1e-9)) - 1]
    return float((unanswered >= threshold).mean())


def reliability(passages: Sequence[tuple[float, bool]]) -> tuple[ReliabilityBin, ...]:
    """The filled ones of ten equal bins over (score in [0, 1], holds evidence)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, holds in passages:
        bins[min(BINS - 1, int(score * BINS))].append((score, holds))
    return tuple(_bin(number, rows) for number, rows in enumerate(bins) if rows)


def calibration_error(scores: NDArray[np.float64], holds: NDArray[np.float64]) -> float:
    """Expected calibration error of scores in [0, 1] against 0 or 1, both (n,); NaN where n is 0.

    The distance of mean score and share in each bin, weighted by the bin's size.
    """
    if not len(scores):
        return float("nan")
    bins = np.minimum(BINS - 1, (scores * BINS).astype(int))
    return float(np.abs(np.bincount(bins, scores - holds)).sum() / len(scores))


def _point(threshold: float, answered: NDArray[np.float64], unanswered: NDArray[np.float64]) -> CoveragePoint:
    kept, false = int((answered >= threshold).sum()), int((unanswered >= threshold).sum())
    return CoveragePoint(threshold, kept / len(answered), false / len(unanswered), false / (kept + false))


def _bin(number: int, rows: Sequence[tuple[float, bool]]) -> ReliabilityBin:
    right = sum(holds for _, holds in rows)
    low, high = wilson(right, len(rows))
    score = sum(score for score, _ in rows) / len(rows)
    return ReliabilityBin(number / BINS, (number + 1) / BINS, len(rows), score, right / len(rows), low, high)
