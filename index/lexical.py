"""Passages by the words that they share with a question: BM25 (Robertson and Zaragoza 2009), through bm25s."""

import re
from collections.abc import Iterable

import bm25s
import numpy as np
from bm25s.stopwords import STOPWORDS_EN

from index.embedder import Vectors

# Robertson's usual middle values, those of Lucene; nothing here was tuned on questions.
K1 = 1.2
B = 0.75
STOPWORDS = frozenset(STOPWORDS_EN)


class LexicalIndex:
    """BM25 over fixed texts, with Lucene's inverse document frequency, which is never negative."""

    def __init__(self, texts: Iterable[str]) -> None:
        tokens = [words(text) for text in texts]
        self._size = len(tokens)
        self._model = bm25s.BM25(k1=K1, b=B, method="lucene") if any(tokens) else None
        if self._model is not None:
            self._model.index(tokens, show_progress=False)

    def scores(self, question: str) -> Vectors:
        """float32 (texts,), 0 where no word is shared; higher is better, without an upper limit."""
        tokens = words(question)
        if self._model is None or not tokens:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._model.get_scores(tokens), dtype=np.float32)


def words(text: str) -> list[str]:
    """The words that are looked up: without case, without the commonest English ones."""
    return [word for word in re.findall(r"\w+", text.casefold()) if word not in STOPWORDS]
