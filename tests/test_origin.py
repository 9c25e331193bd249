"""What an index was made from decides whether it may be searched and whether it must be built again."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import pytest

from index.embedder import Vectors
from index.origin import (
    GOLDEN_TEXTS,
    Origin,
    WrongEmbedder,
    differences,
    embedder_differences,
    golden_vectors,
    require_embedder,
)
from tests.word_embedder import WordEmbedder

EMBEDDER = "weights=a tokenizer=b pooling=mean normalised=yes dimension=2 tokens=256"
GOLDEN = ((1.0, 0.0), (0.6, 0.8), (0.0, 1.0))
ORIGIN = Origin("c0", "1", "1", EMBEDDER, GOLDEN)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({}, ()),
        ({"corpus": "c1"}, ("corpus",)),
        ({"chunker": "2"}, ("chunker",)),
        ({"wording": "2"}, ("wording",)),
        ({"embedder": EMBEDDER.replace("weights=a", "weights=z")}, ("weights",)),
        ({"embedder": EMBEDDER.replace("tokenizer=b", "tokenizer=z")}, ("tokenizer",)),
        ({"embedder": EMBEDDER.replace("mean", "cls")}, ("pooling",)),
        ({"embedder": EMBEDDER.replace("normalised=yes", "normalised=no")}, ("normalised",)),
        ({"embedder": EMBEDDER.replace("dimension=2", "dimension=3")}, ("dimension",)),
        ({"embedder": EMBEDDER.replace("tokens=256", "tokens=512")}, ("tokens",)),
        ({"embedder": EMBEDDER + " prompt=query"}, ("prompt",)),
        ({"golden": ((1.0, 0.0), (0.8, 0.6), (0.0, 1.0))}, ("golden vectors",)),
        ({"golden": GOLDEN[:2]}, ("golden vectors",)),
        ({"golden": ((1.0, 1e-6), *GOLDEN[1:])}, ()),
        ({"corpus": "c1", "embedder": EMBEDDER.replace("mean", "cls")}, ("corpus", "pooling")),
    ],
)
def test_each_kind_of_difference_is_named(change: dict[str, str], names: tuple[str, ...]) -> None:
    assert differences(ORIGIN, dataclasses.replace(ORIGIN, **change)) == names


@pytest.mark.parametrize("part", ["weights=a", "tokenizer=b", "pooling=mean", "dimension=2", "tokens=256"])
def test_a_part_that_is_missing_is_a_difference(part: str) -> None:
    shorter = " ".join(other for other in EMBEDDER.split(" ") if other != part)
    assert embedder_differences(ORIGIN, shorter, GOLDEN) == (part.partition("=")[0],)


def test_the_fingerprint_is_the_same_on_processors_that_round_otherwise() -> None:
    rounded = dataclasses.replace(ORIGIN, golden=((1.0, 1e-7), *GOLDEN[1:]))
    assert rounded.fingerprint == ORIGIN.fingerprint
    assert ORIGIN.fingerprint.startswith("sha256:")
    assert len(ORIGIN.fingerprint) == len("sha256:") + 64


@pytest.mark.parametrize("part", ["corpus", "chunker", "wording", "embedder"])
def test_the_fingerprint_changes_with_every_part(part: str) -> None:
    assert dataclasses.replace(ORIGIN, **{part: "other"}).fingerprint != ORIGIN.fingerprint


def test_golden_vectors_are_those_of_the_golden_texts() -> None:
    embedder = WordEmbedder()
    np.testing.assert_array_equal(np.array(golden_vectors(embedder), dtype=np.float32), embedder.encode(GOLDEN_TEXTS))


def test_the_embedder_that_made_an_index_is_accepted() -> None:
    embedder = WordEmbedder()
    require_embedder(Origin("c0", "1", "1", embedder.fingerprint, golden_vectors(embedder)), WordEmbedder())


class DriftedEmbedder(WordEmbedder):
    """Says that it is the word embedder, and reads every text backwards."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return super().encode([text[::-1] for text in texts])


def test_an_embedder_that_only_says_it_is_the_same_is_refused_by_its_golden_vectors() -> None:
    embedder = WordEmbedder(8)
    with pytest.raises(WrongEmbedder) as refusal:
        require_embedder(Origin("c0", "1", "1", embedder.fingerprint, golden_vectors(embedder)), DriftedEmbedder(8))
    words = "weights=words tokenizer=crc32 pooling=count normalised=yes dimension=8"
    assert str(refusal.value) == (
        "wanted the embedding model that made the index, found another: golden vectors differ; "
        f"the index has {words}, the model {words}: "
        "build the index again with this model (footnote index), or set the model back"
    )
