"""A file becomes a Document: plain text or Markdown, with or without front matter."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus.blocks import blocks
from corpus.document import Document, Reference
from corpus.frontmatter import FrontMatterError, read_front_matter
from corpus.lines import TITLE, Block, BlockKind
from corpus.references import numbering, read_reference
from corpus.sections import QUOTABLE, heading_words, sections

SUFFIXES = (".md", ".txt")


class UnreadableDocument(Exception):
    """A file or folder is no document; the message names its path, what was wanted, what was found and what to do."""

    def __init__(self, path: Path, wanted: str, found: str, to_do: str) -> None:
        super().__init__(f"{path}: wanted {wanted}, found {found}; {to_do}")


def read_folder(path: Path) -> tuple[Document, ...]:
    """Read every .txt and .md file below a folder, in the order of their paths; hidden files are left out.

    Raises:
        UnreadableDocument: no folder, no document in it, one that cannot be read, or two with one id.
    """
    if not path.is_dir():
        raise UnreadableDocument(path, "a folder of documents", "no folder", "check the path")
    files = sorted(file for file in path.rglob("*") if _is_candidate(file.relative_to(path)) and not file.is_dir())
    if not files:
        raise UnreadableDocument(
            path, "at least one .txt or .md document", "none", "put your documents in it or name another folder"
        )
    found: dict[str, tuple[Path, Document]] = {}
    for file in files:
        document = read_document(file)
        if document.id in found:
            other = found[document.id][0]
            raise UnreadableDocument(
                file,
                "an id of its own",
                f"id {document.id!r}, which {other} has too",
                "rename one file or give one another `id:` in its front matter",
            )
        found[document.id] = (file, document)
    return tuple(document for _, document in found.values())


def _is_candidate(relative: Path) -> bool:
    return relative.suffix.lower() in SUFFIXES and not any(part.startswith(".") for part in relative.parts)


def read_document(path: Path) -> Document:
    """Read one file. A byte order mark is not part of the stored text; everything else is kept as it is.

    Raises:
        UnreadableDocument: the file cannot be opened, is not UTF-8 text, or holds nothing to quote.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableDocument(path, "a .txt or .md file", f"{path.suffix or 'no ending'}", "save it as text first")
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableDocument(path, "a readable file", reason, "check that it exists and may be read") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _not_text(path, f"a byte that is none in line {line}") from error
    return read_text(text, path)


def _not_text(path: Path, found: str) -> UnreadableDocument:
    return UnreadableDocument(
        path, "text in UTF-8", found, "save it as plain text in UTF-8, or move it out of the folder"
    )


def read_text(text: str, path: Path) -> Document:
    """Read a document's text; `path` gives the format, a name where the text has none, and the place for errors.

    Raises:
        UnreadableDocument: the text holds NUL, its front matter is wrong, or there is nothing in it to quote.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise _not_text(path, f"a NUL character in line {line}")
    try:
        front = read_front_matter(text)
    except FrontMatterError as error:
        raise UnreadableDocument(
            path, error.wanted, error.found, "mend the lines between the --- at the top"
        ) from error
    markdown = path.suffix.lower() == ".md"
    found = blocks(text, front.end, markdown)
    references = tuple(_references(text, found))
    body = (block.words(text) for block in found if block.kind in QUOTABLE)
    title = front.title or _title(text, found, markdown) or _name(path)
    document = Document(
        id=front.id or _slug(path),
        title=title,
        text=text,
        sections=tuple(sections(text, found, title, numbering(references, body))),
        references=references,
        reviewed=front.reviewed,
        source=front.source,
        owner=front.owner,
        synonyms=front.synonyms,
    )
    if not document.sections:
        raise UnreadableDocument(
            path,
            "at least one sentence, list item or table row",
            "no passage",
            "add text below its headings or remove it",
        )
    return document


def _references(text: str, found: Iterable[Block]) -> Iterable[Reference]:
    for block in found:
        reference = read_reference(text, block.start, block.end) if block.kind is BlockKind.ENTRY else None
        if reference:
            yield reference


def _title(text: str, found: Sequence[Block], markdown: bool) -> str | None:
    """The first heading, if it stands above the text; in Markdown also a `#` heading further down."""
    headings = [block for block in found if block.kind is BlockKind.HEADING]
    if found and headings[:1] == [found[0]]:
        return heading_words(text, headings[0])
    tops = [block for block in headings if block.level == TITLE and markdown]
    return heading_words(text, tops[0]) if tops else None


def _name(path: Path) -> str:
    words = re.sub(r"[-_\s]+", " ", path.stem).strip()
    return words[:1].upper() + words[1:]


def _slug(path: Path) -> str:
    """The file's name as an id; a name without any Latin letter or digit is hashed."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", path.stem) if not unicodedata.combining(c))
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words or f"document-{hashlib.sha256(path.stem.encode()).hexdigest()[:8]}"
