"""Passages: exact slices of one section, small enough, complete, with stable ids."""

from pathlib import Path

import pytest

from corpus.chunker import chunk
from corpus.document import Document
from corpus.reader import read_document, read_text

SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"


def read(text: str, name: str = "leaflet.txt") -> Document:
    return read_text(text, Path(name))


def texts(document: Document) -> list[str]:
    return [passage.text for passage in chunk(document)]


@pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")
def test_every_sentence_of_the_seed_is_in_one_passage_and_no_reference_is() -> None:
    document = read_document(SEED)
    passages = chunk(document)
    inside = [s for passage in passages for s in passage.sentences]
    assert inside == [s for section in document.sections for block in section.blocks for s in block]
    assert not any("[1]" in passage.text or "Gone Rogue" in passage.text for passage in passages)
    assert [p.text[:20] for p in passages if p.text.startswith("|")] == ["| Stage of aHSCT | P"]
