"""What a line is by itself, and which lines belong together."""

import pytest

from corpus.lines import Block, BlockKind, goes_on, is_item, is_wrapped, join_lines, runs, shapes

PARAGRAPH, ITEM, HEADING = BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING


@pytest.mark.parametrize("line", ["1. a", "1.Harvesting", "12) a", "(3) a", "b) a", "- a", "* a", "+ a", "• a", "– a"])
def test_numbers_letters_and_bullets_make_an_item(line: str) -> None:
    assert is_item(line)


@pytest.mark.parametrize("line", ["1.5 mg", "1.", "-a", "*bold*", "**bold** words", "A. Smith", "2024. A year", "a"])
def test_other_beginnings_make_none(line: str) -> None:
    assert not is_item(line)


@pytest.mark.parametrize(
    ("line", "inside"), [("and so on", True), ("über", True), ("aHSCT is", False), ("mRNA", False)]
)
def test_a_small_first_letter_goes_on_a_sentence_unless_a_capital_follows(line: str, inside: bool) -> None:
    assert goes_on(line) is inside


def test_shapes_know_their_place_and_the_blank_line_before_them() -> None:
    assert list(shapes("x\r\n One.\r\n \r\n## Two ##\nEnd", 1)) == [
        Block(PARAGRAPH, 4, 8, gap=True),
        Block(HEADING, 16, 19, gap=True, level=2),
        Block(PARAGRAPH, 23, 26, gap=False),
    ]


@pytest.mark.parametrize(
    ("text", "wrapped"),
    [
        ("One line that is\nwrapped here and\nthere. The end.", True),
        ("One line.\nAnother line.\naHSCT is a third.", False),
        ("Heading\n\nlower case after a blank line.", False),
        ("", False),
    ],
)
def test_wrapped_text_goes_on_in_lower_case(text: str, wrapped: bool) -> None:
    assert is_wrapped(text, list(shapes(text, 0))) is wrapped


def test_lines_join_what_they_continue() -> None:
    text = "One\ntwo\n- item\n  more\n\nAlone\n===\nnext"
    joined = join_lines(text, list(shapes(text, 0)))
    assert [(block.kind, block.words(text), block.level) for block in joined] == [
        (PARAGRAPH, "One\ntwo", 0),
        (ITEM, "- item\n  more", 0),
        (HEADING, "Alone", 1),
        (PARAGRAPH, "next", 0),
    ]


def test_runs_hold_neighbours_that_belong_and_no_gap() -> None:
    a, b, c = Block(ITEM, 0, 1), Block(ITEM, 2, 3, gap=False), Block(ITEM, 5, 6, gap=True)
    d, e = Block(PARAGRAPH, 7, 8, gap=False), Block(PARAGRAPH, 9, 10, gap=False)
    assert list(runs([a, b, c, d, e], lambda block: block.kind is ITEM)) == [[a, b], [c], [d], [e]]
    assert list(runs([], lambda _: True)) == []
