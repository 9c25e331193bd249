import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.evaluation.intervals import auroc, bootstrap, effective_size, share_interval, wilson

SCORES = arrays(np.float64, st.integers(1, 30), elements=st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.9]))


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_intervals(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_mirrors(case: tuple[int, int]) -> None:
    hits, n = case
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low))


@given(SCORES, SCORES)
def test_auroc_equals_the_count_over_all_pairs(positives: np.ndarray, negatives: np.ndarray) -> None:
    wins = [1.0 if p > n else 0.5 if p == n else 0.0 for p in positives for n in negatives]
    assert auroc(positives, negatives) == pytest.approx(sum(wins) / len(wins))


def test_auroc_without_cases_is_not_a_number() -> None:
    assert math.isnan(auroc(np.array([]), np.array([1.0])))
    assert math.isnan(auroc(np.array([1.0]), np.array([])))


def test_documents_that_answer_alike_are_worth_fewer_cases() -> None:
    groups = [f"d{number // 10}" for number in range(60)]
    alike = [number // 10 % 2 == 0 for number in range(60)]
    mixed = [number % 2 == 0 for number in range(60)]
    # six documents, each all right or all wrong: spread = 6 * 25 * 6 / 5 = 180 against 60 * 0.25 = 15
    assert effective_size(alike, groups) == pytest.approx(60 / 12)
    assert effective_size(mixed, groups) == 60
    assert effective_size(alike, ["one"] * 60) == 60


def test_a_share_that_is_nought_or_one_keeps_its_size() -> None:
    groups = [f"d{number}" for number in range(10)]
    assert share_interval([False] * 10, groups) == (0.0, *wilson(0, 10))
    assert share_interval([True] * 10, groups) == (1.0, *wilson(10, 10))


def test_bootstrap_repeats_itself_and_holds_the_mean() -> None:
    values = np.arange(100.0)
    groups = [str(number) for number in range(100)]
    low, high = bootstrap(groups, lambda chosen: float(values[chosen].mean()))
    assert bootstrap(groups, lambda chosen: float(values[chosen].mean())) == (low, high)
    error = 1.96 * values.std() / 10  # the normal interval of the mean
    assert (low, high) == pytest.approx((49.5 - error, 49.5 + error), abs=0.6)


def test_bootstrap_draws_whole_documents() -> None:
    values = np.repeat([0.0, 1.0, 0.0, 1.0, 0.0, 1.0], 50)
    documents = [str(number // 50) for number in range(300)]
    low, high = bootstrap(documents, lambda chosen: float(values[chosen].mean()))
    assert (low, high) == pytest.approx((1 / 6, 5 / 6), abs=0.01)
    low, high = bootstrap(["one"] * 300, lambda chosen: float(values[chosen].mean()))
    assert (low, high) == pytest.approx((0.443, 0.557), abs=0.01)


def test_bootstrap_leaves_out_rounds_that_have_no_value() -> None:
    assert all(math.isnan(end) for end in bootstrap(["a"], lambda _: math.nan))


def delong(positives: np.ndarray, negatives: np.ndarray) -> tuple[float, float]:
    """The interval of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), written out over all pairs."""
    wins = (positives[:, None] > negatives) + 0.5 * (positives[:, None] == negatives)
    spread = wins.mean(axis=1).var(ddof=1) / len(positives) + wins.mean(axis=0).var(ddof=1) / len(negatives)
    half = 1.96 * math.sqrt(spread)
    return wins.mean() - half, wins.mean() + half


@pytest.mark.parametrize("shift", [0.0, 0.5, 1.0])
def test_the_bootstrap_of_an_auroc_agrees_with_delong(shift: float) -> None:
    random = np.random.default_rng(5)
    scores = np.concatenate([random.normal(shift, 1, 150), random.normal(0, 1, 120)])
    answered = np.arange(270) < 150

    def area(chosen: np.ndarray) -> float:
        return auroc(scores[chosen][answered[chosen]], scores[chosen][~answered[chosen]])

    expected = delong(scores[answered], scores[~answered])
    assert bootstrap([str(number) for number in range(270)], area) == pytest.approx(expected, abs=0.015)


def covered(size: int, spread: float, use_groups: bool) -> float:
    """How often, of 400 times, the interval holds the true share of 0.5 over 20 documents of `size` questions."""
    random = np.random.default_rng(11)
    hits = 0
    for _ in range(400):
        difficulty = np.clip(random.normal(0.5, spread, 20), 0, 1)
        flags = [bool(flag) for share in difficulty for flag in random.random(size) < share]
        groups = [str(number // size) if use_groups else str(number) for number in range(20 * size)]
        _, low, high = share_interval(flags, groups)
        hits += low <= 0.5 <= high
    return hits / 400


def test_the_interval_holds_the_truth_as_often_as_it_says_when_documents_differ() -> None:
    assert covered(15, 0.2, use_groups=True) >= 0.92
    assert covered(15, 0.2, use_groups=False) < 0.88  # what is claimed when the documents are forgotten


def test_the_interval_is_not_wider_than_needed_when_documents_are_alike() -> None:
    assert 0.93 <= covered(15, 0.0, use_groups=True) <= 0.99


@given(st.lists(st.tuples(st.booleans(), st.sampled_from("abcdefg")), min_size=1, max_size=60))
def test_an_effective_size_is_never_more_than_there_is(rows: list[tuple[bool, str]]) -> None:
    flags, groups = zip(*rows, strict=True)
    assert 0 < effective_size(flags, groups) <= len(rows)
    share, low, high = share_interval(flags, groups)
    assert low <= share <= high
