"""Small documents, passages and generations, made by hand."""

import hashlib

from corpus.document import Document, Passage, Section, Sentence
from index.embedder import Embedder
from index.generation import Generation, corpus_digest
from index.origin import Origin, golden_vectors
from index.wording import passage_wording, sentence_wordings


def make_document(name: str, *paragraphs: str) -> Document:
    """A document of one section for each paragraph "Heading: sentence. sentence."."""
    text = "\n\n".join(paragraphs)
    sections = []
    for paragraph in paragraphs:
        start = text.index(paragraph)
        heading, _, body = paragraph.partition(": ")
        first = start + len(heading) + 2
        sections.append(Section((heading,), start, start + len(paragraph), (split(body, first),)))
    return Document(name, f"About {name}", text, tuple(sections), ())


def split(body: str, start: int) -> tuple[Sentence, ...]:
    """Sentences of a body whose sentences all end with a full stop and a blank."""
    found = []
    for sentence in body.split(". "):
        text = sentence if sentence.endswith(".") else sentence + "."
        found.append(Sentence(start, start + len(text)))
        start += len(text) + 1
    return tuple(found)


def passages_of(document: Document) -> tuple[Passage, ...]:
    """One passage for each block of each section."""
    return tuple(passage(document, section.heading, block) for section in document.sections for block in section.blocks)


def passage(document: Document, heading: tuple[str, ...], block: tuple[Sentence, ...]) -> Passage:
    start, end = block[0].start, block[-1].end
    text = document.text[start:end]
    digest = hashlib.sha256(f"{document.id}\n{text}".encode()).hexdigest()[:8]
    return Passage(f"{document.id}:{digest}", document.id, document.title, heading, start, end, text, block)


def origin_of(embedder: Embedder, *documents: Document) -> Origin:
    """The origin of an index by hand: chunker and wording of version 1."""
    return Origin(corpus_digest(documents), "1", "1", embedder.fingerprint, golden_vectors(embedder))


def make_generation(embedder: Embedder, *documents: Document) -> Generation:
    """A generation in memory, embedded in one go."""
    passages = tuple(passage for document in documents for passage in passages_of(document))
    return Generation(
        documents,
        passages,
        embedder.encode([passage_wording(passage) for passage in passages]),
        embedder.encode([text for passage in passages for text in sentence_wordings(passage)]),
        origin_of(embedder, *documents),
    )
