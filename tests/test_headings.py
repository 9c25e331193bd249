"""Plain text has no marks for headings; bare lines and their neighbours show them."""

import pytest

from corpus.headings import is_bare, mark_headings, nest
from corpus.lines import BlockKind, shapes


def levels(text: str) -> list[tuple[str, int]]:
    """The words and levels of what is marked as a heading."""
    found = nest(text, mark_headings(text, list(shapes(text, 0))))
    return [(block.words(text), block.level) for block in found if block.kind is BlockKind.HEADING]


@pytest.mark.parametrize(
    "line", ["Tests", "Is it safe?", "Step 2: The drip", "aHSCT", "What (else) “counts”", "X" * 90]
)
def test_a_bare_line_is_short_and_has_no_final_stop(line: str) -> None:
    assert is_bare(line)


@pytest.mark.parametrize(
    "line", ["Ends.", "Ends:", "(Ends.)", "in the middle", "Tel: 999", "a@b.example", "A\nB", "X" * 91]
)
def test_other_lines_are_not_bare(line: str) -> None:
    assert not is_bare(line)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Title\nHead\nWords.", [("Title", 1), ("Head", 2)]),
        ("Head\nWords.\nHead two\nWords.", [("Head", 2), ("Head two", 2)]),
        ("Head\nWhy?\nWords.\nHow?\nWords.\nEnd\nWords.", [("Head", 1), ("Why?", 2), ("How?", 2), ("End", 2)]),
        ("Words.\nHead\nWhy?\nW.\nHow?\nW.\nEnd\nW.", [("Head", 2), ("Why?", 7), ("How?", 7), ("End", 2)]),
        ("Words.\nNo heading at the end", []),
        ("You need:\nCup\nTea", []),
        ("Need\nCup\nTea\nMilk", [("Need", 2)]),
        ("Words.\nNeed\nCup\nTea\nNext\nWords.", [("Need", 2), ("Next", 2)]),
    ],
)
def test_neighbours_show_what_a_bare_line_is(text: str, expected: list[tuple[str, int]]) -> None:
    assert levels(text) == expected
