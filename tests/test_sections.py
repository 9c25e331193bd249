"""Sections group sentences as they stand, under the path of their headings."""

import pytest

from corpus.blocks import blocks
from corpus.document import Section, Sentence, SentenceKind
from corpus.lines import Block, BlockKind
from corpus.references import Numbering
from corpus.sections import heading_words, sections

UNNUMBERED = Numbering(frozenset(), bracketed=False)


def test_a_section_knows_its_span_its_path_and_its_blocks() -> None:
    text = "# T\n\n## A\n\nOne. Two:\n\n- x [1]\n"
    assert list(sections(text, blocks(text, 0, markdown=True), "T", UNNUMBERED)) == [
        Section(
            heading=("A",),
            start=9,
            end=len(text),
            blocks=(
                (Sentence(11, 15),),
                (Sentence(16, 20), Sentence(22, 29, SentenceKind.ITEM, ("1",))),
            ),
        )
    ]


def test_a_lead_in_alone_in_its_paragraph_leaves_no_empty_block() -> None:
    text = "You need:\n\n- a cup\n"
    (section,) = sections(text, blocks(text, 0, markdown=True), "T", UNNUMBERED)
    assert section.blocks == ((Sentence(0, 9), Sentence(11, 18, SentenceKind.ITEM)),)


@pytest.mark.parametrize(
    ("title", "path"), [("Top", ("Low",)), ("Other", ("Top", "Low"))], ids=["the title's own", "another"]
)
def test_a_title_line_is_left_out_of_the_paths(title: str, path: tuple[str, ...]) -> None:
    text = "# Top\n## Low\nWords."
    assert [section.heading for section in sections(text, blocks(text, 0, True), title, UNNUMBERED)] == [path]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**Bold** and `code`", "Bold and code"),
        ("*All*", "All"),
        ("[Trial](https://a.example) 2", "Trial 2"),
        ("a * b", "a * b"),
    ],
)
def test_a_heading_is_shown_without_its_marks(line: str, words: str) -> None:
    assert heading_words(line, Block(BlockKind.HEADING, 0, len(line))) == words
