"""What a passage and its sentences are indexed under."""

import dataclasses

import pytest

from corpus.document import Passage
from index.wording import ended, passage_wording, sentence_wordings
from tests.passages import make_document, passages_of

(PASSAGE,) = passages_of(make_document("harvest", "Harvesting: Cells are taken. Then they are frozen."))


def test_a_passage_is_indexed_under_title_heading_and_text() -> None:
    assert passage_wording(PASSAGE) == "About harvest. Harvesting. Cells are taken. Then they are frozen."


def test_a_sentence_is_indexed_under_its_innermost_heading() -> None:
    nested: Passage = dataclasses.replace(PASSAGE, heading=("Stages", "What is harvesting?"))
    assert sentence_wordings(nested) == (
        "What is harvesting? Cells are taken.",
        "What is harvesting? Then they are frozen.",
    )


def test_a_sentence_before_any_heading_is_indexed_alone() -> None:
    bare: Passage = dataclasses.replace(PASSAGE, heading=())
    assert sentence_wordings(bare) == ("Cells are taken.", "Then they are frozen.")


@pytest.mark.parametrize(
    ("headings", "expected"),
    [((), ""), (("",), ""), (("A", "B?"), "A. B? "), (("Stage:",), "Stage: "), (("End.", "!"), "End. ! ")],
)
def test_headings_end_once(headings: tuple[str, ...], expected: str) -> None:
    assert ended(headings) == expected
