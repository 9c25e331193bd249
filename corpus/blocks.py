"""The blocks of a text in reading order: headings, paragraphs, list items, table rows, reference entries."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus.headings import mark_headings, nest
from corpus.lines import PLAIN, QUESTION, Block, BlockKind, is_item, is_wrapped, join_lines, runs, shapes
from corpus.references import entry_number, is_reference_heading

_ANSWER = re.compile(r"\**(?:A|Answer)\s?\d*:\**\s+(?=\S)")
_TERM = re.compile(r"[^\W\d_][^.:;!?|]{0,60}:\s+\S")  # `Term: meaning`


def blocks(text: str, start: int, markdown: bool) -> tuple[Block, ...]:
    """Return the blocks of `text[start:]` in order; outside them stand only blanks and the marks of headings and Q&A.

    Markdown joins lines into paragraphs and marks its headings. In plain text a line is a paragraph, unless the text
    is hard-wrapped, and a short bare line is a heading.
    """
    found = list(shapes(text, start))
    if markdown or is_wrapped(text, found):
        found = join_lines(text, found)
    if not markdown:
        found = nest(text, mark_headings(text, found))
    found = _mark_entries(text, found)
    return tuple(_mark_terms(text, _skip_answer_marks(text, _mark_table_headers(text, found))))


def _mark_entries(text: str, found: Sequence[Block]) -> list[Block]:
    """Turn what stands under a reference heading into entries, up to the next heading."""
    marked: list[Block] = []
    inside = False
    for block in found:
        line = block.words(text)
        if block.kind is BlockKind.HEADING and (not inside or _ends_list(block, line)):
            inside = is_reference_heading(line)
        elif inside and block.kind is not BlockKind.BREAK:
            if _continues_entry(marked[-1], block, line):
                marked[-1] = replace(marked[-1], end=block.end)
                continue
            block = replace(block, kind=BlockKind.ENTRY, level=0)
        marked.append(block)
    return marked


def _ends_list(block: Block, line: str) -> bool:
    """Whether a heading inside a reference list is one, and not the second line of an entry (`Lancet 2020`)."""
    return block.level != PLAIN or not re.search(r"\d|[.,]", line)


def _continues_entry(before: Block, block: Block, line: str) -> bool:
    """Whether a line without a number or bullet of its own goes on the entry above it."""
    starts_anew = block.gap or is_item(line) or entry_number(line) is not None
    return before.kind is BlockKind.ENTRY and not starts_anew


def _mark_table_headers(text: str, found: Sequence[Block]) -> list[Block]:
    """Tell header rows from rows: those above a line of dashes, else the first of a table of two rows or more."""
    marked: list[Block] = []
    for run in runs(found, lambda block: block.kind is BlockKind.ROW):
        if run[0].kind is BlockKind.ROW:
            rules = [n for n, row in enumerate(run) if not any(c.isalnum() for c in row.words(text))]
            heads = rules[0] if rules else min(1, len(run) - 1)
            run = [replace(b, kind=BlockKind.HEADER) if n < heads or n in rules else b for n, b in enumerate(run)]
        marked += run
    return marked


def _skip_answer_marks(text: str, found: Sequence[Block]) -> list[Block]:
    """Leave the `A:` below a question out of the answer's span."""
    marked = [*found[:1]]
    for before, block in pairwise(found):
        mark = _ANSWER.match(text, block.start, block.end) if before.level == QUESTION else None
        marked.append(replace(block, start=mark.end()) if mark else block)
    return marked


def _mark_terms(text: str, found: Sequence[Block]) -> list[Block]:
    """Turn two or more `Term: meaning` lines one below the other into items, so that a meaning keeps its term."""

    def is_term(block: Block) -> bool:
        return block.kind is BlockKind.PARAGRAPH and _TERM.match(text, block.start, block.end) is not None

    marked: list[Block] = []
    for run in runs(found, is_term):
        marked += [replace(block, kind=BlockKind.ITEM) for block in run] if len(run) > 1 else run
    return marked
