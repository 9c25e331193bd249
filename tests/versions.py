"""Documents whose sentences say their version, so that a mixture of two gives itself away."""

import re
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.document import Document
from index.build import ensure
from index.generation import Generation
from index.wording import passage_wording, sentence_wordings
from tests.passages import make_document
from tests.word_embedder import WordEmbedder

COUNT = 4


def documents_of(version: int) -> tuple[Document, ...]:
    """Four documents; two of them are the same in every version, so that vectors are taken over."""
    return tuple(
        make_document(f"d{number}", *(f"Part {part}: {sentences(version, number)}" for part in range(3)))
        for number in range(COUNT)
    )


def sentences(version: int, number: int) -> str:
    said = f"version {version}" if number < COUNT - 2 else "no version"
    return " ".join(f"Sentence {place} of {number} says {said}." for place in range(4))


def version_of(generation: Generation) -> int:
    """The version of a generation. Raises `AssertionError` when it is a mixture or its vectors are not its texts'."""
    versions = {number for passage in generation.passages for number in re.findall(r"version (\d+)", passage.text)}
    assert len(versions) == 1, f"a mixture of versions {versions}"
    version = int(versions.pop())
    assert generation.documents == documents_of(version)
    embedder = WordEmbedder(64)
    own = embedder.encode([passage_wording(passage) for passage in generation.passages])
    sentences = embedder.encode([text for passage in generation.passages for text in sentence_wordings(passage)])
    assert generation.passage_vectors.tobytes() == own.tobytes()
    assert generation.sentence_vectors.tobytes() == sentences.tobytes()
    return version


def build_version(home: str, version: int) -> None:
    """Build one version; what a test process runs."""
    ensure(documents_of(version), WordEmbedder(64), Path(home))


def build_for_ever(home: str, first: int, pipe: Connection) -> None:
    """Build version after version, and say so in the pipe after each was published."""
    version = first
    while True:
        build_version(home, version)
        pipe.send(version)
        version += 1
