"""One state of the index: documents, their passages and vectors, and the plain files that hold them."""

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from pydantic import TypeAdapter, ValidationError

from corpus.document import Document, Passage
from index.embedder import UnusableVectors, Vectors, checked
from index.origin import Origin

Record = TypeVar("Record")
FORMAT = "1"
MANIFEST = "manifest.json"
FILES = ("documents.jsonl", "passages.jsonl", "passages.npy", "sentences.npy")


class DamagedGeneration(Exception):
    """Files that are missing, changed or of another format: never served."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What is searched, complete and checked.

    `passage_vectors` float32 (passages, d); `sentence_vectors` float32 (sentences of all passages in order, d); rows of
    unit length.
    """

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    passage_vectors: Vectors
    sentence_vectors: Vectors
    origin: Origin

    @property
    def fingerprint(self) -> str:
        """`sha256:…` of the documents, chunker, wording and embedder that it was made from."""
        return self.origin.fingerprint


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the files must be: the SHA-256 of each, and where they come from."""

    format: str
    origin: Origin
    files: dict[str, str]


DOCUMENT = TypeAdapter(Document)
PASSAGE = TypeAdapter(Passage)
MANIFEST_RECORD = TypeAdapter(Manifest)


def corpus_digest(documents: Sequence[Document]) -> str:
    """SHA-256 of the documents as they are stored: text, sections, references and everything else of each."""
    return digest(to_lines(DOCUMENT, documents))


def digest(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def to_files(generation: Generation) -> dict[str, bytes]:
    """The content of each file, the manifest last."""
    contents = (
        to_lines(DOCUMENT, generation.documents),
        to_lines(PASSAGE, generation.passages),
        to_npy(generation.passage_vectors),
        to_npy(generation.sentence_vectors),
    )
    files = dict(zip(FILES, contents, strict=True))
    manifest = Manifest(FORMAT, generation.origin, {name: digest(data) for name, data in files.items()})
    return files | {MANIFEST: MANIFEST_RECORD.dump_json(manifest, indent=1)}


def from_files(files: Mapping[str, bytes], manifest_digest: str) -> Generation:
    """The generation, after every hash was compared. Raises `DamagedGeneration`."""
    if (found := digest(files[MANIFEST])) != manifest_digest:
        raise DamagedGeneration(f"{MANIFEST}: wanted SHA-256 {manifest_digest}, found {found}")
    try:
        manifest = MANIFEST_RECORD.validate_json(files[MANIFEST])
        verify_hashes(manifest, files)
        generation = Generation(
            from_lines(DOCUMENT, files["documents.jsonl"]),
            from_lines(PASSAGE, files["passages.jsonl"]),
            from_npy(files["passages.npy"]),
            from_npy(files["sentences.npy"]),
            manifest.origin,
        )
        return coherent(generation)
    except (ValidationError, ValueError, UnusableVectors) as error:
        raise DamagedGeneration(f"wanted files of format {FORMAT}, found others: {error}") from error


def verify_hashes(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Raise `DamagedGeneration` unless the manifest has this format and every file the hash that it gives."""
    if manifest.format != FORMAT or tuple(manifest.files) != FILES:
        raise DamagedGeneration(f"{MANIFEST}: wanted format {FORMAT}, found format {manifest.format}")
    for name, wanted in manifest.files.items():
        if (found := digest(files[name])) != wanted:
            raise DamagedGeneration(f"{name}: wanted SHA-256 {wanted}, found {found}")


def coherent(generation: Generation) -> Generation:
    """The same, when there is a unit vector for each passage and sentence. Raises `UnusableVectors`."""
    dimension = generation.passage_vectors.shape[-1]
    checked(generation.passage_vectors, len(generation.passages), dimension)
    checked(generation.sentence_vectors, sum(len(passage.sentences) for passage in generation.passages), dimension)
    return generation


def to_lines(adapter: TypeAdapter[Record], records: Sequence[Record]) -> bytes:
    """JSON Lines, one record each."""
    return b"".join(adapter.dump_json(record) + b"\n" for record in records)


def from_lines(adapter: TypeAdapter[Record], data: bytes) -> tuple[Record, ...]:
    """The records of JSON Lines. Raises `ValidationError`."""
    return tuple(adapter.validate_json(line) for line in data.split(b"\n") if line)


def to_npy(vectors: Vectors) -> bytes:
    """NumPy's own file format, without pickle."""
    file = io.BytesIO()
    np.save(file, vectors, allow_pickle=False)
    return file.getvalue()


def from_npy(data: bytes) -> Vectors:
    """The array of a NumPy file; a pickle is refused with `ValueError`."""
    found: Vectors = np.load(io.BytesIO(data), allow_pickle=False)
    return found
