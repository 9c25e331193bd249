"""Sections: the sentences of a document in the order and the groups in which they stand under its headings."""

import re
from collections.abc import Iterable, Sequence

from corpus.document import Section, Sentence, SentenceKind
from corpus.lines import TITLE, Block, BlockKind
from corpus.references import Numbering, citations
from corpus.sentences import split_sentences

QUOTABLE = {
    BlockKind.PARAGRAPH: SentenceKind.PROSE,
    BlockKind.ITEM: SentenceKind.ITEM,
    BlockKind.ROW: SentenceKind.ROW,
}
_LINK = re.compile(r"\[([^\[\]]+)\]\([^\s()]*\)")
_STRONG = re.compile(r"\*\*|__|`")
_EMPHASIS = "*_ "  # at the ends only: inside they may be the author's own characters


def heading_words(text: str, block: Block) -> str:
    """A heading as one line, without Markdown's links and emphasis: it is shown and embedded, never quoted."""
    words = _STRONG.sub("", _LINK.sub(r"\1", block.words(text)))
    return " ".join(words.strip(_EMPHASIS).split())


def sections(text: str, found: Sequence[Block], title: str, known: Numbering) -> Iterable[Section]:
    """Cut the blocks at headings, breaks and reference entries; a stretch without sentences is no section."""
    path: list[tuple[int, str]] = []
    start, body = (found[0].start if found else 0), list[Block]()
    for block in [*found, Block(BlockKind.BREAK, len(text), len(text))]:
        if block.kind in QUOTABLE or block.kind is BlockKind.HEADER:
            body.append(block)
            continue
        grouped = tuple(_grouped(text, body, known))
        if grouped:
            yield Section(tuple(words for _, words in path), start, block.start, grouped)
        start, body = block.end, []
        if block.kind is BlockKind.HEADING:
            path = [step for step in path if step[0] < block.level]
            words = heading_words(text, block)
            if words and not (block.level == TITLE and words == title):
                path.append((block.level, words))


def _grouped(text: str, body: Sequence[Block], known: Numbering) -> Iterable[tuple[Sentence, ...]]:
    """One tuple of sentences for each paragraph, list or table; a lead-in moves to the list or table below it."""
    groups: list[list[Sentence]] = []
    before: BlockKind | None = None
    for block in body:
        if block.kind is BlockKind.HEADER:
            before = None if before is BlockKind.ROW else before
            continue
        sentences = list(_sentences(text, block, known))
        if block.kind is not BlockKind.PARAGRAPH and groups:
            if block.kind is before:
                groups[-1] += sentences
                continue
            if _leads_in(text, groups[-1][-1]):
                sentences.insert(0, groups[-1].pop())
        groups.append(sentences)
        before = block.kind
    return (tuple(group) for group in groups if group)


def _leads_in(text: str, sentence: Sentence) -> bool:
    return sentence.kind is SentenceKind.PROSE and text[sentence.end - 1] == ":"


def _sentences(text: str, block: Block, known: Numbering) -> Iterable[Sentence]:
    whole = ((block.start, block.end),)
    spans = split_sentences(text, block.start, block.end) if block.kind is BlockKind.PARAGRAPH else whole
    for start, end in spans:
        yield Sentence(start, end, QUOTABLE[block.kind], citations(text, start, end, known))
