"""Question and passages → raw scores: the evidence model at work in ONNX Runtime."""

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from bot.pairs import Pair, PairTokenizer
from bot.weights import REINSTALL, UnusableModel
from index.search import Hit

INPUTS = ["words", "averages"]
OUTPUTS = ["passage", "sentences"]
WORDS = "embeddings.word_embeddings.weight"

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores of one passage: logits (answers, touches), and the same for each sentence."""

    passage: tuple[float, float]
    sentences: tuple[tuple[float, float], ...]


def word_vectors(folder: Path) -> Vectors:
    """The word vectors of the model in `folder`, float32 (words, width); row = token id.

    Raises:
        UnusableModel: the folder holds no such model.
    """
    path = folder / "model.safetensors"
    try:
        with safe_open(path, framework="numpy") as stored:
            vectors: Vectors = stored.get_tensor(WORDS)
    except (OSError, SafetensorError) as error:
        raise UnusableModel(f"{path}: wanted the word vectors {WORDS}, found {error}; {REINSTALL}") from error
    return vectors


def bundled_words(base: Path, wanted: str, model: Path) -> Vectors:
    """The word vectors of the bundled model in `base`, once their SHA-256 is the one that a model was made with.

    Raises:
        UnusableModel: they are not there, or others; names the `model` that wants them.
    """
    words = word_vectors(base)
    if digest(words) != wanted:
        raise UnusableModel(
            f"{model}: wanted word vectors with SHA-256 {wanted}, found {digest(words)} in {base}; {REINSTALL}"
        )
    return words


def digest(vectors: Vectors) -> str:
    """SHA-256 of the vectors' bytes, in hexadecimal."""
    return hashlib.sha256(np.ascontiguousarray(vectors).data).hexdigest()


class PairScorer:
    """Scores one pair at a time on each core. Safe to call from several threads; keeps nothing of a question."""

    def __init__(self, graph: bytes, words: Vectors, tokenizer: PairTokenizer) -> None:
        """Raises `UnusableModel` where the graph is none, or not one for these word vectors."""
        self._session = opened(graph, words.shape[1], INPUTS, OUTPUTS)
        self._words = words
        self._tokenizer = tokenizer
        # The tokenizer is not safe for two threads at once.
        self._lock = threading.Lock()
        self._cores = ThreadPoolExecutor(cores(), thread_name_prefix="scorer")

    def scores(self, question: str, hits: Sequence[Hit]) -> list[Scores]:
        """Raw scores, one for each hit; of a passage split over several pairs the best pair's."""
        with self._lock:
            split = [[pair for pair, _ in self._tokenizer.pairs(question, hit.passage)] for hit in hits]
        found = iter(self._all([pair for pairs in split for pair in pairs]))
        return [_joined([next(found) for _ in pairs]) for pairs in split]

    def _all(self, pairs: Sequence[Pair]) -> list[Scores]:
        """Longest first, so that no core is left with a long one at the end."""
        order = sorted(range(len(pairs)), key=lambda place: -len(pairs[place].ids))
        found = dict(zip(order, self._cores.map(self._one, [pairs[place] for place in order]), strict=True))
        return [found[place] for place in range(len(pairs))]

    def _one(self, pair: Pair) -> Scores:
        given = {"words": self._words[list(pair.ids)], "averages": averages(pair)}
        passage, sentences = self._session.run(OUTPUTS, given)
        answers, touches = passage.tolist()
        return Scores((answers, touches), tuple((row[0], row[1]) for row in sentences.tolist()))


def averages(pair: Pair) -> Vectors:
    """Rows that average token states, float32 (2 + sentences, tokens): over question, passage and each sentence."""
    spans = ((1, 1 + pair.question), (pair.spans[0][0], pair.spans[-1][1]), *pair.spans)
    rows = np.zeros((len(spans), len(pair.ids)), dtype=np.float32)
    for row, (start, end) in zip(rows, spans, strict=True):
        row[start:end] = 1 / (end - start)
    return rows


def opened(
    graph: bytes, width: int, inputs: Sequence[str] = INPUTS, outputs: Sequence[str] = OUTPUTS
) -> onnxruntime.InferenceSession:
    """A session for the graph, one thread a run; nothing in it spins or remembers the shapes that it has seen.

    Raises:
        UnusableModel: the bytes are no graph, or one with other inputs or outputs, or for words of another width.
    """
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_mem_pattern = False
    try:
        session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the errors of ONNX Runtime have no narrower base
        raise UnusableModel(f"wanted an ONNX graph, found {error}; {REINSTALL}") from error
    found = ([each.name for each in session.get_inputs()], [each.name for each in session.get_outputs()])
    if found != (list(inputs), list(outputs)) or session.get_inputs()[0].shape[-1] != width:
        raise UnusableModel(
            f"wanted a graph from {inputs} of width {width} to {outputs}, found one from "
            f"{[(each.name, each.shape) for each in session.get_inputs()]} to {found[1]}; {REINSTALL}"
        )
    return session


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _joined(parts: Sequence[Scores]) -> Scores:
    best = max(parts, key=lambda part: part.passage[0])
    return Scores(best.passage, tuple(sentence for part in parts for sentence in part.sentences))
