"""The records refuse what could not be quoted."""

import hashlib

import pytest

from corpus.document import Document, Passage, Reference, Sentence


def passage(text: str, start: int, end: int, *sentences: Sentence) -> Passage:
    return Passage("d:1", "d", "D", (), start, end, text, sentences)


def test_a_document_is_known_by_its_stored_bytes_and_its_printed_numbers() -> None:
    references = (Reference("5", "MSIF.", None, 0, 5), Reference("2", "AJMC.", None, 6, 11))
    document = Document("d", "D", "née", (), references)
    assert document.sha256 == hashlib.sha256("née".encode()).hexdigest()
    assert document.reference_numbers == ("5", "2")


def test_a_passage_gives_the_exact_words_of_its_sentences() -> None:
    record = passage("One. Two.", 10, 19, Sentence(10, 14), Sentence(15, 19))
    assert [record.sentence_text(sentence) for sentence in record.sentences] == ["One.", "Two."]


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_a_sentence_that_is_no_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=r"wanted a sentence span with 0 <= start < end, found \["):
        Sentence(start, end)


@pytest.mark.parametrize(
    ("start", "end", "sentences", "message"),
    [
        (0, 9, (Sentence(0, 4),), "wanted 9 characters, found 4"),
        (5, 9, (), r"wanted sentences inside \[5:9\]"),
        (5, 9, (Sentence(4, 9),), r"wanted sentences inside \[5:9\]"),
        (5, 9, (Sentence(5, 10),), r"wanted sentences inside \[5:9\]"),
    ],
)
def test_a_passage_that_does_not_fit_its_span_is_refused(
    start: int, end: int, sentences: tuple[Sentence, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=f"passage d:1: {message}"):
        passage("One.", start, end, *sentences)
