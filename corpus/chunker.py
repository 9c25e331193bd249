"""Passages: pieces of one section that the models can read whole, made of whole sentences, items and rows."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from corpus.document import Document, Passage, Section, Sentence, SentenceKind

CHUNKER_VERSION = "1"
# The embedder and the evidence model read 256 word pieces; title, heading and a long question need about 75 of them.
PASSAGE_TOKENS = 180
_CUTS = (re.compile(r"[.!?]\s+"), re.compile(r"[;:]\s+"), re.compile(r",\s+"), re.compile(r"\s+"))

CountTokens = Callable[[str], int]


def estimate_tokens(text: str) -> int:
    """Return about how many word pieces an English text has: one for each five letters of a word, one for each mark.

    Against all-MiniLM-L6-v2's tokenizer on 489 paragraphs of leaflets: 0.88 to 1.41 of the true count, median 1.15.
    """
    return sum((len(word) + 4) // 5 for word in re.findall(r"\w+", text)) + len(re.findall(r"[^\w\s]", text))


def chunk(document: Document, count_tokens: CountTokens = estimate_tokens) -> tuple[Passage, ...]:
    """Cut a document into passages, in its order.

    A passage stays within one section. Neighbouring blocks share one while it has at most `PASSAGE_TOKENS`; a longer
    paragraph is cut between sentences, a longer list or table between items or rows, and only a sentence that is
    too long by itself within, at a clause where it has one. A table's header is in the text, but is no sentence.
    """
    turns: dict[str, int] = {}
    return tuple(
        _passage(document, section, start, sentences, turns)
        for section in document.sections
        for start, sentences in _pieces(document.text, section, count_tokens)
    )


def _pieces(text: str, section: Section, count_tokens: CountTokens) -> Iterator[tuple[int, tuple[Sentence, ...]]]:
    """Merge neighbouring parts of a section while they fit; yield where each piece starts and its sentences."""
    start, piece = section.start, list[Sentence]()
    previous_end = section.start
    for part in _parts(text, section, count_tokens):
        if piece and count_tokens(text[start : part[-1].end]) > PASSAGE_TOKENS:
            yield start, tuple(piece)
            piece = []
        if not piece:
            start = _with_header(text, part[0], previous_end)
        piece += part
        previous_end = part[-1].end
    if piece:
        yield start, tuple(piece)


def _with_header(text: str, first: Sentence, previous_end: int) -> int:
    """A table that begins a piece begins with its header row, without which its cells say little."""
    begins_row = first.kind is SentenceKind.ROW and text[first.start] == "|"
    return text.index("|", previous_end) if begins_row else first.start


def _parts(text: str, section: Section, count_tokens: CountTokens) -> Iterator[list[Sentence]]:
    """Each block whole where it fits, else in runs of sentences that fit."""
    for block in section.blocks:
        part: list[Sentence] = []
        for sentence in _short(text, block, count_tokens):
            if part and count_tokens(text[part[0].start : sentence.end]) > PASSAGE_TOKENS:
                yield part
                part = []
            part.append(sentence)
        yield part


def _short(text: str, block: Iterable[Sentence], count_tokens: CountTokens) -> Iterator[Sentence]:
    for sentence in block:
        yield from _cut(text, sentence, count_tokens)


def _cut(text: str, sentence: Sentence, count_tokens: CountTokens) -> Iterator[Sentence]:
    """Halve a sentence that no passage can hold, at the best mark near its middle, until each part fits."""
    length = sentence.end - sentence.start
    if length == 1 or count_tokens(text[sentence.start : sentence.end]) <= PASSAGE_TOKENS:
        yield sentence
        return
    left, right = _middle(text, sentence.start, sentence.end)
    yield from _cut(text, replace(sentence, end=left), count_tokens)
    yield from _cut(text, replace(sentence, start=right), count_tokens)


def _middle(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the left half ends and the right one starts: the coarsest mark in the middle half, else the very middle."""
    quarter = (end - start) // 4
    centre = (start + end) // 2
    for mark in _CUTS:
        gaps = [match.span() for match in mark.finditer(text, start + quarter, end - quarter)]
        if gaps:
            _, right = min(gaps, key=lambda gap: abs(gap[1] - centre))
            return start + len(text[start:right].rstrip()), right
    return centre, centre


def _passage(
    document: Document, section: Section, start: int, sentences: tuple[Sentence, ...], turns: dict[str, int]
) -> Passage:
    text = document.text[start : sentences[-1].end]
    return Passage(
        id=_passage_id(document.id, text, turns),
        document_id=document.id,
        document_title=document.title,
        heading=section.heading,
        start=start,
        end=sentences[-1].end,
        text=text,
        sentences=sentences,
        citations=tuple(dict.fromkeys(number for sentence in sentences for number in sentence.citations)),
    )


def _passage_id(document_id: str, text: str, turns: dict[str, int]) -> str:
    """The id of a passage; `turns` holds the ids given so far, each with the turn of the next passage of equal text."""
    first = _digest(document_id, text, 0)
    turn = turns.get(first, 0)
    while (made := _digest(document_id, text, turn)) in turns:
        turn += 1
    turns[made] = turns.get(made, 1)
    turns[first] = turn + 1
    return made


def _digest(document_id: str, text: str, turn: int) -> str:
    salted = f"{document_id}\n{text}" + (f"\n{turn}" if turn else "")
    return f"{document_id}:{hashlib.sha256(salted.encode()).hexdigest()[:8]}"
