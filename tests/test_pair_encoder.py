"""The evidence model as it is trained."""

from pathlib import Path

import pytest
import torch

from bot.pairs import Pair
from bot.scorer import averages
from bot.training.pair_encoder import PairEncoder
from tests.tiny_model import save_tiny_model, stirred

SHORT = Pair((2, 5, 6, 3, 3, 7, 8, 3), 2, ((5, 6), (6, 7)))
LONG = Pair((2, 5, 6, 7, 3, 10, 3, 7, 15, 21, 11, 9, 3), 3, ((7, 10), (10, 11), (11, 12)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> PairEncoder:
    return stirred(PairEncoder(save_tiny_model(tmp_path_factory.mktemp("tiny"))))


@torch.inference_mode()
def test_a_pair_scores_the_same_alone_padded_in_a_batch_and_by_plain_tensors(model: PairEncoder) -> None:
    passages, sentences = model([SHORT, LONG])
    for pair, passage, own in ((SHORT, passages[0], sentences[:2]), (LONG, passages[1], sentences[2:])):
        alone, each = model([pair])
        words = model.body.embeddings.word_embeddings(torch.tensor(pair.ids))
        plain, plain_each = model.one(words, torch.from_numpy(averages(pair)))
        for found in (alone[0], plain):
            torch.testing.assert_close(found, passage, atol=1e-5, rtol=0)
        for found in (each, plain_each):
            torch.testing.assert_close(found, own, atol=1e-5, rtol=0)


def test_an_untrained_sentence_scores_by_its_cosine_with_the_question_alone(tmp_path: Path) -> None:
    model = PairEncoder(save_tiny_model(tmp_path)).eval()
    with torch.inference_mode():
        states = model.body(input_ids=torch.tensor([SHORT.ids])).last_hidden_state[0]
        _, sentences = model([SHORT])
    cosine = torch.nn.functional.cosine_similarity(states[5:7], states[1:3].mean(0, keepdim=True))
    torch.testing.assert_close(sentences[:, 0], 6.0 * cosine - 3.0, atol=1e-5, rtol=0)
