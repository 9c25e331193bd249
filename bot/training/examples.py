"""Question files → training examples: a question, a passage, and what each of its sentences is to the question."""

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.evaluation.questions import records
from corpus.chunker import chunk
from corpus.document import Document, Passage
from corpus.reader import read_text


class Bearing(IntEnum):
    """What a sentence is to a question."""

    NONE = 0
    TOUCHES = 1
    ANSWERS = 2


@dataclass(frozen=True, slots=True)
class LabelledQuestion:
    """A question about one document. `evidence` are exact substrings of its text; none where it is unanswered."""

    question: str
    document_id: str
    bearing: Bearing
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, a passage, and the bearing of each of the passage's sentences."""

    question: str
    passage: Passage
    bearings: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """Labelled questions, with their documents and these documents' passages by document id."""

    questions: tuple[LabelledQuestion, ...]
    documents: Mapping[str, Document]
    passages: Mapping[str, tuple[Passage, ...]]


LABELS = {"answered": Bearing.ANSWERS, "partial": Bearing.TOUCHES, "unanswered": Bearing.NONE}


def read_material(folders: Iterable[Path]) -> Material:
    """Read `docs.jsonl`, `questions.jsonl` and, where there is one, `dialogs.jsonl` of each folder.

    Questions are in the clinic set's format or in that of SQuAD 2.0 (`is_impossible`, `answers`). Of conversations the
    turns that need context are read, as written out to stand alone.

    Raises:
        QuestionFileError: a file is missing or a line is not as wanted; names both.
    """
    documents: dict[str, Document] = {}
    questions: list[LabelledQuestion] = []
    for folder in folders:
        for _, row in records(folder / "docs.jsonl"):
            name = row.get("doc_id") or row["_id"]
            front = f"---\nid: {name}\ntitle: {json.dumps(row['title'])}\n---\n"
            documents[name] = read_text(front + row["text"], Path(f"{name}.txt"))
        questions += [_labelled(row) for _, row in records(folder / "questions.jsonl")]
        if (folder / "dialogs.jsonl").exists():
            questions += [turn for _, row in records(folder / "dialogs.jsonl") for turn in _standalone(row)]
    passages = {name: chunk(document) for name, document in documents.items()}
    return Material(tuple(question for question in questions if passages[question.document_id]), documents, passages)


def _labelled(row: Mapping[str, Any]) -> LabelledQuestion:
    if "is_impossible" in row:
        bearing = Bearing.NONE if row["is_impossible"] else Bearing.ANSWERS
        return LabelledQuestion(row["question"], row["doc_id"], bearing, tuple(row["answers"]))
    return LabelledQuestion(row["question"], row["doc_id"], LABELS[row["label"]], tuple(row["evidence"]))


def _standalone(row: Mapping[str, Any]) -> list[LabelledQuestion]:
    return [
        LabelledQuestion(turn["standalone"], row["doc_id"], LABELS[turn["label"]], tuple(turn["evidence"]))
        for turn in row["turns"]
        if turn["label"] in LABELS and turn["needs_context"]
    ]


def bearings(question: LabelledQuestion, passage: Passage) -> tuple[Bearing, ...]:
    """For each sentence of the passage, whether a piece of evidence lies in it or it lies in one."""

    def bears(text: str) -> bool:
        return any(evidence in text or (len(text) > 20 and text in evidence) for evidence in question.evidence)

    return tuple(
        question.bearing if bears(passage.sentence_text(sentence)) else Bearing.NONE for sentence in passage.sentences
    )


