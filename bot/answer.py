"""The answer to a question and its parts, field by field as the HTTP contract has them.

One record feeds the JSON API, the page, the widget, the terminal and the evaluation.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What sort of answer this is; a closed choice of the contract."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_COVERED = "not_covered"
    CLARIFY = "clarify"
    URGENT = "urgent"
    PERSONAL = "personal"
    SMALLTALK = "smalltalk"
    SOURCES = "sources"


class Basis(StrEnum):
    """Why a reference stands beside a quote: the author's own marker, a curated link, or the list alone."""

    MARKER = "marker"
    CURATED = "curated"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference beside a quote; `number` as the author printed it."""

    number: str
    text: str
    url: str | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Quote:
    """A byte-exact slice `[start:end]` of a stored document's text, in code points."""

    text: str
    passage_id: str
    document_id: str
    start: int
    end: int
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownPassage:
    """A passage shown with an answer; `score` is the calibrated probability in [0, 1] that it answers."""

    id: str
    document_id: str
    document_title: str
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    score: float
    citations: tuple[str, ...]
    url: str
    reviewed: str | None


@dataclass(frozen=True, slots=True)
class ListedReference:
    """An entry of a document's reference list shown with an answer."""

    number: str
    text: str
    url: str | None
    document_id: str
    basis: Basis


@dataclass(frozen=True, slots=True)
class Turn:
    """One past exchange as the client hands it back; opaque to the client."""

    question: str
    understood_as: str | None
    kind: Kind
    passages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is needed to reproduce an answer: hashes of the index and of the documents, and the version."""

    index: str | None
    documents: dict[str, str]
    version: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. `message` is catalogue wording and never holds a medical fact.

    `probability` is the highest one among all candidates that they answer, in [0, 1], also where nothing is shown; None
    where none was computed. It is for the evaluation and no part of the JSON.
    """

    kind: Kind
    turn: Turn
    receipt: Receipt
    understood_as: str | None = None
    message: str | None = None
    missing_topic: str | None = None
    quotes: tuple[Quote, ...] = ()
    passages: tuple[ShownPassage, ...] = ()
    references: tuple[ListedReference, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
    probability: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The answer as the contract's JSON object, keys in the contract's order."""
        fields = asdict(self)
        order = ("kind", "understood_as", "message", "missing_topic", "quotes", "passages", "references", "suggestions")
        return {name: fields[name] for name in (*order, "turn", "receipt")}
