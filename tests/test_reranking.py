"""Re-ranking a collection by a judge that knows words."""

from pathlib import Path

import numpy as np
import pytest

from bot.evaluation.reranking import in_sentences, main, measure, reranked
from corpus.document import Passage, Sentence
from index.generation import Generation
from index.measure import Query
from index.origin import Origin, golden_vectors
from index.search import Hit, Searcher
from index.wording import WORDING_VERSION
from tests.word_embedder import WordEmbedder
from tests.word_judge import WordJudge

TEXTS = {"a": "Rest helps. Cells rest.", "b": "Fever passes after rest. Call us with fever."}
PASSAGES = tuple(Passage(n, n, "", ("",), 0, len(t), t, (Sentence(0, len(t)),)) for n, t in TEXTS.items())
EMBEDDER = WordEmbedder()


def test_a_hit_is_read_in_its_sentences() -> None:
    found = in_sentences(Hit(PASSAGES[1], 0.4, (0.4,)))
    read = [found.passage.sentence_text(sentence) for sentence in found.passage.sentences]
    assert (read, found.score, found.sentence_scores) == (
        ["Fever passes after rest.", "Call us with fever."],
        0.4,
        (0.4, 0.4),
    )


def test_ranks_of_search_and_judge_are_fused() -> None:
    vectors = np.array([[1, 0], [0.8, 0.6]], dtype=np.float32)

    class Towards(WordEmbedder):
        dimension = 2

        def encode(self, texts: object) -> np.ndarray:
            return np.array([[1, 0]] * len(list(texts)), dtype=np.float32)  # type: ignore[call-overload]

    embedder = Towards()
    origin = Origin("measured", "none", WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder))
    searcher = Searcher(Generation((), PASSAGES, vectors, vectors, origin), embedder, lexical=False)
    rank = reranked(searcher, WordJudge())
    # The search puts a first and the judge b: equal worth, and the search's order stays.
    assert rank("fever") == ["a", "b"]


def test_both_figures_are_given() -> None:
    vectors = EMBEDDER.encode([passage.text for passage in PASSAGES])
    found = measure(PASSAGES, vectors, [Query("fever", {"b": 1})], EMBEDDER, WordJudge())
    assert [(each.name, each.mean, each.n) for each in found] == [("dense", 1.0, 1), ("reranked", 1.0, 1)]


def test_the_command_says_what_it_wants() -> None:
    with pytest.raises(SystemExit, match=r"wanted python -m bot\.evaluation\.reranking"):
        main([])


def test_a_folder_without_files_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"corpus\.jsonl"):
        main([str(tmp_path)])
