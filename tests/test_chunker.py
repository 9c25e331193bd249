"""Passages: exact slices of one section, small enough, complete, with stable ids."""

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.chunker import chunk, estimate_tokens
from corpus.document import Document, Sentence, SentenceKind
from corpus.reader import UnreadableDocument, read_document, read_text
from tests import drafts

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


def words_of(count: int, mark: str = ".") -> str:
    return " ".join(["word"] * count) + mark


def test_small_neighbours_of_one_section_share_a_passage_and_sections_do_not() -> None:
    text = "# Top\n\nOne.\n\nTwo:\n\n- three\n- four\n\n## Next\n\nFive [1]."
    (first, second) = chunk(read(text, "a.md"))
    assert first.text == "One.\n\nTwo:\n\n- three\n- four"
    assert (first.heading, second.heading) == ((), ("Next",))
    assert (first.citations, second.citations) == ((), ("1",))
    assert [first.sentence_text(s) for s in first.sentences] == ["One.", "Two:", "- three", "- four"]
    assert (first.document_title, first.document_id) == ("Top", "a")


def test_a_block_that_does_not_fit_any_more_begins_the_next_passage() -> None:
    first, second = words_of(100), words_of(81)
    assert texts(read(f"{first}\n\n{second}")) == [first, second]
    assert texts(read(f"{first}\n\n{words_of(77)}")) == [f"{first}\n\n{words_of(77)}"]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = [f"Sentence {n} {words_of(50)}" for n in range(6)]
    assert texts(read(" ".join(sentences))) == [" ".join(sentences[n : n + 3]) for n in (0, 3)]


def test_a_long_list_is_cut_between_items_and_keeps_its_lead_in() -> None:
    items = [f"- item {n} {words_of(50)}" for n in range(6)]
    assert texts(read("\n".join(["You need:", *items]))) == ["\n".join(["You need:", *items[:3]]), "\n".join(items[3:])]


def test_a_long_table_is_cut_between_rows_and_only_its_first_part_has_the_header() -> None:
    rows = [f"| row {n} | {words_of(50)} |" for n in range(6)]
    document = read("\n".join(["# Top", "", "| A | B |", "|---|---|", *rows]), "a.md")
    passages = chunk(document)
    assert [p.text for p in passages] == ["\n".join(["| A | B |", "|---|---|", *rows[:3]]), "\n".join(rows[3:])]
    assert [passages[0].sentence_text(s) for s in passages[0].sentences] == rows[:3]
    assert {s.kind for p in passages for s in p.sentences} == {SentenceKind.ROW}


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (f"{words_of(130, ';')} {words_of(120)}", [words_of(130, ";"), words_of(120)]),
        (f"{words_of(100, ',')} {words_of(140)}", [words_of(100, ","), words_of(140)]),
        (words_of(300), [words_of(150, ""), words_of(150)]),
        ("x" * 1000 + ".", ["x" * 500, "x" * 500 + "."]),
    ],
)
def test_a_sentence_that_no_passage_can_hold_is_cut_at_its_clauses_and_nothing_is_lost(
    sentence: str, parts: list[str]
) -> None:
    assert texts(read(sentence)) == parts


def test_a_row_that_no_passage_can_hold_is_cut_and_nothing_is_lost() -> None:
    row = f"| long | {words_of(150)} {words_of(150)} |"
    assert texts(read(f"| A | B |\n{row}")) == [
        f"| A | B |\n| long | {words_of(150)}",
        f"{words_of(150)} |",
    ]


def test_the_caller_may_count_in_the_tokens_of_the_model() -> None:
    document = read("One two. Three four. Five six.")
    assert [p.text for p in chunk(document, lambda text: 90 * text.count("."))] == ["One two. Three four.", "Five six."]


def test_an_id_depends_on_the_document_and_the_words_alone() -> None:
    alone = chunk(read("Head\nWords here."))[0].id
    assert alone == "leaflet:cd21e6f4"
    assert alone in {passage.id for passage in chunk(read("New\nMore.\nHead\nWords here."))}
    assert chunk(read("Head\nWords here.", "other.txt"))[0].id.startswith("other:")


def test_equal_words_under_two_headings_have_ids_of_their_own() -> None:
    passages = chunk(read("A\nCall us.\nB\nCall us.\nC\nCall us."))
    assert len({passage.id for passage in passages}) == 3
    assert passages == chunk(read("A\nCall us.\nB\nCall us.\nC\nCall us."))


@pytest.mark.parametrize(("text", "tokens"), [("", 0), ("MS", 1), ("multiple sclerosis (MS)", 7), ("5.5 mg", 4)])
def test_tokens_are_estimated_by_letters_and_marks(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


def at(text: str, sentence: Sentence) -> list[int]:
    """Where a sentence has something that is not blank."""
    return [n for n in range(sentence.start, sentence.end) if not text[n].isspace()]


@settings(deadline=None)
@given(drafts.texts, drafts.names, st.integers(1, 40))
def test_passages_of_any_document_are_exact_slices_that_hold_every_sentence_once(
    text: str, name: str, weight: int
) -> None:
    try:
        document = read(text, name)
    except UnreadableDocument:
        return
    passages = chunk(document, lambda piece: weight * len(piece.split()) + len(piece) // 8)
    wanted = [n for section in document.sections for block in section.blocks for s in block for n in at(text, s)]
    assert [n for passage in passages for s in passage.sentences for n in at(text, s)] == wanted
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert passage.text == text[passage.start : passage.end]
    for entry in document.references:
        assert all(p.end <= entry.start or p.start >= entry.end for p in passages)
    for before, after in pairwise(passages):
        assert before.end <= after.start


def test_a_hundred_kilobytes_are_read_and_cut_within_a_second() -> None:
    text = "\n".join(
        f"Heading {n}\nSome words stand here [1]. Others follow, e.g. these .\n- item" for n in range(1400)
    )
    assert len(text) > 95_000
    began = time.process_time()
    chunk(read(text + "\n\nReferences\n[1] AJMC, 2020.\n"))
    assert time.process_time() - began < 1  # seconds of processor time; 0.5 measured
