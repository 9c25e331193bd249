"""The training of the likeness table, on a handful of messages."""

import numpy as np
import pytest

from bot.lexicon import shipped
from bot.training.likeness import label, matrix, rows, threshold, train
from bot.triage_score import Example, Kind


def test_features_of_words_are_divided_by_the_root_of_the_length_and_marks_are_not() -> None:
    found = rows("zzqx", shipped())
    assert found["zzqx"] == pytest.approx(1 / np.sqrt(3))
    assert rows("is a transplant safe", shipped())["~treatment"] == 1.0


def test_the_matrix_holds_the_named_features_only() -> None:
    made = matrix([{"a": 2.0, "b": 1.0}, {"b": 3.0, "c": 1.0}], ["b", "a"])
    assert made.toarray().tolist() == [[1.0, 2.0], [3.0, 0.0]]


def test_the_threshold_is_what_few_harmless_messages_reach() -> None:
    shares = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 1.0])
    assert threshold(shares, np.array([True] * 5 + [False]), 0.25) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("example", "name"),
    [
        (Example("x", None, ""), "harmless"),
        (Example("x", Kind.URGENT, "abuse"), "urgent:abuse"),
        (Example("x", Kind.SMALLTALK, "greeting"), "smalltalk:ok"),
    ],
)
def test_small_talk_is_one_class(example: Example, name: str) -> None:
    assert label(example) == name


def test_a_trained_table_names_its_thresholds_and_classes() -> None:
    said = {"harmless": "what are steps", "urgent:abuse": "he hits me", "personal:x": "should i", "smalltalk:x": "hi"}
    messages = [text for text in said.values() for _ in range(6)]
    labels = [name for name in said for _ in range(6)]
    lines = train(messages, labels, ["how long does it take"] * 6, shipped()).splitlines()
    assert lines[2].split("\t")[0] == "thresholds"
    assert lines[3].split("\t") == ["feature", "harmless", "personal:x", "smalltalk:x", "urgent:abuse"]
    assert lines[4].startswith("~\t")
