"""The missing topic of a refused question."""

import pytest

from bot.missing import missing_topic

TEXT = ["The transplant resets the immune system. Many patients stay well for years."]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("how much does it cost?", "cost"),
        ("Will my hair fall out after the transplant?", "hair fall"),
        ("does the transplant raise cholesterol levels", "raise cholesterol levels"),
        ("do patients stay well?", "patients stay"),
        ("can I keep my dog?", "dog"),
        ("is it?", None),
        ("???", None),
        ("", None),
    ],
)
def test_the_topic_is_the_longest_run_of_the_questions_words_that_the_texts_lack(
    question: str, topic: str | None
) -> None:
    assert missing_topic(question, TEXT) == topic


def test_a_long_run_is_cut_to_its_last_four_words() -> None:
    assert missing_topic("alpha beta gamma delta epsilon", []) == "beta gamma delta epsilon"


def test_punctuation_parts_runs() -> None:
    assert missing_topic("fees, parking", []) == "parking"
