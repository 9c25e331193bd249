"""Decisions from judgements."""

import pytest

from bot.answer import Kind
from bot.evidence import Finding, Judgement, Relatedness, Thresholds, decide, supported
from corpus.document import Passage, Sentence
from index.search import Hit

THRESHOLDS = Thresholds(answered=0.6, partial=0.3)


def judgement(probability: float, name: str = "a") -> Judgement:
    passage = Passage(f"d:{name}", "d", "Title", (), 0, 5, "Text.", (Sentence(0, 5),))
    return Judgement(Hit(passage, 0.5, (0.5,)), probability, (probability,))


def finding(question: str, kind: Kind, probability: float) -> Finding:
    return Finding(question, kind, (judgement(probability),))


@pytest.mark.parametrize(
    ("probabilities", "kind"),
    [
        ((0.6, 0.1), Kind.ANSWERED),
        ((0.1, 0.5), Kind.PARTIAL),
        ((0.4, 0.4), Kind.ANSWERED),
        ((0.3,), Kind.PARTIAL),
        ((0.2, 0.1), Kind.NOT_COVERED),
        ((), Kind.NOT_COVERED),
    ],
)
def test_the_probability_that_any_passage_answers_decides_the_kind(
    probabilities: tuple[float, ...], kind: Kind
) -> None:
    assert decide([judgement(each) for each in probabilities], THRESHOLDS) is kind


@pytest.mark.parametrize(("answered", "partial"), [(0.2, 0.3), (1.1, 0.3), (0.5, -0.1)])
def test_thresholds_out_of_order_are_refused(answered: float, partial: float) -> None:
    with pytest.raises(ValueError, match="partial <= answered"):
        Thresholds(answered, partial)


def test_a_question_about_something_else_is_refused_however_likely_an_answer_seems() -> None:
    found = [judgement(0.6)]  # log-odds 0.405, cosine 0.5
    assert decide(found, Thresholds(0.6, 0.3, Relatedness(1.0, 2.0, 1.4))) is Kind.ANSWERED
    assert decide(found, Thresholds(0.6, 0.3, Relatedness(1.0, 2.0, 1.5))) is Kind.NOT_COVERED
    assert decide([judgement(1.0)], Thresholds(0.6, 0.3, Relatedness(1.0, 2.0, 1.5))) is Kind.ANSWERED
    assert Relatedness(1.0, 2.0, -9.0).holds(()) is False


def test_the_question_as_it_stands_is_preferred_when_it_leans_on_nothing() -> None:
    standing, other = finding("it", Kind.ANSWERED, 0.7), finding("it (of a)", Kind.ANSWERED, 0.8)
    assert supported(["it"], [other, standing]) is standing


def test_a_reading_that_the_documents_answer_beats_one_that_they_do_not() -> None:
    standing, other = finding("it", Kind.PARTIAL, 0.5), finding("it (of a)", Kind.ANSWERED, 0.6)
    assert supported(["it"], [standing, other]) is other


def test_a_reading_that_the_documents_only_touch_does_not_beat_the_question_as_it_stands() -> None:
    standing, other = finding("it", Kind.NOT_COVERED, 0.1), finding("it (of a)", Kind.PARTIAL, 0.5)
    assert supported(["it"], [standing, other]) is standing


def test_where_a_question_leans_on_earlier_turns_no_reading_is_preferred() -> None:
    first, other = finding("it (of a)", Kind.PARTIAL, 0.4), finding("it (of b)", Kind.PARTIAL, 0.5)
    assert supported([], [first, other]) is other


def test_wary_thresholds_ask_more_of_an_answer_and_no_more_of_a_partial_one() -> None:
    assert THRESHOLDS.warier(Thresholds(0.8, 0.5)) == Thresholds(0.8, 0.3)
    assert THRESHOLDS.warier(Thresholds(0.5, 0.4)) == THRESHOLDS


def test_a_finding_without_the_passages_shown_keeps_only_what_bears_on_the_question() -> None:
    whole = Finding("q", Kind.ANSWERED, (judgement(0.8, "a"), judgement(0.5, "b"), judgement(0.05, "c")))
    assert [each.passage.id for each in whole.without(["d:a"]).judgements] == ["d:b"]
    assert whole.without(["d:a", "d:b"]).kind is Kind.NOT_COVERED
    assert whole.probability == pytest.approx(1 - 0.2 * 0.5 * 0.95)
