"""Reference health: what is wrong with a document's reference list and markers. It reports and never repairs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Document, Sentence

_LOST = re.compile(r"(?<=[\w)”\"’%])[ \t\u00a0]+\.(?=\s|$)")  # a blank before a full stop: something was taken out
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_WORDS_SHOWN = 5  # before a lost marker: enough to find the place in its line
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the stored text, counted from 1, and the words there that the finding is about."""

    line: int
    words: str


@dataclass(frozen=True, slots=True)
class Health:
    """What a document's reference list and markers show; every number is as the author printed it.

    gaps: numbers from 1 to the highest that have no entry. repeated: numbers that have several entries.
    dangling: markers without an entry, each with its sentence's line. uncited: entries that no marker names.
    lost: sentences that look as if a marker had been removed. without_link, without_date: entries that lack one.
    """

    document_id: str
    entries: tuple[str, ...]
    gaps: tuple[str, ...]
    repeated: tuple[str, ...]
    dangling: tuple[Place, ...]
    uncited: tuple[str, ...]
    lost: tuple[Place, ...]
    without_link: tuple[str, ...]
    without_date: tuple[str, ...]


def report(document: Document) -> Health:
    """Examine a document's references and markers."""
    entries = document.reference_numbers
    sentences = tuple(_sentences(document))
    cited = {number for sentence in sentences for number in sentence.citations}
    return Health(
        document_id=document.id,
        entries=entries,
        gaps=_gaps(entries),
        repeated=tuple(number for number, times in Counter(entries).items() if times > 1),
        dangling=tuple(
            Place(_line(document.text, sentence.start), f"[{number}]")
            for sentence in sentences
            for number in sentence.citations
            if number not in entries
        ),
        uncited=tuple(dict.fromkeys(number for number in entries if number not in cited)),
        lost=tuple(_lost(document.text, sentences)),
        without_link=tuple(r.number for r in document.references if r.url is None),
        without_date=tuple(r.number for r in document.references if not _YEAR.search(r.text)),
    )


def _sentences(document: Document) -> Iterator[Sentence]:
    return (s for section in document.sections for block in section.blocks for s in block)


def _gaps(entries: tuple[str, ...]) -> tuple[str, ...]:
    """The missing numbers up to the highest one; a four-digit number is no counting number."""
    counted = {int(number) for number in entries if len(number) < 4}
    return tuple(str(number) for number in range(1, max(counted, default=0)) if number not in counted)


def _lost(text: str, sentences: tuple[Sentence, ...]) -> Iterator[Place]:
    for sentence in sentences:
        for match in _LOST.finditer(text, sentence.start, sentence.end):
            words = text[sentence.start : match.end()].split()[-_WORDS_SHOWN:]
            yield Place(_line(text, match.start()), " ".join(words))


def _line(text: str, offset: int) -> int:
    return len(_LINE_END.findall(text, 0, offset)) + 1
