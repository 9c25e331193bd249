"""What the evidence model is worth to a search over a whole collection.

`python -m bot.evaluation.reranking FOLDER [VECTORS.npy]`; the folder is laid out as for `python -m index.measure`. The
first `POOL` hits by vectors are read by the shipped model; their orders by vectors and by the model are fused.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from bot.evidence import Judge
from bot.judge import PairJudge
from corpus.document import Passage, Sentence
from corpus.sentences import split_sentences
from index.embedder import Embedder, SentenceTransformerEmbedder, Vectors
from index.generation import Generation
from index.measure import DEPTH, Figure, Query, Rank, figure, kept_vectors, read_passages, read_queries
from index.origin import Origin, golden_vectors
from index.search import Hit, Searcher, reciprocal_ranks
from index.wording import WORDING_VERSION

POOL = 20
"""Hits that the model reads; not tuned."""


def in_sentences(hit: Hit) -> Hit:
    """The hit with its passage's text in sentences, as the model reads it; each has the passage's score."""
    passage = hit.passage
    spans = split_sentences(passage.text, 0, len(passage.text))
    sentences = tuple(Sentence(start, end) for start, end in spans) or passage.sentences
    return Hit(replace(passage, sentences=sentences), hit.score, (hit.score,) * len(sentences))


def reranked(searcher: Searcher, judge: Judge) -> Rank:
    """The ids of the first `DEPTH` of `POOL` hits, by the fused ranks of search and judge."""

    def rank(text: str) -> list[str]:
        hits = searcher.search(text, POOL)
        judged = {each.passage.id: each.probability for each in judge.judge(text, [in_sentences(hit) for hit in hits])}
        by_judge = np.array([judged[hit.passage.id] for hit in hits])
        by_search = np.arange(len(hits), 0, -1, dtype=np.float64)
        worth = reciprocal_ranks(by_search, -1) + reciprocal_ranks(by_judge, -1)
        return [hits[place].passage.id for place in np.argsort(-worth, kind="stable")[:DEPTH]]

    return rank


def measure(
    passages: tuple[Passage, ...], vectors: Vectors, queries: Sequence[Query], embedder: Embedder, judge: Judge
) -> list[Figure]:
    """By vectors alone, and re-ranked. `vectors` float32 (passages, d), unit rows."""
    origin = Origin("measured", "none", WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder))
    searcher = Searcher(Generation((), passages, vectors, vectors, origin), embedder, lexical=False)

    def dense(text: str) -> list[str]:
        return [hit.passage.id for hit in searcher.search(text, DEPTH)]

    return [figure("dense", dense, queries), figure("reranked", reranked(searcher, judge), queries)]


def main(arguments: Sequence[str]) -> None:
    """Print the two figures."""
    if not 1 <= len(arguments) <= 2:
        raise SystemExit("wanted python -m bot.evaluation.reranking FOLDER [VECTORS.npy]")
    folder = Path(arguments[0])
    read = read_passages(folder / "corpus.jsonl")
    embedder = SentenceTransformerEmbedder.load()
    vectors = kept_vectors(read, embedder, Path(arguments[1]) if arguments[1:] else None)
    queries = read_queries(folder / "queries.jsonl", folder / "qrels.tsv")
    for found in measure(read, vectors, queries, embedder, PairJudge.load()):
        print(found)


if __name__ == "__main__":
    main(sys.argv[1:])
