"""Blocks hold every word of a text, in order, each once."""

import time

import pytest
from hypothesis import given, settings

from corpus.blocks import blocks
from corpus.lines import BlockKind
from tests import drafts

HEADING, PARAGRAPH, ITEM = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM
HEADER, ROW, ENTRY, BREAK = BlockKind.HEADER, BlockKind.ROW, BlockKind.ENTRY, BlockKind.BREAK


def shown(text: str, markdown: bool = False) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.words(text)) for block in blocks(text, 0, markdown)]


def test_a_plain_text_is_cut_into_blocks_of_every_kind() -> None:
    text = """Stages
We do this:
1.Harvesting: cells. Many.
| Stage | Purpose |
| --- | --- |
| One | Two |
***
References
[1] AJMC. 2020.
Its second line.
"""
    assert shown(text) == [
        (HEADING, "Stages"),
        (PARAGRAPH, "We do this:"),
        (ITEM, "1.Harvesting: cells. Many."),
        (HEADER, "| Stage | Purpose |"),
        (HEADER, "| --- | --- |"),
        (ROW, "| One | Two |"),
        (BREAK, "***"),
        (HEADING, "References"),
        (ENTRY, "[1] AJMC. 2020.\nIts second line."),
    ]


def test_reading_begins_where_it_is_told() -> None:
    text = "id: x\nHead\nWords."
    assert [(b.kind, b.start, b.end) for b in blocks(text, 6, False)] == [(HEADING, 6, 10), (PARAGRAPH, 11, 17)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("A heading of plain text", HEADING),
        ("Is this one too?", HEADING),
        ("aHSCT explained", HEADING),
        ("The Problem: An Immune System Gone Rogue", HEADING),
        ("“Quoted words”", HEADING),
        ("A sentence.", PARAGRAPH),
        ("“A sentence.”", PARAGRAPH),
        ("A lead-in:", PARAGRAPH),
        ("one that goes on", PARAGRAPH),
        ("Ring 020 7946 0000", PARAGRAPH),
        ("See www.nhs.uk", PARAGRAPH),
        ("Phone: 999", PARAGRAPH),
        ("word " * 20, PARAGRAPH),
        ("1. Item", ITEM),
        ("1.5 mg daily.", PARAGRAPH),
        ("2019 was a year.", PARAGRAPH),
        ("| a | b |", ROW),
        ("|", BREAK),
        ("[1](https://a.example) is a link.", PARAGRAPH),
        ("[^1]: A note.", ENTRY),
    ],
)
def test_a_line_of_plain_text_shows_what_it_is(line: str, kind: BlockKind) -> None:
    assert shown(f"{line}\nWords follow.")[0] == (kind, line.strip())


def test_a_heading_that_reads_like_the_second_line_of_an_entry_is_none() -> None:
    text = "References\n1. AJMC\nLancet Neurology, 2020\nGlossary\nWords."
    assert shown(text)[1:] == [
        (ENTRY, "1. AJMC\nLancet Neurology, 2020"),
        (HEADING, "Glossary"),
        (PARAGRAPH, "Words."),
    ]


def test_a_wrapped_line_that_begins_with_a_marker_goes_on_its_paragraph() -> None:
    text = "It helps many people\n[2] and lasts.\n"
    assert shown(text, markdown=True) == [(PARAGRAPH, "It helps many people\n[2] and lasts.")]


@settings(deadline=None)
@given(drafts.texts, drafts.names)
def test_blocks_are_in_order_apart_and_trimmed_and_leave_no_word_out(text: str, name: str) -> None:
    position = 0
    left_out = []
    for block in blocks(text, 0, name.endswith(".md")):
        left_out.append(text[position : block.start])
        assert block.words(text) == block.words(text).strip() != ""
        position = block.end
    left_out.append(text[position:])
    words = "".join(character for gap in left_out for character in gap if character.isalnum())
    assert set(words) <= set("QAquestionanswer0123456789")  # the marks of questions and answers


@pytest.mark.parametrize(
    "unit", ["word ", "a\n", "# a\n", "|a|b|\n", "1. a\n", "[1] a\n", "Q: a?\n", "\n", "*", "<!--\n", " #"]
)
@pytest.mark.parametrize("markdown", [True, False])
def test_time_is_linear_in_the_length_whatever_the_text(unit: str, markdown: bool) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    blocks(text, 0, markdown)
    assert time.process_time() - began < 5  # seconds; about 0.3 alone
