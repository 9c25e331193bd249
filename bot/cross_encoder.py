"""Any sentence-transformers cross-encoder as the judge, in place of the evidence model that ships."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.caution import Caution
from bot.evidence import Judgement, Thresholds
from bot.weights import UnusableModel
from index.search import Hit

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

THRESHOLDS = {
    Caution.GENEROUS: Thresholds(0.3, 0.1),
    Caution.BALANCED: Thresholds(0.5, 0.2),
    Caution.CAREFUL: Thresholds(0.7, 0.4),
}
"""Not calibrated: a stranger's scores mean what its makers meant. Measure with `footnote evaluate` before using one."""


class CrossEncoderJudge:
    """Scores each sentence under its heading; a passage's probability is its best sentence's."""

    def __init__(self, model: "CrossEncoder", fingerprint: str) -> None:
        self._model = model
        self.fingerprint = fingerprint

    @classmethod
    def load(cls, model: str | Path) -> "CrossEncoderJudge":
        """A saved model by folder, or one by hub name from this machine's cache; the network is never used.

        Raises:
            UnusableModel: none loads from there, or it gives more than one score for a pair.
        """
        import torch
        from sentence_transformers import CrossEncoder

        try:
            loaded = CrossEncoder(str(model), device="cpu", local_files_only=True, activation_fn=torch.nn.Sigmoid())
        except (OSError, ValueError) as error:
            raise UnusableModel(
                f"wanted a cross-encoder at {model}, found none that loads ({type(error).__name__}); "
                "give the folder of a saved model, or put it into the cache first"
            ) from error
        if loaded.num_labels != 1:
            raise UnusableModel(
                f"{model}: wanted a cross-encoder with 1 score, found {loaded.num_labels}; take another"
            )
        return cls(loaded, str(model))

    def thresholds(self, caution: Caution) -> Thresholds:
        """See `THRESHOLDS`."""
        return THRESHOLDS[caution]

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[Judgement, ...]:
        """See `Judge.judge`."""
        texts = [
            ". ".join((*hit.passage.heading, hit.passage.sentence_text(sentence)))
            for hit in hits
            for sentence in hit.passage.sentences
        ]
        if not texts:
            return ()
        pairs = [(question, text) for text in texts]
        shares = iter(np.asarray(self._model.predict(pairs, show_progress_bar=False)).tolist())
        judged = []
        for hit in hits:
            sentences = tuple(next(shares) for _ in hit.passage.sentences)
            judged.append(Judgement(hit, max(sentences), sentences))
        return tuple(sorted(judged, key=lambda judgement: -judgement.probability))
