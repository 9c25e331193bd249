"""Documents to the generation that is served: read what is there, embed what is new, publish."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from corpus.chunker import CHUNKER_VERSION, chunk
from corpus.document import Document, Passage
from index.embedder import BATCH, Embedder, Vectors, checked
from index.generation import Generation, corpus_digest
from index.origin import Origin, differences, embedder_differences, golden_vectors
from index.store import LOCK_SECONDS, Loaded, NoGeneration, Store
from index.wording import WORDING_VERSION, passage_wording, sentence_wordings

Progress = Callable[[int, int], None]
KnownVectors = dict[str, Vectors]


class Unsearchable(Exception):
    """Documents that no index can be made of."""


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def ensure(
    documents: Sequence[Document],
    embedder: Embedder,
    home: Path,
    progress: Progress = silent,
    lock_seconds: float = LOCK_SECONDS,
) -> Generation:
    """The index of exactly these documents, chunker, wording and embedder; built only when the one in `home` is not it.

    Vectors of texts that an earlier generation of the same embedder holds are taken from it. `progress(done, total)`
    counts texts. Raises `Unsearchable`, `UnusableVectors`, `BuilderBusy`, `NotPublished`.
    """
    wanted = Origin(
        corpus_digest(documents), CHUNKER_VERSION, WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder)
    )
    store = Store(home)
    if (kept := served(store)) and fits(kept, wanted):
        return kept.generation
    with store.locked(lock_seconds):
        kept = served(store)
        if kept and fits(kept, wanted):
            return kept.generation
        known = vectors_of(kept.generation, wanted) if kept else {}
        built = build(tuple(documents), wanted, embedder, known, progress)
        return store.publish(built, keep=kept.name if kept else None).generation


def in_memory(documents: Sequence[Document], embedder: Embedder, progress: Progress = silent) -> Generation:
    """The index of these documents, kept nowhere. Raises `Unsearchable` or `UnusableVectors`."""
    origin = Origin(
        corpus_digest(documents), CHUNKER_VERSION, WORDING_VERSION, embedder.fingerprint, golden_vectors(embedder)
    )
    return build(tuple(documents), origin, embedder, {}, progress)


def served(store: Store) -> Loaded | None:
    """What the store would serve, if anything."""
    try:
        return store.load()
    except NoGeneration:
        return None


def fits(kept: Loaded, wanted: Origin) -> bool:
    """Whether nothing needs building: the same origin, and no damaged generation stands in front of it."""
    return not kept.passed_over and not differences(kept.generation.origin, wanted)


def build(
    documents: tuple[Document, ...], origin: Origin, embedder: Embedder, known: KnownVectors, progress: Progress
) -> Generation:
    """Chunk and embed; a text in `known` keeps its vector. Raises `Unsearchable`."""
    passages = chunked(documents)
    own = [passage_wording(passage) for passage in passages]
    sentences = [text for passage in passages for text in sentence_wordings(passage)]
    vectors = known | embed([text for text in own + sentences if text not in known], embedder, progress)
    return Generation(
        documents,
        passages,
        np.stack([vectors[text] for text in own]),
        np.stack([vectors[text] for text in sentences]),
        origin,
    )


def chunked(documents: Iterable[Document]) -> tuple[Passage, ...]:
    """The passages of all documents, every id once. Raises `Unsearchable`."""
    passages: dict[str, Passage] = {}
    for document in documents:
        found = chunk(document)
        if not found:
            raise Unsearchable(
                f"{document.id}: wanted at least one passage to search, found none: "
                "add text outside headings, tables' first rows and references, or take the document out of the folder"
            )
        if twice := passages.keys() & {passage.id for passage in found}:
            raise Unsearchable(
                f"{document.id}: wanted passages of its own, found {min(twice)} twice: rename one document"
            )
        passages |= {passage.id: passage for passage in found}
    if not passages:
        raise Unsearchable("wanted at least one document, found none: put .txt or .md files into the corpus folder")
    return tuple(passages.values())


def embed(texts: Iterable[str], embedder: Embedder, progress: Progress) -> KnownVectors:
    """A vector for each text. Texts of like length go together, which saves padding."""
    ordered = sorted(set(texts), key=lambda text: (len(text), text))
    vectors: KnownVectors = {}
    for start in range(0, len(ordered), BATCH):
        batch = ordered[start : start + BATCH]
        vectors |= dict(zip(batch, checked(embedder.encode(batch), len(batch), embedder.dimension), strict=True))
        progress(len(vectors), len(ordered))
    return vectors


def vectors_of(kept: Generation, wanted: Origin) -> KnownVectors:
    """The vectors of a generation by their texts; none when they are another embedder's or under other wording."""
    if kept.origin.wording != wanted.wording or embedder_differences(kept.origin, wanted.embedder, wanted.golden):
        return {}
    own = zip(map(passage_wording, kept.passages), kept.passage_vectors, strict=True)
    sentences = (text for passage in kept.passages for text in sentence_wordings(passage))
    return dict(own) | dict(zip(sentences, kept.sentence_vectors, strict=True))
