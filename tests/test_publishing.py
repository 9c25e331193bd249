"""From the trained model to the graph that answers."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from bot.pairs import Pair
from bot.scorer import OUTPUTS, averages, opened, word_vectors
from bot.training.pair_encoder import PairEncoder
from bot.training.publishing import graph, published, require_exporter
from bot.weights import ExporterMissing
from tests.tiny_model import save_tiny_model, stirred

PAIRS = (
    Pair((2, 5, 6, 3, 3, 7, 8, 3), 2, ((5, 7),)),
    Pair((2, 5, 6, 7, 3, 10, 3, 7, 15, 21, 11, 9, 3), 3, ((7, 10), (10, 11), (11, 12))),
    Pair((2, 5, *[7] * 60, 3, 10, 3, *[15] * 300, 3), 61, ((65, 100), (100, 365))),
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def model(tiny: Path) -> PairEncoder:
    return stirred(PairEncoder(tiny))


def differences(model: PairEncoder, graph: bytes, words: np.ndarray) -> list[float]:
    """The largest difference between the graph's logits and the model's, for each pair."""
    session, found = opened(graph, words.shape[1]), []
    for pair in PAIRS:
        given = {"words": words[list(pair.ids)], "averages": averages(pair)}
        passage, sentences = session.run(OUTPUTS, given)
        with torch.inference_mode():
            wanted, each = model([pair])
        assert sentences.shape == each.shape
        found.append(float(max(np.abs(passage - wanted[0].numpy()).max(), np.abs(sentences - each.numpy()).max())))
    return found


def test_the_graph_scores_as_the_model_does_for_pairs_of_any_length(tiny: Path, model: PairEncoder) -> None:
    assert max(differences(model, graph(model), word_vectors(tiny))) < 1e-4


def test_what_is_published_scores_nearly_so_and_is_half_as_large(tiny: Path, model: PairEncoder) -> None:
    small = published(model)
    assert max(differences(model, small, word_vectors(tiny))) < 0.5
    assert len(small) < len(graph(model))


def test_publishing_leaves_the_model_as_it_was(model: PairEncoder) -> None:
    model.train()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    drawn = torch.get_rng_state()
    graph(model)
    assert model.training
    assert torch.equal(drawn, torch.get_rng_state())
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    model.eval()


def test_without_the_exporter_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    require_exporter()
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(ExporterMissing, match=r"pip install 'footnote\[train\]'"):
        require_exporter()
