"""What a passage and its sentences are indexed under."""

import dataclasses

import pytest

from index.wording import passage_wording, sentence_wordings
from tests.passages import make_document, passages_of

(PASSAGE,) = passages_of(make_document("harvest", "Harvesting: Cells are taken. Then they are frozen."))
TEXT = "Cells are taken. Then they are frozen."


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ((), TEXT),
        (("Harvesting",), f"Harvesting. {TEXT}"),
        (("Stages", "What is harvesting?"), f"Stages. What is harvesting? {TEXT}"),
        (("Stage 1:", "", "Stop!", "End."), f"Stage 1: Stop! End. {TEXT}"),
    ],
)
def test_a_passage_is_indexed_under_its_heading_path_and_text(heading: tuple[str, ...], expected: str) -> None:
    assert passage_wording(dataclasses.replace(PASSAGE, heading=heading)) == expected


def test_a_sentence_is_indexed_under_its_own_words() -> None:
    assert sentence_wordings(PASSAGE) == ("Cells are taken.", "Then they are frozen.")
