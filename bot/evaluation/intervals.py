"""Figures with their sample size and 95 % interval: shares, medians and areas under the curve."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Z = 1.959963984540054  # 97.5 % point of the normal distribution: a two-sided interval of 95 %
ROUNDS = 1000  # bootstrap rounds; from 1,000 on the ends move by less than 0.005 between seeds
SEED = 20240229  # any fixed number, so that two runs print the same interval
FEW_GROUPS = 5  # with fewer documents their spread cannot be estimated; questions then count as independent


class Unit(StrEnum):
    """What a figure counts in."""

    RATIO = "ratio"
    WORDS = "words"
    MILLISECONDS = "ms"


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value over `n` cases with its 95 % interval; the values are None where nothing could be measured."""

    name: str
    title: str
    value: float | None
    n: int
    low: float | None
    high: float | None
    higher_is_better: bool
    unit: Unit = Unit.RATIO


def wilson(hits: float, n: float) -> tuple[float, float]:
    """Score interval of a share of `hits` in `n` > 0 trials (Wilson, JASA 22, 1927)."""
    share = hits / n
    middle = share + Z * Z / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    scale = 1 + Z * Z / n
    low, high = (middle - half) / scale, (middle + half) / scale
    return max(0.0, min(low, share)), min(1.0, max(high, share))  # the last digit must not put the share outside


def effective_size(flags: Sequence[bool], groups: Sequence[str]) -> float:
    """How many independent cases the flags are worth when those of one group (document) resemble each other.

    Never more than there are. The variance of a ratio over clusters, against the binomial one
    (Korn and Graubard, Survey Methodology 24, 1998).
    """
    n, share = len(flags), sum(flags) / len(flags)
    rows: dict[str, list[bool]] = defaultdict(list)
    for flag, group in zip(flags, groups, strict=True):
        rows[group].append(flag)
    if len(rows) < FEW_GROUPS or share in (0.0, 1.0):
        return n
    spread = sum((sum(row) - share * len(row)) ** 2 for row in rows.values()) * len(rows) / (len(rows) - 1)
    return n / max(1.0, spread / (n * share * (1 - share)))


def share_interval(flags: Sequence[bool], groups: Sequence[str]) -> tuple[float, float, float]:
    """Share of true flags and its Wilson interval on the effective sample size; at least one flag."""
    share = sum(flags) / len(flags)
    size = effective_size(flags, groups)
    return share, *wilson(share * size, size)


def auroc(positives: NDArray[np.float64], negatives: NDArray[np.float64]) -> float:
    """Probability that a positive scores above a negative, ties counted half (Mann-Whitney); NaN without cases."""
    if not len(positives) or not len(negatives):
        return math.nan
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, "left") + np.searchsorted(ordered, positives, "right")
    return float(below.mean() / 2 / len(ordered))


def bootstrap(groups: Sequence[str], statistic: Callable[[NDArray[np.intp]], float]) -> tuple[float, float]:
    """Percentile interval of `statistic`, which is given the chosen case numbers, int (k,).

    Whole groups are drawn with replacement; single cases where there are fewer than five groups. Rounds in which the
    statistic is NaN are left out; both ends are NaN when it always is.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        members[group].append(number)
    blocks = [np.array(block) for block in members.values()]
    if len(blocks) < FEW_GROUPS:
        blocks = [np.array([number]) for number in range(len(groups))]
    random = np.random.default_rng(SEED)
    draws = (random.integers(len(blocks), size=len(blocks)) for _ in range(ROUNDS))
    values = np.array([statistic(np.concatenate([blocks[block] for block in draw])) for draw in draws])
    values = values[~np.isnan(values)]
    return (
        (float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))) if len(values) else (math.nan, math.nan)
    )
