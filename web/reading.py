"""A document made readable: its sections as blocks, each passage with its anchor, and chosen spans marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.document import Document, Passage, Sentence, SentenceKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a document's own words, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, list item or table row: its kind, its anchors, and its words; a row has one entry per cell."""

    kind: SentenceKind
    anchors: tuple[str, ...]
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading; lines of one kind that follow each other are grouped."""

    heading: tuple[str, ...]
    groups: tuple[tuple[Line, ...], ...]


Span = tuple[int, int]


def anchor(passage_id: str) -> str:
    """The part of a passage's address after `#`."""
    return passage_id.rpartition(":")[2]


def pieces(text: str, start: int, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """Cut `text`, which begins at offset `start` of its document, into marked and unmarked runs.

    Spans outside the text are cut off; joined together the pieces are the text.
    """
    found: list[Piece] = []
    at = 0
    for begin, end in sorted((max(b - start, 0), min(e - start, len(text))) for b, e in spans):
        if max(begin, at) >= end:
            continue
        if begin > at:
            found.append(Piece(text[at:begin], marked=False))
        found.append(Piece(text[max(begin, at) : end], marked=True))
        at = end
    if at < len(text):
        found.append(Piece(text[at:], marked=False))
    return tuple(found)


def cells(text: str, start: int, spans: Sequence[Span]) -> tuple[tuple[Piece, ...], ...]:
    """The cells of a table row `| a | b |`, blanks around them left out; one cell where there is no bar."""
    found, at = [], start
    for cell in text.split("|"):
        lead = len(cell) - len(cell.lstrip())
        if cell.strip():
            found.append(pieces(cell.strip(), at + lead, spans))
        at += len(cell) + 1
    return tuple(found)


def line(kind: SentenceKind, text: str, start: int, spans: Sequence[Span], anchors: tuple[str, ...] = ()) -> Line:
    """One line whose words are `text`, which begins at offset `start` of its document."""
    row = kind is SentenceKind.ROW
    return Line(kind, anchors, cells(text, start, spans) if row else (pieces(text, start, spans),))


def parts(document: Document, passages: Iterable[Passage], spans: Sequence[Span]) -> tuple[Part, ...]:
    """The document in reading order, with the anchor of each passage at its first line, and `spans` marked."""
    starts = sorted((passage.start, anchor(passage.id)) for passage in passages if passage.document_id == document.id)
    found = []
    for section in document.sections:
        lines = []
        for begin, end, kind in _extents(section.blocks):
            anchors = tuple(name for start, name in starts if start < end)
            starts = starts[len(anchors) :]
            lines.append(line(kind, document.text[begin:end], begin, spans, anchors))
        found.append(Part(section.heading, grouped(lines)))
    return tuple(found)


def passage_lines(passage: Passage, spans: Sequence[Span]) -> tuple[tuple[Line, ...], ...]:
    """One passage in reading order, grouped, with `spans` marked."""
    words = (
        (begin, passage.text[begin - passage.start : end - passage.start], kind)
        for begin, end, kind in _extents((passage.sentences,))
    )
    return grouped([line(kind, text, begin, spans) for begin, text, kind in words])


def _extents(blocks: Iterable[Sequence[Sentence]]) -> Iterable[tuple[int, int, SentenceKind]]:
    """Each item and row by itself, and each run of prose sentences of a block as one paragraph."""
    for block in blocks:
        prose: list[Sentence] = []
        for sentence in block:
            if sentence.kind is SentenceKind.PROSE:
                prose.append(sentence)
                continue
            if prose:
                yield prose[0].start, prose[-1].end, SentenceKind.PROSE
                prose = []
            yield sentence.start, sentence.end, sentence.kind
        if prose:
            yield prose[0].start, prose[-1].end, SentenceKind.PROSE


def grouped(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Items that follow each other as one list, rows as one table, each paragraph by itself."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and line.kind is not SentenceKind.PROSE and groups[-1][0].kind is line.kind:
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(tuple(group) for group in groups)
