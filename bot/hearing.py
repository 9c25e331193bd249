"""What a message is for, as a small encoder hears it: the second opinion of triage, where the model is at hand.

Rules must foresee a phrase; an encoder knows that "she won't wake up properly" and "I can't rouse him" say the same. It
gives each class of `lexicon/likeness.tsv` a share. Triage works without it (`bot.triage`); with it, fewer veiled
emergencies are missed and fewer ordinary questions are stopped.
"""

import math
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from bot.clean import fold
from bot.scorer import Vectors, bundled_words, opened
from bot.weights import REINSTALL, UnusableModel, read_checked

SHIPPED = Path(__file__).parent / "model"
INPUTS = ["words"]
OUTPUTS = ["logits"]
WINDOW_TOKENS = 160
"""Longest stretch of a message heard at once, in word pieces; a longer message is heard in overlapping stretches."""
STRIDE_TOKENS = 80


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the graph: its SHA-256, that of the word vectors it reads, its classes and thresholds.

    `thresholds` say from which mean of this share and the table's on a kind is taken, in (0, 1).
    """

    sha256: str
    words: str
    classes: tuple[str, ...]
    thresholds: Mapping[str, float]


class MessageTokenizer:
    """Turns a message into the token ids of its stretches."""

    def __init__(self, folder: Path) -> None:
        whole = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._first, self._last = whole.cls_token_id, whole.sep_token_id
        self._backend = Tokenizer.from_str(whole.backend_tokenizer.to_str())
        self._backend.no_truncation()
        self._backend.no_padding()

    def stretches(self, message: str) -> Iterator[list[int]]:
        """Token ids of each stretch of the folded text, between the model's first and last token; at least one."""
        ids = self._backend.encode(fold(message), add_special_tokens=False).ids
        last = max(0, len(ids) - WINDOW_TOKENS)
        for start in [*range(0, last, STRIDE_TOKENS), last]:
            yield [self._first, *ids[start : start + WINDOW_TOKENS], self._last]


class Hearing:
    """Gives each class of message a share. Safe to call from several threads; keeps nothing of a message."""

    def __init__(self, graph: bytes, words: Vectors, tokenizer: MessageTokenizer, about: About) -> None:
        """Raises `UnusableModel` where the graph is none, or not one for these word vectors."""
        self._session = opened(graph, words.shape[1], INPUTS, OUTPUTS)
        self._words = words
        self._tokenizer = tokenizer
        self._classes = about.classes
        self.thresholds = about.thresholds
        # The tokenizer is not safe for two threads at once.
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path = SHIPPED, bundled: Path | None = None) -> "Hearing":
        """The model stored in `folder`, over the bundled word vectors.

        Raises:
            UnusableModel: a file is missing, truncated, of another shape, or not the one that its hash names.
        """
        from index.embedder import bundled_folder

        base = bundled or bundled_folder()
        about = _read_about(folder / "hearing.json")
        path = folder / "hearing.onnx"
        graph, words = read_checked(path, about.sha256), bundled_words(base, about.words, path)
        try:
            return cls(graph, words, MessageTokenizer(base), about)
        except UnusableModel as error:
            raise UnusableModel(f"{path}: {error}") from error

    def shares(self, message: str) -> tuple[dict[str, float], ...]:
        """For each stretch of a message, the share of each class, in [0, 1], together 1."""
        with self._lock:
            stretches = list(self._tokenizer.stretches(message))
        return tuple(self._shares(ids) for ids in stretches)

    def _shares(self, ids: Sequence[int]) -> dict[str, float]:
        (logits,) = self._session.run(OUTPUTS, {"words": self._words[list(ids)]})
        return dict(zip(self._classes, softmax(logits.tolist()), strict=True))


def softmax(logits: Sequence[float]) -> list[float]:
    """Shares that add up to 1, in the order of the logits."""
    best = max(logits)
    powers = [math.exp(logit - best) for logit in logits]
    return [power / math.fsum(powers) for power in powers]


def _read_about(path: Path) -> About:
    try:
        return TypeAdapter(About).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnusableModel(f"{path}: wanted the hearing model's description, found {error}; {REINSTALL}") from error
