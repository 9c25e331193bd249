"""The balance note."""

from pathlib import Path

import pytest

from bot.balance import left_out, weighs_benefit_or_risk
from corpus.reader import read_text
from corpus.topics import Topic


@pytest.mark.parametrize(
    ("question", "weighs"),
    [
        ("is it safe?", True),
        ("Does the injection work?", True),
        ("what's the success rate", True),
        ("is it licensed", True),
        ("what are the three steps?", False),
        ("where do I park?", False),
    ],
)
def test_questions_of_risk_effect_and_approval_ask_for_balance(question: str, weighs: bool) -> None:
    assert weighs_benefit_or_risk(question) is weighs


def test_topics_without_a_cue_in_the_document_are_left_out() -> None:
    text = "# Heat\n\nHeat helps the joint. A study found results. There is another treatment."
    found = left_out(read_text(text, Path("heat.md")))
    assert found == (Topic.RISKS, Topic.SIDE_EFFECTS, Topic.ELIGIBILITY)
