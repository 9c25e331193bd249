import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.coverage import (
    CoveragePoint,
    ReliabilityBin,
    calibration_error,
    coverage_curve,
    false_at,
    reliability,
)
from bot.evaluation.intervals import wilson

ANSWERED = np.array([0.9, 0.8, 0.4, 0.2])
UNANSWERED = np.array([0.8, 0.3])


def test_the_curve_has_a_point_for_each_score_from_strict_to_lax() -> None:
    assert coverage_curve(ANSWERED, UNANSWERED) == (
        CoveragePoint(0.9, 0.25, 0.0, 0.0),
        CoveragePoint(0.8, 0.5, 0.5, 1 / 3),
        CoveragePoint(0.4, 0.75, 0.5, 0.25),
        CoveragePoint(0.3, 0.75, 1.0, 0.4),
        CoveragePoint(0.2, 1.0, 1.0, 1 / 3),
    )


def test_a_long_curve_is_thinned_and_keeps_both_ends() -> None:
    scores = np.linspace(0, 1, 1001)
    curve = coverage_curve(scores, scores)
    assert len(curve) == 101
    assert (curve[0].threshold, curve[-1].threshold, curve[-1].kept) == (1.0, 0.0, 1.0)


def test_without_unanswered_questions_there_is_no_curve() -> None:
    assert coverage_curve(ANSWERED, np.array([])) == ()
    assert math.isnan(false_at(0.8, ANSWERED, np.array([])))


@pytest.mark.parametrize(("kept", "false"), [(1.0, 1.0), (0.75, 0.5), (0.5, 0.5), (0.25, 0.0), (0.3, 0.5)])
def test_the_false_share_stands_at_the_strictest_threshold_that_keeps_enough(kept: float, false: float) -> None:
    assert false_at(kept, ANSWERED, UNANSWERED) == false


def test_passages_fall_into_ten_bins_and_one_counts_to_the_last() -> None:
    bins = reliability([(0.05, False), (0.09, True), (0.95, True), (1.0, True)])
    assert bins == (
        ReliabilityBin(0.0, 0.1, 2, pytest.approx(0.07), 0.5, *wilson(1, 2)),
        ReliabilityBin(0.9, 1.0, 2, 0.975, 1.0, *wilson(2, 2)),
    )


def test_the_calibration_error_weighs_the_bins_by_their_size() -> None:
    scores, holds = np.array([0.05, 0.09, 0.95, 1.0, 1.0]), np.array([0.0, 1.0, 1.0, 1.0, 1.0])
    assert calibration_error(scores, holds) == pytest.approx((2 * 0.43 + 3 * (1 - 2.95 / 3)) / 5)


def test_nothing_shown_means_no_bins_and_no_error() -> None:
    assert reliability([]) == ()
    assert math.isnan(calibration_error(np.array([]), np.array([])))


SCORES = st.lists(st.sampled_from([0.0, 0.1, 0.35, 0.5, 0.9, 1.0]), min_size=1, max_size=20)


@given(SCORES, SCORES)
def test_every_point_of_the_curve_is_the_count_at_its_threshold(answered: list[float], unanswered: list[float]) -> None:
    curve = coverage_curve(np.array(answered), np.array(unanswered))
    assert [point.threshold for point in curve] == sorted({*answered, *unanswered}, reverse=True)
    for point in curve:
        kept = [score for score in answered if score >= point.threshold]
        false = [score for score in unanswered if score >= point.threshold]
        assert point.kept == len(kept) / len(answered)
        assert point.false == len(false) / len(unanswered)
        assert point.error == len(false) / (len(kept) + len(false))


@given(SCORES, SCORES, st.sampled_from([0.1, 0.5, 0.7, 0.8, 0.9, 1.0]))
def test_the_false_share_is_the_least_on_the_curve_that_keeps_enough(
    answered: list[float], unanswered: list[float], kept: float
) -> None:
    curve = coverage_curve(np.array(answered), np.array(unanswered))
    least = min(point.false for point in curve if point.kept >= kept - 1e-9)
    assert false_at(kept, np.array(answered), np.array(unanswered)) == least


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_bins_hold_every_passage_once_and_give_the_error_counted_by_hand(rows: list[tuple[float, bool]]) -> None:
    bins = reliability(rows)
    assert sum(row.n for row in bins) == len(rows)
    assert all(row.low - 1e-9 <= row.score <= row.high + 1e-9 for row in bins)
    assert all(row.share_low <= row.share <= row.share_high for row in bins)
    by_hand = sum(row.n * abs(row.score - row.share) for row in bins) / len(rows)
    scores, holds = np.array([score for score, _ in rows]), np.array([float(right) for _, right in rows])
    assert calibration_error(scores, holds) == pytest.approx(by_hand)
