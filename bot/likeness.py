"""How like a message is to example messages of each category: the second signal of triage, beside its rules.

A linear classifier over words, neighbouring words and ideas (`lexicon/concepts.txt`), its weights in a table that can
be read (`lexicon/likeness.tsv`). No model, no vectors: a share is a sum of whole numbers and one softmax. Compared with
rules alone, which need every phrase to be foreseen, it recognised three times as many veiled emergencies of a writer
that neither had seen.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

SCALE = 100  # a weight of 1.00 is stored as 100
WINDOW = 40  # words; longer messages are read in parts, since what matters may be one line of a story
SHORTEST_PART = 4  # words
BIAS = "~"  # the feature that every message has
EDGE = "^"  # beginning and end of a sentence
_BITS = 32  # room of one class in a packed weight; a sum of 2,000 weights stays far below
_HALVES = sum(1 << _BITS * place + _BITS - 1 for place in range(64))  # more classes than there are
_SUFFIXES = ("ing", "edly", "ed", "es", "s", "ly")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Weights per feature and class; `thresholds` say from which share on a kind is taken."""

    classes: tuple[str, ...]
    thresholds: Mapping[str, float]
    concepts: Mapping[str, tuple[str, ...]]
    packed: Mapping[str, int]

    @classmethod
    def read(cls, folder: Path) -> "Likeness":
        """Read `concepts.txt` and `likeness.tsv` of `folder`.

        Raises:
            ValueError: a line has another number of columns than the first, or what should be a number is none.
        """
        concepts = read_concepts(folder / "concepts.txt")
        path = folder / "likeness.tsv"
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        thresholds = {name: float(share) for name, share in (part.split("=") for part in lines[0].split("\t")[1:])}
        classes = tuple(lines[1].split("\t")[1:])
        packed: dict[str, int] = {}
        for number, line in enumerate(lines[2:], 3):
            feature, *row = line.split("\t")
            if len(row) != len(classes):
                raise ValueError(
                    f"{path}, row {number}: wanted {len(classes)} weights, found {len(row)}; train it anew"
                )
            packed[feature] = sum(int(weight) << _BITS * place for place, weight in enumerate(row))
        return cls(classes, thresholds, concepts, packed)

    def of(self, kind: str) -> tuple[str, ...]:
        """The classes of a kind; a class is named `kind:category`."""
        return tuple(name for name in self.classes if name.partition(":")[0] == kind)

    def shares(self, words: Sequence[str], marks: Iterable[str]) -> tuple[dict[str, float], ...]:
        """For each part of a message, the share of each class, in [0, 1], together 1.

        `words` with `EDGE` between sentences; `marks` are what the context says of the whole message.
        """
        sums = list(accumulate(self._contributions(words), initial=0))
        base = self._unpacked(self._sum((BIAS, *marks)))
        return tuple(
            self._softmax(sums[stop] - sums[start], base, stop - start) for start, stop in parts(words) if stop > start
        )

    def _contributions(self, words: Sequence[str]) -> Iterator[int]:
        known: dict[tuple[str, str, str], int] = {}
        roots = stems(words)
        before, last = EDGE, EDGE
        for word in words:
            key = (before, last, word)
            if key not in known:
                known[key] = self._sum(ending_features(before, last, word, self.concepts, roots))
            yield known[key]
            before, last = last, word

    def _sum(self, features: Iterable[str]) -> int:
        return sum(self.packed.get(feature, 0) for feature in features)

    def _softmax(self, total: int, base: Sequence[int], length: int) -> dict[str, float]:
        root = SCALE * math.sqrt(length)
        scores = [part / root + whole / SCALE for part, whole in zip(self._unpacked(total), base, strict=True)]
        best = max(scores)
        powers = [math.exp(score - best) for score in scores]
        together = sum(powers)
        return {name: power / together for name, power in zip(self.classes, powers, strict=True)}

    def _unpacked(self, packed: int) -> list[int]:
        """The sum of each class; half a field is added first, so that none borrows from its neighbour."""
        half = 1 << _BITS - 1
        raised = packed + _HALVES
        return [(raised >> _BITS * place & 2 * half - 1) - half for place in range(len(self.classes))]


def read_concepts(path: Path) -> dict[str, tuple[str, ...]]:
    """For each word the ideas that it stands for, each as `@name`."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, colon, words = line.partition(": ")
        if colon and not line.startswith("#"):
            for word in dict.fromkeys(words.split()):
                found.setdefault(word, []).append(f"@{name}")
    return {word: tuple(names) for word, names in found.items()}


def stem(word: str) -> str:
    """The word without its ending: stopping, stopped, stops → stop."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word.endswith("e") else word


def stems(words: Sequence[str]) -> dict[str, str]:
    """The stem of each of the words, and of `EDGE`."""
    return {word: stem(word) for word in {EDGE, *words}}


def ending_features(
    before: str, last: str, word: str, concepts: Mapping[str, tuple[str, ...]], roots: Mapping[str, str]
) -> list[str]:
    """What a word brings after the two before it: itself, its stem and ideas, and each paired with theirs.

    `roots` are the `stems` of the message's words.
    """
    if word == EDGE:
        return [f"{roots[last]} ^"]
    own, root = concepts.get(word, ()), roots[word]
    pairs = [f"{theirs} {mine}" for each in (before, last) for theirs in concepts.get(each, ()) for mine in own]
    return [word, f"{root}~", f"{roots[last]} {root}", f"{roots[before]} * {root}", *own, *pairs]


def parts(words: Sequence[str]) -> list[tuple[int, int]]:
    """The whole of a short message; of a long one each sentence, and overlapping stretches of `WINDOW` words."""
    if len(words) <= WINDOW:
        return [(0, len(words))]
    edges = [-1, *(index for index, word in enumerate(words) if word == EDGE), len(words)]
    sentences = [(start + 1, stop) for start, stop in pairwise(edges)]
    stretches = [(start, min(start + WINDOW, len(words))) for start in range(0, len(words) - WINDOW // 2, WINDOW // 2)]
    return [part for part in sentences if SHORTEST_PART <= part[1] - part[0] <= WINDOW] + stretches
