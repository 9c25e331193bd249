"""Token ids of question and passage."""

import pytest

from bot.pairs import QUESTION_TOKENS, WINDOW_TOKENS, PairTokenizer
from corpus.document import Passage, Sentence
from tests.tiny_model import save_tiny_model


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> PairTokenizer:
    return PairTokenizer(save_tiny_model(tmp_path_factory.mktemp("tiny")))


TEXT = "The red cat. It is near."
PASSAGE = Passage("d:1", "d", "home", ("the bed",), 0, len(TEXT), TEXT, (Sentence(0, 12), Sentence(13, 24)))


def test_a_pair_is_question_title_and_sentences_with_the_heading_opening_the_first(tokenizer: PairTokenizer) -> None:
    ((pair, part),) = tokenizer.pairs("where is it ?", PASSAGE)
    cls, sep, unknown = 2, 3, 1
    question, title, heading = [5, 6, 8, 12], [10], [7, 26]
    first, second = [unknown, 15, 21, 11], [unknown, 6, 9, 11]
    assert pair.ids == (cls, *question, sep, *title, sep, *heading, *first, *second, sep)
    assert (pair.question, pair.spans, part) == (4, ((8, 14), (14, 18)), range(2))


def test_a_question_and_a_sentence_longer_than_the_window_are_read_up_to_its_end(tokenizer: PairTokenizer) -> None:
    text = "the cat " * 500
    passage = Passage("d:1", "d", "home", (), 0, len(text), text, (Sentence(0, len(text)),))
    ((pair, _),) = tokenizer.pairs("where " * 500, passage)
    assert (pair.question, len(pair.ids)) == (QUESTION_TOKENS, WINDOW_TOKENS)


def test_a_passage_longer_than_the_window_is_split_between_sentences(tokenizer: PairTokenizer) -> None:
    sentence = "the cat is near " * 25
    text = sentence * 9
    spans = tuple(Sentence(at * len(sentence), (at + 1) * len(sentence)) for at in range(9))
    pairs = tokenizer.pairs("where is it ?", Passage("d:1", "d", "home", (), 0, len(text), text, spans))
    assert [part for _, part in pairs] == [range(3), range(3, 6), range(6, 9)]
    assert max(len(pair.ids) for pair, _ in pairs) <= WINDOW_TOKENS
