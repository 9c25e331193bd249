import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.intervals import auroc, bootstrap, effective_size, share_interval, wilson

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
