"""A question finds the nearest passages, in order, with scores that plain numpy agrees on."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from index.embedder import UnusableVectors, Vectors
from index.origin import WrongEmbedder
from index.search import Searcher, flat_index, nearest, reciprocal_ranks
from index.wording import passage_wording, sentence_wordings
from tests.passages import make_document, make_generation
from tests.word_embedder import WordEmbedder

EMBEDDER = WordEmbedder()
DOCUMENTS = (
    make_document("harvest", "Harvest: Cells are taken. Blood is drawn.", "Fever: Fever passes. Call the nurse."),
    make_document("relapse", "Relapse: Attacks stop. Fatigue stays for months.", "Rest: Rest helps fatigue."),
)
GENERATION = make_generation(EMBEDDER, *DOCUMENTS)


class StrayEmbedder(WordEmbedder):
    """Answers the question "stray" with a vector of its own."""

    def __init__(self, vector: Sequence[float]) -> None:
        super().__init__()
        self.stray = np.array([vector], dtype=np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.stray if list(texts) == ["stray"] else super().encode(texts)


def found(question: str, limit: int = 4, lexical: bool = False) -> list[str]:
    return [hit.passage.heading[0] for hit in Searcher(GENERATION, EMBEDDER, lexical).search(question, limit)]


def test_the_passage_that_shares_the_most_comes_first() -> None:
    assert found("does fatigue stay for months") == ["Relapse", "Rest", "Harvest", "Fever"]


def test_a_score_is_the_nearer_of_the_passage_and_its_best_sentence() -> None:
    (hit,) = Searcher(GENERATION, EMBEDDER, False).search("fever and chills pass", 1)
    # Of "Fever passes." the question holds 1 word in 2, of "Call the nurse." none.
    assert hit.passage == GENERATION.passages[1]
    assert hit.sentence_scores == pytest.approx((1 / (4**0.5 * 2**0.5), 0), abs=1e-6)
    # The passage "Fever. Fever passes. Call the nurse." counts fever twice among 4 other words: 2 / (2 · 8 ** 0.5).
    assert hit.score == pytest.approx(2 / (2 * 8**0.5), abs=1e-6)


@pytest.mark.parametrize("question", ["fatigue", "fever and fatigue", "cells blood nurse", "About relapse", "nothing"])
def test_every_score_is_the_one_of_plain_numpy_and_they_fall(question: str) -> None:
    (vector,) = EMBEDDER.encode([question])
    expected = {}
    for passage in GENERATION.passages:
        sentences = EMBEDDER.encode(sentence_wordings(passage)) @ vector
        own = float((EMBEDDER.encode([passage_wording(passage)]) @ vector)[0])
        expected[passage.id] = (max(own, *sentences.tolist()), *sentences.tolist())
    hits = Searcher(GENERATION, EMBEDDER, False).search(question, 4)
    assert len(hits) == 4
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        np.testing.assert_allclose((hit.score, *hit.sentence_scores), expected[hit.passage.id], atol=1e-6)


def test_equal_scores_keep_the_order_of_the_documents() -> None:
    assert found("quetzalcoatl") == ["Harvest", "Fever", "Relapse", "Rest"]


@pytest.mark.parametrize(("limit", "count"), [(1, 1), (3, 3), (4, 4), (5, 4), (1000, 4)])
def test_more_than_there_are_gives_each_passage_once(limit: int, count: int) -> None:
    hits = Searcher(GENERATION, EMBEDDER, False).search("fatigue", limit)
    assert len({hit.passage.id for hit in hits}) == len(hits) == count


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, 0.5])
def test_a_question_vector_that_is_not_finite_and_of_unit_length_is_refused(bad: float) -> None:
    vector = [bad] + [0.0] * (EMBEDDER.dimension - 1)
    with pytest.raises(UnusableVectors, match="wanted finite rows of length 1"):
        Searcher(GENERATION, StrayEmbedder(vector), False).search("stray", 1)


def test_a_question_vector_of_another_dimension_is_refused_even_where_asserts_are_off() -> None:
    with pytest.raises(UnusableVectors, match=r"wanted vectors of shape \(1, 4096\), found \(1, 3\)"):
        Searcher(GENERATION, StrayEmbedder([1, 0, 0]), False).search("stray", 1)


def test_faiss_fills_a_shortage_with_minus_one_and_nearest_drops_it() -> None:
    vectors = np.eye(3, dtype=np.float32)
    index = flat_index(vectors)
    assert index.search(vectors[:1], 5)[1][0, 3:].tolist() == [-1, -1]
    assert sorted(nearest(index, vectors[0], 5).tolist()) == [0, 1, 2]
    assert index.search(np.full((1, 3), np.nan, dtype=np.float32), 1)[1].tolist() == [[-1]]
    assert nearest(index, np.full(3, np.nan, dtype=np.float32), 1).tolist() == []


def test_a_generation_with_a_broken_vector_is_refused_before_it_is_searched() -> None:
    vectors = GENERATION.passage_vectors.copy()
    vectors[2, 5] = np.nan
    broken = dataclasses.replace(GENERATION, passage_vectors=vectors)
    with pytest.raises(UnusableVectors, match="found length nan in row 2"):
        Searcher(broken, EMBEDDER, False)


def test_an_embedder_that_did_not_make_the_generation_is_refused() -> None:
    with pytest.raises(WrongEmbedder, match="found another: weights differ"):
        Searcher(GENERATION, WordEmbedder(name="others"), False)


@pytest.mark.parametrize(
    ("scores", "floor", "ranks"),
    [([0.3, 0.9, 0.5], -1, [3, 1, 2]), ([0.5, 0.5], -1, [1, 2]), ([0, 2, 0], 0, [None, 1, None]), ([], -1, [])],
)
def test_reciprocal_ranks_are_those_of_the_paper(scores: list[float], floor: float, ranks: list[int | None]) -> None:
    expected = [1 / (60 + rank) if rank else 0.0 for rank in ranks]
    assert reciprocal_ranks(np.array(scores), floor).tolist() == expected


def test_words_and_vectors_together_put_first_what_both_find() -> None:
    # By vectors "Relapse" leads, by words as well; with a question of rare words alone the fusion keeps their order.
    assert found("fatigue for months", lexical=True)[:2] == ["Relapse", "Rest"]
    assert found("call the nurse", lexical=True)[0] == "Fever"


def test_fusion_changes_the_order_and_not_the_scores() -> None:
    plain = {hit.passage.id: hit for hit in Searcher(GENERATION, EMBEDDER, False).search("fatigue nurse", 4)}
    fused = {hit.passage.id: hit for hit in Searcher(GENERATION, EMBEDDER, True).search("fatigue nurse", 4)}
    assert fused == plain


def test_a_question_of_stopwords_alone_is_ranked_by_vectors() -> None:
    assert found("is it the", lexical=True) == found("is it the", lexical=False)
