"""The headings of plain text: short bare lines, and how they stand above one another."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.lines import PLAIN, QUESTION, TITLE, Block, BlockKind, goes_on, runs

_LONGEST = 90  # characters; the longest heading of 96 hand-written leaflets has 82
_CONTACT = re.compile(r"@|https?:|www\.|\d[\d ]{4,}\d|:\s*[\da-z]")  # an address, a number or a meaning is no heading
_RUN_OF_ITEMS = 3  # bare lines one below the other: two are a heading under a heading, more are a list


def mark_headings(text: str, found: Sequence[Block]) -> list[Block]:
    """Turn the bare lines of a plain text into headings, or into items below a lead-in or in a longer run."""
    bare = {block for block in found if block.kind is BlockKind.PARAGRAPH and is_bare(block.words(text))}
    groups = list(runs(found, bare.__contains__))
    marked: list[Block] = []
    for index, run in enumerate(groups):
        if run[0] in bare:
            led_in = bool(marked) and not run[0].gap and marked[-1].words(text).endswith(":")
            following = groups[index + 1][0] if index + 1 < len(groups) else None
            run = _mark_run(run, led_in, following)
        marked += run
    return marked


def is_bare(line: str) -> bool:
    """Whether a line could be a heading: short, no final stop, no small first letter, no address or number."""
    final = line.rstrip("”\"’')]*_")[-1:]
    return (
        len(line) <= _LONGEST
        and final not in {"", ".", "!", ";", ",", ":", "…"}
        and not goes_on(line)
        and not _CONTACT.search(line)
        and not any(mark in line for mark in "\r\n")
    )


def _mark_run(run: Sequence[Block], led_in: bool, following: Block | None) -> list[Block]:
    """The last line of a document is never a heading."""
    heads = {*run} if len(run) < _RUN_OF_ITEMS else {run[0]}
    if following is None:
        heads -= {run[-1]}
    elif not following.gap:
        heads |= {run[-1]}
    if led_in:
        heads = set()
    rest = BlockKind.PARAGRAPH if len(run) == 1 and not led_in else BlockKind.ITEM
    return [replace(b, kind=BlockKind.HEADING, level=PLAIN) if b in heads else replace(b, kind=rest) for b in run]


def nest(text: str, found: Sequence[Block]) -> list[Block]:
    """Give bare headings their levels: a title line above the first heading, questions below a heading without text."""
    nested: list[Block] = []
    asking = False
    for block in found:
        if block.level == PLAIN:
            question = block.words(text).endswith("?")
            asking = question and (asking or (len(nested) > 1 and nested[-1].level == PLAIN))
            block = replace(block, level=QUESTION) if asking else block
        nested.append(block)
        if len(nested) == 2 and nested[0].level == nested[1].level == PLAIN:
            nested[0] = replace(nested[0], level=TITLE)
    return nested
