"""What an index was made from: two indexes of one origin are alike, and a question needs the embedder of the index."""

import hashlib
from dataclasses import dataclass

import numpy as np

from index.embedder import Embedder, Vectors

# Three texts whose vectors are kept: an embedder that gives others is another one, whatever its fingerprint says.
GOLDEN_TEXTS = (
    "Multiple sclerosis is a disease of the nervous system.",
    "how long will i have to stay in hospital?",
    "1. Harvesting: blood is drawn, 5.5 mg, 20–30 %.",
)
# The same model on other processors or in other batches differs by 1e-6; another model by far more.
GOLDEN_TOLERANCE = 1e-4

GoldenVectors = tuple[tuple[float, ...], ...]


class WrongEmbedder(Exception):
    """The vectors of an index and of a question cannot be compared."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Digest of the stored documents, versions of chunker and wording, fingerprint and golden vectors of the embedder.

    `golden` holds a vector for each of `GOLDEN_TEXTS`.
    """

    corpus: str
    chunker: str
    wording: str
    embedder: str
    golden: GoldenVectors

    @property
    def fingerprint(self) -> str:
        """`sha256:` and 64 hexadecimal digits; golden vectors are left out, their last bits depend on the processor."""
        parts = "\n".join((self.corpus, self.chunker, self.wording, self.embedder))
        return "sha256:" + hashlib.sha256(parts.encode()).hexdigest()


def golden_vectors(embedder: Embedder) -> GoldenVectors:
    """The embedder's vectors of the golden texts."""
    return tuple(tuple(map(float, vector)) for vector in embedder.encode(GOLDEN_TEXTS))


def differences(kept: Origin, wanted: Origin) -> tuple[str, ...]:
    """The names of what differs, in order; empty when an index of the one can stand for the other."""
    named = {"corpus": (kept.corpus, wanted.corpus), "chunker": (kept.chunker, wanted.chunker)}
    named["wording"] = (kept.wording, wanted.wording)
    names = [name for name, (old, new) in named.items() if old != new]
    return (*names, *embedder_differences(kept, wanted.embedder, wanted.golden))


def embedder_differences(kept: Origin, fingerprint: str, golden: GoldenVectors) -> tuple[str, ...]:
    """The parts of the embedder that differ: those of its fingerprint, else its golden vectors."""
    old, new = (dict(part.partition("=")[::2] for part in text.split(" ")) for text in (kept.embedder, fingerprint))
    names = tuple(name for name in (old | new) if old.get(name) != new.get(name))
    return names or (() if alike(kept.golden, golden) else ("golden vectors",))


def alike(one: GoldenVectors, other: GoldenVectors) -> bool:
    """Whether every component agrees."""
    left: Vectors = np.array(one, dtype=np.float32)
    right: Vectors = np.array(other, dtype=np.float32)
    return left.shape == right.shape and bool(np.all(np.abs(left - right) <= GOLDEN_TOLERANCE))


def require_embedder(origin: Origin, embedder: Embedder) -> None:
    """Raise `WrongEmbedder`, naming each part that differs, unless the embedder is the one of the index."""
    names = embedder_differences(origin, embedder.fingerprint, golden_vectors(embedder))
    if names:
        raise WrongEmbedder(
            f"wanted the embedding model that made the index, found another: {', '.join(names)} differ; "
            f"the index has {origin.embedder}, the model {embedder.fingerprint}: "
            "build the index again with this model (footnote index), or set the model back"
        )
