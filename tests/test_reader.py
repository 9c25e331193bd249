"""A file becomes a document: structure, titles, ids, and a clear error for everything that is no document."""

from pathlib import Path

import pytest

from corpus.document import Document
from corpus.reader import read_document, read_text

SEED = Path(__file__).parents[2] / "shared" / "seed-article.txt"
needs_seed = pytest.mark.skipif(not SEED.exists(), reason="the seed article is not here")


def outline(document: Document) -> list[tuple[tuple[str, ...], list[list[str]]]]:
    """Each section's heading and the words of its blocks."""
    return [
        (section.heading, [[document.text[s.start : s.end] for s in block] for block in section.blocks])
        for section in document.sections
    ]


def read(text: str, name: str = "leaflet.txt") -> Document:
    return read_text(text, Path(name))


@needs_seed
def test_the_seed_article_keeps_its_sections_and_its_reference_numbers() -> None:
    document = read_document(SEED)
    assert (document.id, document.title) == ("seed-article", "Seed article")
    assert document.text == SEED.read_text(encoding="utf-8")
    assert document.reference_numbers == ("1", "2", "5", "6")
    assert [section.heading for section in document.sections] == [
        (),
        ("The Problem: An Immune System Gone Rogue",),
        ("The Solution: A System Reboot with aHSCT",),
        ("The Evidence: Durable Remission and Improved Outcomes",),
        ("Another Path: Mesenchymal Stem Cells (MSCs)",),
        ("A New Horizon in MS Treatment",),
    ]


@needs_seed
def test_the_seed_article_has_its_stages_as_list_and_as_table() -> None:
    _, blocks = outline(read_document(SEED))[2]
    assert [[words.split()[0] for words in block] for block in blocks] == [
        ["aHSCT"],
        ["It’s", "1.Harvesting:", "2.Depletion:", "3.Transplantation:"],
        ["These"],
        ["|", "|", "|"],
    ]
    assert blocks[1][0] == "It’s a multi-step process that involves:"
    assert blocks[1][3] == "3.Transplantation: The harvested stem cells are then re-infused into the patient’s body."
    assert blocks[3][0] == "| Harvesting | Collect the patient’s own blood-forming stem cells. |"


@needs_seed
def test_no_sentence_of_the_seed_is_tied_to_a_reference() -> None:
    document = read_document(SEED)
    assert {s.citations for section in document.sections for block in section.blocks for s in block} == {()}


@needs_seed
def test_a_lost_marker_leaves_its_sentence_whole() -> None:
    document = read_document(SEED)
    ends = [w for _, blocks in outline(document) for block in blocks for w in block if w.endswith(" .")]
    assert [words.split()[0] for words in ends] == ["These", "Numerous", "Long-term", "When", "Recent"]
