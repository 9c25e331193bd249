"""The judge that ships: the evidence model with its calibration, read from `bot/model/`."""

import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter, ValidationError

from bot.caution import Caution
from bot.evidence import Judgement, Thresholds
from bot.pair_encoder import Pair, PairEncoder, PairTokenizer, quickened
from bot.weights import REINSTALL, UnusableModel, read_checked, unpack
from index.search import Hit

SHIPPED = Path(__file__).parent / "model"
BATCH_TOKENS = 2048
"""Tokens judged in one pass, padding counted; it bounds the memory that one question takes."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regressions from raw scores to probabilities, fitted on validation questions.

    `passage` weighs a passage's logit for answers, and 1. `sentence` weighs a sentence's logit for answers and for
    touches, its cosine score, and 1. A passage's cosine is left out: it would reward, or punish, sharing words.
    """

    passage: tuple[float, ...]
    sentence: tuple[float, ...]
    thresholds: Mapping[Caution, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the weights: their SHA-256 in hexadecimal, and the calibration that belongs to them."""

    sha256: str
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Scores:
    """Raw scores of one passage: logits (answers, touches), and the same for each sentence."""

    passage: tuple[float, float]
    sentences: tuple[tuple[float, float], ...]


class PairJudge:
    """Reads question and passage together. Safe to call from several threads; keeps nothing of a question."""

    def __init__(
        self, model: PairEncoder, tokenizer: PairTokenizer, calibration: Calibration, fingerprint: str
    ) -> None:
        self._model = model.eval()
        self._tokenizer = tokenizer
        self.calibration = calibration
        self.fingerprint = fingerprint
        # The tokenizer is not safe for two threads at once, and torch spreads one pass over the cores anyway.
        self._lock = threading.Lock()

    @classmethod
    def load(cls, folder: Path = SHIPPED, bundled: Path | None = None) -> "PairJudge":
        """The judge stored in `folder`, over the bundled weights.

        Raises:
            UnusableModel: a file is missing, truncated, of another shape, or not the one that its hash names.
        """
        from index.embedder import bundled_folder

        base = bundled or bundled_folder()
        about = _read_about(folder / "evidence.json")
        model = PairEncoder(base)
        packed = read_checked(folder / "evidence.safetensors", about.sha256)
        try:
            model.load_state_dict(unpack(packed, model.state_dict()))
        except RuntimeError as error:
            raise UnusableModel(f"{folder}: wanted an evidence model of this version, found {error}") from error
        return cls(quickened(model), PairTokenizer(base), about.calibration, f"sha256:{about.sha256}")

    def thresholds(self, caution: Caution) -> Thresholds:
        """The calibrated thresholds of a trade-off."""
        return Thresholds(*self.calibration.thresholds[caution])

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[Judgement, ...]:
        """See `Judge.judge`."""
        scores = self.scores(question, hits)
        judged = [judgement(hit, score, self.calibration) for hit, score in zip(hits, scores, strict=True)]
        return tuple(sorted(judged, key=lambda each: -each.probability))

    def scores(self, question: str, hits: Sequence[Hit]) -> list[Scores]:
        """Raw scores, one for each hit; of a passage split over several pairs the best pair's."""
        with self._lock:
            split = [[pair for pair, _ in self._tokenizer.pairs(question, hit.passage)] for hit in hits]
            flat = self._run([pair for pairs in split for pair in pairs])
        found, at = [], 0
        for pairs in split:
            parts = flat[at : at + len(pairs)]
            at += len(pairs)
            best = max(parts, key=lambda part: part.passage[0])
            found.append(Scores(best.passage, tuple(sentence for part in parts for sentence in part.sentences)))
        return found

    def _run(self, pairs: Sequence[Pair]) -> list[Scores]:
        order = sorted(range(len(pairs)), key=lambda place: len(pairs[place].ids))
        found: dict[int, Scores] = {}
        for places in batched(order, [len(pair.ids) for pair in pairs]):
            with torch.inference_mode():
                passage, sentence = self._model([pairs[place] for place in places])
            rows, at = sentence.tolist(), 0
            for place, own in zip(places, passage.tolist(), strict=True):
                size = len(pairs[place].spans)
                found[place] = Scores((own[0], own[1]), tuple((each[0], each[1]) for each in rows[at : at + size]))
                at += size
        return [found[place] for place in range(len(pairs))]


def batched(order: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """Places in batches of at most BATCH_TOKENS with their padding; `order` is by size, smallest first."""
    groups: list[list[int]] = [[]]
    for place in order:
        if groups[-1] and (len(groups[-1]) + 1) * sizes[place] > BATCH_TOKENS:
            groups.append([])
        groups[-1].append(place)
    return [group for group in groups if group]


def judgement(hit: Hit, scores: Scores, calibration: Calibration) -> Judgement:
    """The calibrated probabilities of a hit with these raw scores."""
    sentences = tuple(
        logistic(calibration.sentence, (*sentence, cosine, 1.0))
        for sentence, cosine in zip(scores.sentences, hit.sentence_scores, strict=True)
    )
    return Judgement(hit, logistic(calibration.passage, (scores.passage[0], 1.0)), sentences)


def logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    """1 / (1 + e^-z) for the weighted sum z, in (0, 1); z is kept within ±30, past which float64 shows only 0 or 1."""
    weighted = math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weighted))))


def _read_about(path: Path) -> About:
    try:
        return TypeAdapter(About).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnusableModel(f"{path}: wanted the evidence model's description, found {error}; {REINSTALL}") from error