@dataclass(frozen=True, slots=True)
class Sampler:
    """Draws an epoch of examples: all passages with evidence, the hardest others, and sometimes a strange document's.

    `nearness` holds for each question the indices of its document's passages, nearest first by cosine; `strangers`
    passages of other documents that are near it and yet not nearest, which might well answer. Half of the strange ones
    are drawn from these, the others from all.
    """

    material: Material
    nearness: tuple[tuple[int, ...], ...]
    strangers: tuple[tuple[Passage, ...], ...]
    hard: int = 2
    stray: float = 0.35

    def epoch(self, seed: int, limit: int | None = None) -> list[Example]:
        """The examples of one epoch in random order; the same seed draws the same ones."""
        rng = random.Random(seed)  # noqa: S311  a reproducible draw
        order = list(range(len(self.material.questions)))
        rng.shuffle(order)
        examples = [example for index in order[:limit] for example in self._of(index, rng)]
        rng.shuffle(examples)
        return examples

    def _of(self, index: int, rng: random.Random) -> list[Example]:
        question = self.material.questions[index]
        passages = self.material.passages[question.document_id]
        labelled = [Example(question.question, passage, bearings(question, passage)) for passage in passages]
        with_evidence = [example for example in labelled if any(example.bearings)]
        others = [labelled[near] for near in self.nearness[index] if not any(labelled[near].bearings)]
        wanted = self.hard + (0 if with_evidence else 1)
        drawn = others[:1] + rng.sample(others[1:5], min(wanted - 1, len(others[1:5])))
        if rng.random() < self.stray and (passage := self._stranger(index, rng)):
            drawn.append(Example(question.question, passage, (Bearing.NONE,) * len(passage.sentences)))
        noisy = roughened(question.question, rng)
        return [Example(noisy, example.passage, example.bearings) for example in with_evidence + drawn]

    def _stranger(self, index: int, rng: random.Random) -> Passage | None:
        """A passage of another document; none where the draw fell on the question's own."""
        if self.strangers[index] and rng.random() < 0.5:
            return rng.choice(self.strangers[index])
        name = rng.choice(list(self.material.passages))
        own = name == self.material.questions[index].document_id
        return None if own or not self.material.passages[name] else rng.choice(self.material.passages[name])


def nearness(
    question_vectors: NDArray[np.float32],
    questions: Sequence[LabelledQuestion],
    passage_vectors: Mapping[str, NDArray[np.float32]],
) -> tuple[tuple[int, ...], ...]:
    """For each question, its document's passages in falling order of cosine. Rows are unit vectors, float32 (n, d)."""
    return tuple(
        tuple(int(i) for i in np.argsort(-(passage_vectors[question.document_id] @ vector)))
        for question, vector in zip(questions, question_vectors, strict=True)
    )


STRANGE_RANKS = slice(5, 40)
"""Places in the order of cosine from which strange passages are drawn; the nearest may answer the question as well."""


def strangers(
    question_vectors: NDArray[np.float32], material: Material, passage_vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[tuple[Passage, ...], ...]:
    """For each question passages of other documents, near but not nearest. Rows are unit vectors, float32 (n, d)."""
    held = [(name, passage) for name, passages in material.passages.items() for passage in passages]
    vectors = np.concatenate([passage_vectors[name] for name, passages in material.passages.items() if passages])
    found = []
    for question, vector in zip(material.questions, question_vectors, strict=True):
        order = np.argsort(-(vectors @ vector))[: STRANGE_RANKS.stop * 2]
        others = [held[place][1] for place in order if held[place][0] != question.document_id]
        found.append(tuple(others[STRANGE_RANKS]))
    return tuple(found)


ROUGH_SHARE = 0.3
"""Share of the questions that are roughened; not tuned."""


def roughened(question: str, rng: random.Random) -> str:
    """The question as hurried hands type it: some lose their capitals, marks or a letter; most stay as they are."""
    if rng.random() > ROUGH_SHARE:
        return question
    text = question.lower() if rng.random() < 0.7 else question
    if rng.random() < 0.5:
        text = text.rstrip("?!. ").replace("'", "")
    for _ in range(rng.choice((0, 1, 1, 2))):
        text = _slip(text, rng)
    return text


def _slip(text: str, rng: random.Random) -> str:
    """One letter dropped, doubled or swapped with its neighbour, inside a word of five letters or more."""
    places = [i for i in range(2, len(text) - 2) if text[i - 2 : i + 3].isalpha()]
    if not places:
        return text
    at = rng.choice(places)
    return rng.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        )
    )
