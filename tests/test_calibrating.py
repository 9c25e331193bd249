"""Calibration from raw scores, and the figures that training watches."""

from dataclasses import replace

import pytest

from bot.caution import Caution
from bot.judge import Scores
from bot.training.calibrating import calibrate, closeness, probability
from bot.training.examples import Bearing, LabelledQuestion
from bot.training.validation import Scored, figures
from corpus.document import Passage, Sentence
from index.search import Hit

PASSAGE = Passage("d:1", "d", "Title", (), 0, 11, "One is. No.", (Sentence(0, 7), Sentence(8, 11)))
HIT = Hit(PASSAGE, 0.5, (0.5, 0.1))


def scored(logit: float, bearing: Bearing, first: Bearing = Bearing.NONE) -> Scored:
    """One question and one passage whose first sentence scores `logit` and whose second scores 0."""
    question = LabelledQuestion("what", "d", bearing, ("One",) if bearing else ())
    scores = Scores((logit, logit), ((logit, logit), (0.0, 0.0)))
    return Scored(question, (HIT,), (scores,), ((first, Bearing.NONE),))


ANSWERED = [scored(1 + n / 10, Bearing.ANSWERS, Bearing.ANSWERS) for n in range(20)]
ELSEWHERE = [replace(scored(n / 10 - 4, Bearing.NONE), hits=(Hit(PASSAGE, 0.1, (0.1, 0.1)),)) for n in range(20)]
UNANSWERED = [scored(n / 10 - 3, Bearing.NONE) for n in range(20)]


def test_figures_of_scores_that_part_the_questions_are_perfect() -> None:
    assert figures(ANSWERED + UNANSWERED) == {"score": 1.5, "auroc": 1.0, "first": 1.0}


def test_figures_count_a_wrong_first_sentence_and_a_false_order() -> None:
    wrong = scored(-1.0, Bearing.ANSWERS, Bearing.ANSWERS)
    assert figures([wrong, scored(0.5, Bearing.NONE)]) == {"score": 0.0, "auroc": 0.0, "first": 0.0}


def test_calibrated_probabilities_are_high_for_what_answers_and_low_for_what_does_not() -> None:
    found = calibrate(ANSWERED + UNANSWERED, ELSEWHERE)
    high, low = ([probability(each, found) for each in some] for some in (ANSWERED, UNANSWERED))
    assert min(high) > max(low)
    assert sum(high) + sum(low) == pytest.approx(20, abs=0.5)


def test_more_caution_means_higher_thresholds() -> None:
    thresholds = calibrate(ANSWERED + UNANSWERED, ELSEWHERE).thresholds
    careful, balanced, generous = (thresholds[c] for c in (Caution.CAREFUL, Caution.BALANCED, Caution.GENEROUS))
    assert careful >= balanced >= generous
    assert all(answered >= partial for answered, partial, _ in thresholds.values())


def test_what_is_far_and_unlikely_is_told_from_what_is_answered() -> None:
    found = calibrate(ANSWERED + UNANSWERED, ELSEWHERE)
    certainty, nearness = found.related
    least = found.thresholds[Caution.BALANCED][2]
    worth = [
        [certainty * c + nearness * n for c, n, _ in (closeness(e, found) for e in s)] for s in (ANSWERED, ELSEWHERE)
    ]
    assert sum(each < least for each in worth[0]) <= 2
    assert max(worth[1]) < least
