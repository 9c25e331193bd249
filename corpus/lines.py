"""What a line of a document is by itself, and which lines belong together."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from corpus.references import is_reference_heading


class BlockKind(StrEnum):
    """What a block is. A BREAK (rule, fence, comment) has no words, and text on both sides of it is never joined."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    HEADER = "header"
    ROW = "row"
    ENTRY = "entry"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch `[start:end]` of a text. `level` orders headings, 1 outermost. `gap`: a blank line stands before it."""

    kind: BlockKind
    start: int
    end: int
    gap: bool = True
    level: int = 0

    def words(self, text: str) -> str:
        """The block's own words."""
        return text[self.start : self.end]


TITLE, PLAIN, QUESTION = 1, 2, 7  # levels of a title line, a bare line and a question; Markdown's own are 1 to 6
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"(#{1,6})\s+(?=[^\s#])")
_UNDERLINE = re.compile(r"=+|-{2,}")
_ITEM = re.compile(r"(?:\d{1,3}[.)](?=\s|[^\W\d_])|\(\d{1,3}\)\s|[A-Za-z]\)\s|[-*+•–·]\s)\s*(?=\S)")
_ENTRY = re.compile(r"(?:\[\^?\d{1,4}\](?!\():?|[⁰¹²³⁴-⁹]+\s)\s*(?=\S)")
_QUESTION = re.compile(r"\**(?:Q|Question)\s?\d*[:.]\**\s+(?=\S)")
_GOES_ON = re.compile(r"(?![a-z]{1,2}[A-Z])[^\W\d_A-Z]")  # aHSCT begins a sentence
_WRAPPED_SHARE = (
    0.25  # of line pairs that go on in lower case: about 0.7 in wrapped text, 0 where a line is a paragraph
)
_OPEN = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ENTRY})


def shapes(text: str, start: int) -> Iterator[Block]:
    """Yield one block for each line of `text[start:]` that is not blank, judged by the line alone."""
    gap, comment = True, False
    for match in _LINE.finditer(text, start):
        line = match[0].strip()
        if line:
            first = match.start() + match[0].index(line)
            comment = comment or line.startswith("<!--")
            yield Block(BlockKind.BREAK, first, first + len(line), gap) if comment else _shape(line, first, gap)
            comment = comment and "-->" not in line
        gap = not line


def _shape(line: str, start: int, gap: bool) -> Block:
    end = start + len(line)
    if heading := _HEADING.match(line):
        return Block(BlockKind.HEADING, start + heading.end(), start + len(line.rstrip("# ")), gap, len(heading[1]))
    if question := _QUESTION.match(line):
        return Block(BlockKind.HEADING, start + question.end(), end, gap, QUESTION)
    if is_reference_heading(line):
        return Block(BlockKind.HEADING, start, end, gap, PLAIN)
    return Block(_kind(line), start, end, gap)


def _kind(line: str) -> BlockKind:
    if line.startswith("|") and line.count("|") > 1:
        return BlockKind.ROW
    if line.startswith(("```", "~~~")) or not any(character.isalnum() for character in line):
        return BlockKind.BREAK
    if _ENTRY.match(line):
        return BlockKind.ENTRY
    return BlockKind.ITEM if is_item(line) else BlockKind.PARAGRAPH


def is_item(line: str) -> bool:
    """Whether a line begins with a list number or bullet; a number counts without a blank after it: `1.Harvesting`."""
    return _ITEM.match(line) is not None


def goes_on(line: str) -> bool:
    """Whether a line begins in the middle of a sentence, that is with a small letter."""
    return _GOES_ON.match(line) is not None and line[0].islower()


def is_wrapped(text: str, lines: Sequence[Block]) -> bool:
    """Whether a plain text is hard-wrapped, so that a line is not a paragraph."""
    pairs = [b.words(text) for a, b in pairwise(lines) if not b.gap and a.kind is b.kind is BlockKind.PARAGRAPH]
    return sum(map(goes_on, pairs)) > _WRAPPED_SHARE * len(pairs)


def join_lines(text: str, lines: Sequence[Block]) -> list[Block]:
    """Join each line to the paragraph, item or entry that it continues; a line underlined with = or - is a heading."""
    joined: list[Block] = []
    for block in lines:
        before = None if block.gap or not joined else joined[-1]
        if before and before.kind is BlockKind.PARAGRAPH and _UNDERLINE.fullmatch(block.words(text)):
            joined[-1] = replace(before, kind=BlockKind.HEADING, level=1 if text[block.start] == "=" else 2)
        elif before and _continues(before, block):
            joined[-1] = replace(before, end=block.end)
        else:
            joined.append(block)
    return joined


def _continues(before: Block, block: Block) -> bool:
    """A wrapped line may begin with a marker, so what looks like an entry goes on a paragraph."""
    if block.kind is BlockKind.ENTRY:
        return before.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
    return block.kind is BlockKind.PARAGRAPH and before.kind in _OPEN


def runs(found: Sequence[Block], belongs: Callable[[Block], bool]) -> Iterator[list[Block]]:
    """Yield the blocks in lists: neighbours without a gap that all belong stand together, every other block alone."""
    run: list[Block] = []
    for block in found:
        if run and not (belongs(run[-1]) and belongs(block) and not block.gap):
            yield run
            run = []
        run.append(block)
    if run:
        yield run
