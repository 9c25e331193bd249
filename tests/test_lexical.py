"""BM25 against its formula."""

import math
from collections import Counter

import numpy as np
import pytest

from index.lexical import K1, B, LexicalIndex, words

TEXTS = (
    "Cells reset the immune system",
    "Fever after chemotherapy is common, and fever passes",
    "Immune cells, immune cells",
    "the of and",
)


def by_the_formula(question: str) -> list[float]:
    """Lucene's BM25, written out: ln(1 + (N - n + 1/2) / (n + 1/2)) · tf / (tf + k1 · (1 - b + b · length / mean))."""
    documents = [words(text) for text in TEXTS]
    mean = sum(map(len, documents)) / len(documents)
    totals = []
    for document in documents:
        counts, total = Counter(document), 0.0
        for word in words(question):
            having = sum(word in other for other in documents)
            rarity = math.log(1 + (len(documents) - having + 0.5) / (having + 0.5))
            total += rarity * counts[word] / (counts[word] + K1 * (1 - B + B * len(document) / mean))
        totals.append(total)
    return totals


@pytest.mark.parametrize("question", ["immune cells?", "FEVER", "immune fever system reset", "cells cells"])
def test_scores_are_those_of_the_formula(question: str) -> None:
    np.testing.assert_allclose(LexicalIndex(TEXTS).scores(question), by_the_formula(question), atol=1e-6)


@pytest.mark.parametrize("question", ["", "the of and", "quetzalcoatl", "…"])
def test_a_question_without_a_known_word_scores_nothing(question: str) -> None:
    assert LexicalIndex(TEXTS).scores(question).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("texts", [(), ("",), ("the", "of")])
def test_texts_without_a_word_score_nothing(texts: tuple[str, ...]) -> None:
    assert LexicalIndex(texts).scores("immune cells").tolist() == [0] * len(texts)


def test_words_lose_case_and_the_commonest_ones() -> None:
    assert words("The Cells of a 5.5 mg aHSCT!") == ["cells", "5", "5", "mg", "ahsct"]
