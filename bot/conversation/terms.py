"""The terms of a document: its treatments, conditions and abbreviations, found in the document itself at build time.

Sources, in this order: synonyms that the clinic wrote into the front matter, abbreviations with their long forms,
headings, the labels of list items and table rows, and capitalised phrases inside sentences.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.words import STOP, holds, stem, words
from corpus.document import Document, Sentence, SentenceKind

LABEL_WORDS = 6  # a longer first cell or item head is a sentence, not the name of something
LIST_MARK = re.compile(r"^\s*(?:\d{1,3}\s*[.)]|[-*•–])\s*")
SHORT_FORM = re.compile(r"\(([^()\W][\w-]{1,11})\)")
LONG_FIRST = re.compile(r"\b([A-Z]{2,8}s?)\s+\(([^()]{6,80})\)")
CAPITALS = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3}")


class TermKind(StrEnum):
    """Where the document names the term."""

    SYNONYM = "synonym"
    ABBREVIATION = "abbreviation"
    HEADING = "heading"
    LABEL = "label"
    PHRASE = "phrase"


SPELT_OUT = frozenset({TermKind.SYNONYM, TermKind.ABBREVIATION})  # what has two names is a subject of its document


@dataclass(frozen=True, slots=True)
class Term:
    """Something that a document names; `names` are its forms, the one to show first.

    `group` is the offset of the list or table that names it, so that rows of one table are known as siblings;
    -1 for anything else.
    """

    names: tuple[str, ...]
    document_id: str
    kind: TermKind
    group: int = -1

    def named_in(self, text: str) -> str | None:
        """The first of the names that stands in `text`, plural endings aside; None if none does."""
        return next((name for name in self.names if holds(text, name)), None)


def alike(term: Term, other: Term) -> bool:
    """Whether two terms can stand in for each other in a question: rows of one table, or both named by abbreviation."""
    if term == other:
        return False
    return (term.group == other.group >= 0) or (term.kind in SPELT_OUT and other.kind in SPELT_OUT)


def terms_of(document: Document) -> tuple[Term, ...]:
    """Every term of a document, each name once, in the order of the sources that this module's head lists."""
    seen: set[str] = set()
    kept = []
    for term in _candidates(document):
        key = " ".join(stem(word) for word in words(term.names[0]))
        if key and key not in seen and any(word not in STOP for word in words(term.names[0])):
            kept.append(term)
            seen.update(" ".join(stem(word) for word in words(name)) for name in term.names)
    return tuple(kept)


def label(listed: str) -> str:
    """What a table row or list item is about: its first cell that is not empty, or its words before a colon.

    An item without a colon is its own label. Empty for a text without words.
    """
    if listed.lstrip().startswith("|"):
        return next((cell.strip() for cell in listed.split("|") if words(cell)), "")
    return LIST_MARK.sub("", listed).split(":", 1)[0].strip(" .;,")


def _candidates(document: Document) -> Iterator[Term]:
    for names in document.synonyms:
        yield Term(names, document.id, TermKind.SYNONYM)
    for names in _abbreviations(document.text):
        yield Term(names, document.id, TermKind.ABBREVIATION)
    for section in document.sections:
        for heading in section.heading[-1:]:
            yield Term((heading.strip(" :?"),), document.id, TermKind.HEADING)
    for group, sentence in _listed(document):
        name = label(document.text[sentence.start : sentence.end])
        if len(words(name)) <= LABEL_WORDS:
            yield Term((name,), document.id, TermKind.LABEL, group)
    for phrase in _phrases(document):
        yield Term((phrase,), document.id, TermKind.PHRASE)


def _listed(document: Document) -> Iterator[tuple[int, Sentence]]:
    for section in document.sections:
        for block in section.blocks:
            rows = [sentence for sentence in block if sentence.kind is not SentenceKind.PROSE]
            yield from ((rows[0].start, row) for row in rows)


def _phrases(document: Document) -> Iterator[str]:
    for section in document.sections:
        for sentence in (sentence for block in section.blocks for sentence in block):
            if sentence.kind is SentenceKind.PROSE:
                text = document.text[sentence.start : sentence.end]
                yield from (match.group() for match in CAPITALS.finditer(text))


def _abbreviations(text: str) -> Iterator[tuple[str, ...]]:
    for match in SHORT_FORM.finditer(text):
        if long := long_form(match.group(1), text[: match.start()]):
            yield (match.group(1), long)
    for match in LONG_FIRST.finditer(text):
        if long := long_form(match.group(1), match.group(2)):
            yield (match.group(1), long)


def long_form(short: str, before: str) -> str | None:
    """The words right before "(short)" that spell it out, or None; the method of Schwartz and Hearst (2003).

    Every letter of the short form must be met from right to left, its first one at the start of a word, within as many
    words as it has letters plus five, or twice its letters, whichever is fewer.
    """
    letters = [letter.lower() for letter in short.rstrip("s") if letter.isalnum()]
    if len(letters) < 2 or not any(letter.isupper() for letter in short):
        return None
    reach = " ".join(before.splitlines()[-1:])
    near = reach.split()[-min(len(letters) + 5, len(letters) * 2) :]
    window = " ".join(near)
    at = _first_letter(letters, window.lower())
    return window[at:].strip(" “\"'”") or None if at is not None else None


def _first_letter(letters: Iterable[str], window: str) -> int | None:
    at = len(window)
    wanted = list(letters)
    for place in range(len(wanted) - 1, -1, -1):
        at -= 1
        while at >= 0 and (window[at] != wanted[place] or (place == 0 and at > 0 and window[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    return at
