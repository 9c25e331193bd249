"""The evidence model at work."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from bot.pairs import Pair, PairTokenizer
from bot.scorer import OUTPUTS, PairScorer, averages, digest, opened, word_vectors
from bot.training.pair_encoder import PairEncoder
from bot.training.publishing import graph
from bot.weights import UnusableModel
from tests.evidence import hit
from tests.tiny_model import save_tiny_model, stirred


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def exported(tiny: Path) -> bytes:
    return graph(stirred(PairEncoder(tiny)))


@pytest.fixture(scope="module")
def scorer(tiny: Path, exported: bytes) -> PairScorer:
    return PairScorer(exported, word_vectors(tiny), PairTokenizer(tiny))


def test_averages_are_rows_for_question_passage_and_each_sentence() -> None:
    rows = averages(Pair((2, 5, 6, 3, 3, 7, 8, 9, 3), 2, ((5, 6), (6, 8))))
    assert rows.dtype == np.float32
    assert rows.tolist() == pytest.approx(
        np.array(
            [
                [0, 1 / 2, 1 / 2, 0, 0, 0, 0, 0, 0],
                [0, 0, 0, 0, 0, 1 / 3, 1 / 3, 1 / 3, 0],
                [0, 0, 0, 0, 0, 1, 0, 0, 0],
                [0, 0, 0, 0, 0, 0, 1 / 2, 1 / 2, 0],
            ]
        ),
        abs=1e-7,
    )


def test_scores_come_in_the_order_of_the_hits_whatever_their_length(scorer: PairScorer) -> None:
    hits = [hit("It is near."), hit("The red cat is near home. " * 5), hit("The blue dog is a dog.", "It is near.")]
    alone = [scorer.scores("where is the cat ?", [each])[0] for each in hits]
    assert scorer.scores("where is the cat ?", hits) == alone
    assert len({each.passage for each in alone}) == 3


def test_no_hits_give_no_scores(scorer: PairScorer) -> None:
    assert scorer.scores("where is it ?", []) == []


def test_a_passage_longer_than_the_window_scores_as_its_best_part_with_every_sentence(
    scorer: PairScorer, tiny: Path, exported: bytes
) -> None:
    long = hit(*["The red cat is near the white bed and home. " + "the cat " * 40 + "."] * 9)
    words, session = word_vectors(tiny), opened(exported, 32)
    pairs = [pair for pair, _ in PairTokenizer(tiny).pairs("where is the cat ?", long.passage)]
    ran = [session.run(OUTPUTS, {"words": words[list(pair.ids)], "averages": averages(pair)}) for pair in pairs]
    (found,) = scorer.scores("where is the cat ?", [long])
    assert len(ran) > 1
    assert found.passage == tuple(max((passage.tolist() for passage, _ in ran), key=lambda logits: logits[0]))
    assert found.sentences == tuple(tuple(row) for _, sentences in ran for row in sentences.tolist())
    assert len(found.sentences) == 9


def test_eight_threads_at_once_get_what_one_gets(scorer: PairScorer) -> None:
    questions = [f"where is the {thing} ?" for thing in ("cat", "dog", "cup", "hat", "car", "bed")] * 4
    hits = [hit("The red cat is near home."), hit("The blue dog is a dog.", "It is near.")]
    one = [scorer.scores(question, hits) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: scorer.scores(question, hits), questions)) == one


@pytest.mark.parametrize("damage", [lambda _: b"", lambda _: b"no graph", lambda graph: graph[:-100]])
def test_bytes_that_are_no_graph_are_refused(exported: bytes, damage: object) -> None:
    with pytest.raises(UnusableModel, match=r"wanted an ONNX graph, found .*footnote train"):
        opened(damage(exported), 32)  # type: ignore[operator]


def test_a_graph_for_words_of_another_width_or_with_other_names_is_refused(exported: bytes) -> None:
    with pytest.raises(UnusableModel, match=r"of width 384 .* found one from \[\('words', \['tokens', 32\]\)"):
        opened(exported, 384)
    with pytest.raises(UnusableModel, match=r"found one from .*wards"):
        opened(exported.replace(b"words", b"wards"), 32)


def test_word_vectors_are_the_rows_of_the_model_and_missing_ones_are_refused(tiny: Path, tmp_path: Path) -> None:
    wanted = PairEncoder(tiny).body.embeddings.word_embeddings.weight.detach().numpy()
    assert np.array_equal(word_vectors(tiny), wanted)
    assert digest(word_vectors(tiny)) == digest(wanted) != digest(wanted + 1)
    with pytest.raises(UnusableModel, match=r"model\.safetensors: wanted the word vectors"):
        word_vectors(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"short")
    with pytest.raises(UnusableModel, match=r"model\.safetensors: wanted the word vectors"):
        word_vectors(tmp_path)
