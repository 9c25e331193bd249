"""Hits made by hand for the evidence model."""

import hashlib

from corpus.document import Passage, Sentence
from index.search import Hit


def hit(*sentences: str, cosine: float = 0.5) -> Hit:
    """A hit on a passage of these sentences, each with the same cosine."""
    text = " ".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence)))
        start += len(sentence) + 1
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    passage = Passage(f"d:{name}", "d", "Things", ("Home",), 0, len(text), text, tuple(spans))
    return Hit(passage, cosine, (cosine,) * len(sentences))
