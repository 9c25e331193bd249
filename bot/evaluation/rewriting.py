"""What understanding a follow-up is worth to the search: as typed, as understood, and as a person rewrote it.

`python -m bot.evaluation.rewriting TURNS.jsonl PASSAGES.jsonl`, over conversations such as TREC CAsT 2021. A turn is
understood after the turns before it, each taken as answered by the passage that the search put first. Only the search
is measured; neither triage nor evidence model takes part.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answer import Kind, Turn
from bot.conversation.dialogue import readings
from bot.conversation.library import Library
from bot.evaluation.intervals import Figure, bootstrap
from bot.evaluation.questions import records
from corpus.document import Passage
from index.embedder import Embedder, SentenceTransformerEmbedder
from index.generation import Generation
from index.measure import DEPTH, kept_vectors, ndcg, read_passages
from index.origin import Origin, golden_vectors
from index.search import Searcher
from index.wording import WORDING_VERSION

Values = NDArray[np.float64]
Chosen = NDArray[np.intp]
Statistic = Callable[[Chosen], float]


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn as it was typed and as a person rewrote it, with the ids of the passages that answer it."""

    talk: str
    typed: str
    rewritten: str
    passages: tuple[str, ...]


def read_turns(path: Path) -> tuple[Asked, ...]:
    """The turns of a file of `{"conv_id", "question", "rewrite", "gold_passages": [{"id"}]}`, in its order.

    Raises:
        QuestionFileError: the file is missing or a line is no JSON object.
    """
    return tuple(
        Asked(row["conv_id"], row["question"], row["rewrite"], tuple(gold["id"] for gold in row["gold_passages"]))
        for _, row in records(path)
    )


def searcher_over(passages: tuple[Passage, ...], embedder: Embedder) -> Searcher:
    """Dense search over passages that count as one sentence each."""
    vectors = kept_vectors(passages, embedder, None)
    origin = Origin("measured", "none", WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder))
    return Searcher(Generation((), passages, vectors, vectors, origin), embedder, lexical=False)


def understood(turns: Sequence[Asked], library: Library, searcher: Searcher) -> list[str]:
    """The first reading of each turn, conversation by conversation."""
    found = []
    for _, talk in groupby(turns, key=lambda turn: turn.talk):
        history: list[Turn] = []
        for turn in talk:
            reading = readings(turn.typed, history, library).candidates[0]
            shown = tuple(hit.passage.id for hit in searcher.search(reading, 1))
            history.append(Turn(turn.typed, reading if reading != turn.typed else None, Kind.ANSWERED, shown))
            found.append(reading)
    return found


def measure(turns: Sequence[Asked], passages: tuple[Passage, ...], embedder: Embedder) -> tuple[Figure, ...]:
    """Mean nDCG@10 of each of the three, and the share of the gap between the first and the last that is closed."""
    searcher = searcher_over(passages, embedder)
    asked = {
        "typed": [turn.typed for turn in turns],
        "understood": understood(turns, Library.of((), passages), searcher),
        "rewritten": [turn.rewritten for turn in turns],
    }
    values = {name: _gains(texts, turns, searcher) for name, texts in asked.items()}
    talks = [turn.talk for turn in turns]
    means = (_figure(name, f"nDCG@{DEPTH}, as {name}", talks, _mean(each)) for name, each in values.items())
    return (*means, _figure("gap_closed", "Share of the gap closed", talks, _closed(*values.values())))


def _gains(texts: Sequence[str], turns: Sequence[Asked], searcher: Searcher) -> Values:
    """nDCG@10 of each text as a search for what its turn is about, float64 (n,)."""
    ranked = ([hit.passage.id for hit in searcher.search(text, DEPTH)] for text in texts)
    grades = (dict.fromkeys(turn.passages, 1) for turn in turns)
    return np.array([ndcg(*pair) for pair in zip(ranked, grades, strict=True)], dtype=np.float64)


def _mean(values: Values) -> Statistic:
    return lambda chosen: float(values[chosen].mean())


def _closed(typed: Values, seen: Values, rewritten: Values) -> Statistic:
    def closed(chosen: Chosen) -> float:
        gap = float((rewritten - typed)[chosen].mean())
        return float((seen - typed)[chosen].mean()) / gap if gap > 0 else float("nan")

    return closed


def _figure(name: str, title: str, talks: Sequence[str], statistic: Statistic) -> Figure:
    low, high = bootstrap(talks, statistic)
    return Figure(name, title, statistic(np.arange(len(talks))), len(talks), low, high, higher_is_better=True)


def main(arguments: Sequence[str]) -> None:
    """Print the figures with their 95 % intervals over conversations."""
    if len(arguments) != 2:
        raise SystemExit("wanted python -m bot.evaluation.rewriting TURNS.jsonl PASSAGES.jsonl")
    turns, passages = (Path(each) for each in arguments)
    for found in measure(read_turns(turns), read_passages(passages), SentenceTransformerEmbedder.load()):
        print(f"{found.title:<25} {found.value:.3f}  {found.low:.3f} to {found.high:.3f}  (n = {found.n})")


if __name__ == "__main__":
    main(sys.argv[1:])
