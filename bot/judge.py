"""The judge that ships: the evidence model with its calibration, read from `bot/model/`."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.caution import Caution
from bot.evidence import Judgement, Relatedness, Thresholds
from bot.pairs import PairTokenizer
from bot.scorer import PairScorer, Scores, bundled_words
from bot.weights import REINSTALL, UnusableModel, read_checked
from index.search import Hit

SHIPPED = Path(__file__).parent / "model"


SentenceWeights = tuple[float, float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic regressions from raw scores to probabilities, fitted on validation questions.

    `passage` weighs a passage's logit for answers, and 1. `sentence` weighs what `sentence_features` gives. A passage's
    cosine is left out of its own: it would reward, or punish, sharing words. `related` are the weights of
    `Relatedness`, and `thresholds` hold `answered`, `partial` and its `least` for each trade-off.
    """

    passage: tuple[float, float]
    sentence: SentenceWeights
    related: tuple[float, float]
    thresholds: Mapping[Caution, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class About:
    """What stands beside the graph: its SHA-256 and that of the word vectors it reads, and the calibration."""

    sha256: str
    words: str
    calibration: Calibration


class PairJudge:
    """Reads question and passage together. Safe to call from several threads; keeps nothing of a question."""

    def __init__(self, scorer: PairScorer, calibration: Calibration, fingerprint: str) -> None:
        self._scorer = scorer
        self.calibration = calibration
        self.fingerprint = fingerprint

    @classmethod
    def load(cls, folder: Path = SHIPPED, bundled: Path | None = None) -> "PairJudge":
        """The judge stored in `folder`, over the bundled word vectors.

        Raises:
            UnusableModel: a file is missing, truncated, of another shape, or not the one that its hash names.
        """
        from index.embedder import bundled_folder

        base = bundled or bundled_folder()
        about = _read_about(folder / "evidence.json")
        path = folder / "evidence.onnx"
        graph, words = read_checked(path, about.sha256), bundled_words(base, about.words, path)
        try:
            scorer = PairScorer(graph, words, PairTokenizer(base))
        except UnusableModel as error:
            raise UnusableModel(f"{path}: {error}") from error
        return cls(scorer, about.calibration, f"sha256:{about.sha256}")

    def thresholds(self, caution: Caution) -> Thresholds:
        """The calibrated thresholds of a trade-off."""
        answered, partial, least = self.calibration.thresholds[caution]
        return Thresholds(answered, partial, Relatedness(*self.calibration.related, least))

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[Judgement, ...]:
        """See `Judge.judge`."""
        scores = self._scorer.scores(question, hits)
        judged = [judgement(hit, score, self.calibration) for hit, score in zip(hits, scores, strict=True)]
        return tuple(sorted(judged, key=lambda each: -each.probability))


def judgement(hit: Hit, scores: Scores, calibration: Calibration) -> Judgement:
    """The calibrated probabilities of a hit with these raw scores."""
    sentences = tuple(logistic(calibration.sentence, features) for features in sentence_features(hit, scores))
    return Judgement(hit, logistic(calibration.passage, (scores.passage[0], 1.0)), sentences)


def sentence_features(hit: Hit, scores: Scores) -> list[tuple[float, ...]]:
    """For each sentence its logits (answers, touches) and cosine score, then those of its passage, and 1.

    The passage's part put the right sentence first for 0.692 and 0.573 of validation questions (clinic, treatment
    articles), without it 0.681 and 0.555; cross-validated by document.
    """
    around = (*scores.passage, hit.score, 1.0)
    return [(*own, cosine, *around) for own, cosine in zip(scores.sentences, hit.sentence_scores, strict=True)]


def logistic(weights: Sequence[float], values: Sequence[float]) -> float:
    """1 / (1 + e^-z) for the weighted sum z, in (0, 1); z is kept within ±30, past which float64 shows only 0 or 1."""
    weighted = math.fsum(weight * value for weight, value in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weighted))))


def _read_about(path: Path) -> About:
    try:
        return TypeAdapter(About).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise UnusableModel(f"{path}: wanted the evidence model's description, found {error}; {REINSTALL}") from error
