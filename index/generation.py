"""One state of the index: documents, their passages, and a vector for each passage and each sentence."""

from dataclasses import dataclass

from corpus.document import Document, Passage
from index.embedder import Vectors


@dataclass(frozen=True, slots=True)
class Generation:
    """What is searched, complete and checked.

    `passage_vectors` float32 (passages, d); `sentence_vectors` float32 (sentences of all passages in order, d); rows of
    unit length. `fingerprint` names the embedder that made them.
    """

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    passage_vectors: Vectors
    sentence_vectors: Vectors
    fingerprint: str
