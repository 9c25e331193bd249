"""How well the index ranks a public collection: `python -m index.measure FOLDER [VECTORS.npy]`.

The folder is laid out as those of BEIR (Thakur et al. 2021): corpus.jsonl, queries.jsonl, qrels.tsv. On SciFact the
dense figure must be the published one of all-MiniLM-L6-v2, 0.645: that proves index and metric.
"""

import json
import math
import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.document import Passage, Sentence
from index.embedder import BATCH, Embedder, SentenceTransformerEmbedder, Vectors, checked
from index.generation import Generation
from index.lexical import LexicalIndex
from index.origin import Origin, golden_vectors
from index.search import Searcher
from index.wording import WORDING_VERSION, passage_wording

DEPTH = 10
# Of the normal distribution: 95 of 100 such intervals hold the true mean.
Z95 = 1.96

Rank = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the grades of the documents that answer it; the others have grade 0."""

    text: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """Mean nDCG@10 of n questions, in [0, 1], and half the width of its 95 % interval."""

    name: str
    mean: float
    half_width: float
    n: int

    def __str__(self) -> str:
        return f"{self.name:<8} nDCG@{DEPTH} {self.mean:.3f} ± {self.half_width:.3f} (n = {self.n})"


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Each document of corpus.jsonl as one passage of one sentence, its title as its heading."""
    return tuple(
        Passage(
            id=record["_id"],
            document_id=record["_id"],
            document_title=record.get("title", ""),
            heading=(record.get("title", ""),),
            start=0,
            end=len(record["text"]),
            text=record["text"],
            sentences=(Sentence(0, len(record["text"])),),
        )
        for record in map(json.loads, path.read_text(encoding="utf-8").splitlines())
    )


def read_queries(queries: Path, qrels: Path) -> tuple[Query, ...]:
    """The questions for which at least one document is judged, in the order of the file."""
    grades: dict[str, dict[str, int]] = {}
    for line in qrels.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = int(grade)
    records = map(json.loads, queries.read_text(encoding="utf-8").splitlines())
    return tuple(Query(record["text"], grades[record["_id"]]) for record in records if record["_id"] in grades)


def ndcg(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002), in [0, 1]."""
    return discounted(grades.get(name, 0) for name in ranked) / discounted(sorted(grades.values(), reverse=True))


def discounted(gains: Iterable[int]) -> float:
    """The sum of the first ten gains, each divided by log2(1 + rank)."""
    return sum(gain / math.log2(1 + rank) for rank, gain in zip(range(1, DEPTH + 1), gains, strict=False))


def figure(name: str, rank: Rank, queries: Sequence[Query]) -> Figure:
    """Rank every question's documents and score them."""
    values = [ndcg(rank(query.text), query.grades) for query in queries]
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    return Figure(name, statistics.fmean(values), Z95 * spread / math.sqrt(len(values)), len(values))


def measure(
    passages: tuple[Passage, ...], vectors: Vectors, queries: Sequence[Query], embedder: Embedder
) -> list[Figure]:
    """By vectors, by words, and by both. `vectors` float32 (passages, d), unit rows."""
    origin = Origin("measured", "none", WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder))
    generation = Generation((), passages, vectors, vectors, origin)
    words = LexicalIndex(map(passage_wording, passages))

    def searched(lexical: bool) -> Rank:
        searcher = Searcher(generation, embedder, lexical)
        return lambda text: [hit.passage.id for hit in searcher.search(text, DEPTH)]

    def by_words(text: str) -> list[str]:
        return [passages[row].id for row in np.argsort(-words.scores(text), kind="stable")[:DEPTH]]

    ranks: dict[str, Rank] = {"dense": searched(False), "BM25": by_words, "both": searched(True)}
    return [figure(name, rank, queries) for name, rank in ranks.items()]


def kept_vectors(passages: Sequence[Passage], embedder: Embedder, path: Path | None) -> Vectors:
    """The passages' vectors, from the file where there is one, else computed and written to it."""
    if path and path.exists():
        return checked(np.load(path, allow_pickle=False), len(passages), embedder.dimension)
    wordings = [passage_wording(passage) for passage in passages]
    starts = range(0, len(wordings), BATCH)
    vectors = np.vstack([embedder.encode(wordings[start : start + BATCH]) for start in starts])
    if path:
        np.save(path, vectors)
    return vectors


def main(arguments: Sequence[str]) -> None:
    """Print the three figures."""
    if not 1 <= len(arguments) <= 2:
        raise SystemExit("wanted python -m index.measure FOLDER [VECTORS.npy]")
    folder = Path(arguments[0])
    passages = read_passages(folder / "corpus.jsonl")
    embedder = SentenceTransformerEmbedder.load()
    vectors = kept_vectors(passages, embedder, Path(arguments[1]) if arguments[1:] else None)
    queries = read_queries(folder / "queries.jsonl", folder / "qrels.tsv")
    for found in measure(passages, vectors, queries, embedder):
        print(found)


if __name__ == "__main__":
    main(sys.argv[1:])
