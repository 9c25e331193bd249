"""An embedder whose vectors can be worked out by hand: one axis for each word, and the count of the word on it."""

import re
import zlib
from collections.abc import Sequence

import numpy as np

from index.embedder import Vectors


class WordEmbedder:
    """Counts words without case, so the cosine of "cells reset" and "cells rest" is 1/2.

    A word's axis is its CRC-32 modulo the dimension; axis 0 stands for a text without words.
    """

    def __init__(self, dimension: int = 4096, name: str = "words") -> None:
        self.dimension = dimension
        self.fingerprint = f"weights={name} tokenizer=crc32 pooling=count normalised=yes dimension={dimension}"
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.encode`; keeps what it was asked in `encoded`."""
        self.encoded.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            axes = [1 + zlib.crc32(word.encode()) % (self.dimension - 1) for word in words(text)] or [0]
            np.add.at(row, axes, 1)
            row /= np.linalg.norm(row)
        return vectors


def words(text: str) -> list[str]:
    """The words that count, in lower case."""
    return re.findall(r"\w+", text.lower())
