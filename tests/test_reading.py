"""A document made readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import SentenceKind
from tests.clinic import DOCUMENT, KIT, PASSAGES, TEXT, span
from web.reading import Line, Part, Piece, anchor, cells, parts, passage_lines, pieces

PROSE, ITEM, ROW = SentenceKind.PROSE, SentenceKind.ITEM, SentenceKind.ROW


def plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text, marked=False),)


@pytest.mark.parametrize(
    ("spans", "cut"),
    [
        ([], [("abcdef", False)]),
        ([(12, 14)], [("ab", False), ("cd", True), ("ef", False)]),
        ([(10, 16)], [("abcdef", True)]),
        ([(0, 12), (15, 99)], [("ab", True), ("cde", False), ("f", True)]),
        ([(12, 14), (13, 15)], [("ab", False), ("cd", True), ("e", True), ("f", False)]),
        ([(14, 12), (0, 0), (99, 120)], [("abcdef", False)]),
    ],
)
def test_spans_are_marked_by_their_offsets_in_the_document(
    spans: list[tuple[int, int]], cut: list[tuple[str, bool]]
) -> None:
    assert pieces("abcdef", 10, spans) == tuple(Piece(text, marked) for text, marked in cut)


@given(st.text(max_size=30), st.integers(0, 50), st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90))))
def test_the_pieces_joined_are_the_text(text: str, start: int, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(text, start, spans)) == text


def test_a_row_is_cut_into_its_cells() -> None:
    row = "| Box | Holds all. |"
    start = TEXT.index(row)
    assert cells(row, start, [span("Holds")]) == (plain("Box"), (Piece("Holds", True), Piece(" all.", False)))


def test_a_document_reads_in_order_with_an_anchor_for_each_passage() -> None:
    assert parts(DOCUMENT, PASSAGES, [(KIT.start, KIT.end)]) == (
        Part(
            (),
            (
                (
                    Line(
                        PROSE,
                        ("aaaa0001",),
                        (
                            (
                                Piece("The kit holds a thermometer and a leaflet [2].", True),
                                Piece(" Keep it dry.", False),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Part(
            ("What to do",),
            (
                (
                    Line(ITEM, ("aaaa0002",), (plain("1. Open the box."),)),
                    Line(ITEM, (), (plain("2. Read the leaflet."),)),
                ),
                (Line(ROW, ("aaaa0003",), (plain("Box"), plain("Holds all."))),),
            ),
        ),
    )


def test_a_passage_reads_as_in_its_document() -> None:
    assert passage_lines(PASSAGES[1], [span("2. Read")]) == (
        (
            Line(ITEM, (), (plain("1. Open the box."),)),
            Line(ITEM, (), ((Piece("2. Read", True), Piece(" the leaflet.", False)),)),
        ),
    )


def test_an_anchor_is_the_end_of_a_passage_id() -> None:
    assert anchor("kit:of:3:4f1c09a2") == "4f1c09a2"
