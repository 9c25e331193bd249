"""The records that travel: a document, its parts, and the passages made of it.

Every offset in this package counts Unicode code points of `Document.text`, start inclusive, end exclusive.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SentenceKind(StrEnum):
    """What a quotable unit is in its document."""

    PROSE = "prose"
    ITEM = "item"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of a document's reference list; `number` is kept as the author printed it."""

    number: str
    text: str
    url: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quotable span: a sentence, a list item or a table row, with the reference numbers its own markers name."""

    start: int
    end: int
    kind: SentenceKind = SentenceKind.PROSE
    citations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"wanted a sentence span with 0 <= start < end, found [{self.start}:{self.end}]")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading. `heading` is the path of headings, outermost first; empty before the first one.

    `blocks` holds the sentences grouped as they stand in the text: one tuple for each paragraph, list or table.
    A list or table begins with its lead-in sentence where it has one.
    """

    heading: tuple[str, ...]
    start: int
    end: int
    blocks: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as stored. `text` is the file's text, untouched, so that `text[start:end]` is always its own words."""

    id: str
    title: str
    text: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    reviewed: date | None = None
    source: str | None = None
    owner: str | None = None
    synonyms: tuple[tuple[str, ...], ...] = ()

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the stored text in UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def reference_numbers(self) -> tuple[str, ...]:
        """The numbers of the reference list in printed order."""
        return tuple(reference.number for reference in self.references)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of one section, the unit of retrieval. `text` is `document.text[start:end]`.

    `sentences` carry offsets into the document, not into the passage. `citations` are the numbers of all markers in it.
    The id is `document id:first 8 hexadecimal digits of a hash of document id and text`, so a re-index keeps it.
    """

    id: str
    document_id: str
    document_title: str
    heading: tuple[str, ...]
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.text) != self.end - self.start:
            raise ValueError(f"passage {self.id}: wanted {self.end - self.start} characters, found {len(self.text)}")
        if not self.sentences or any(s.start < self.start or s.end > self.end for s in self.sentences):
            raise ValueError(f"passage {self.id}: wanted sentences inside [{self.start}:{self.end}]")

    def sentence_text(self, sentence: Sentence) -> str:
        """The exact words of one of this passage's sentences."""
        return self.text[sentence.start - self.start : sentence.end - self.start]
