"""What a conversation may point at: the passages by id, and the terms that the documents name."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.conversation.terms import Term, TermKind, terms_of
from bot.conversation.words import hint, holds, stem, stems, words
from corpus.document import Document, Passage


@dataclass(frozen=True, slots=True)
class Named:
    """A term under the name by which a text calls it."""

    name: str
    term: Term


@dataclass(frozen=True, slots=True)
class Library:
    """The passages by id and each document's terms by document id; made once for each index generation.

    `spread` says in how many passages, or in the headings above them, the stem of a word stands.
    """

    passages: Mapping[str, Passage]
    terms: Mapping[str, tuple[Term, ...]]
    spread: Mapping[str, int]

    @classmethod
    def of(cls, documents: Iterable[Document], passages: Iterable[Passage]) -> "Library":
        """The library of an index generation."""
        held = {each.id: each for each in passages}
        spread = Counter(each for passage in held.values() for each in _stems(passage))
        return cls(held, {each.id: terms_of(each) for each in documents}, spread)

    def rarity(self, word: str) -> float:
        """How much a word says about where to look: log((passages + 1) / those that hold it); 0 where none does."""
        holding = self.spread.get(stem(word), 0)
        return math.log((len(self.passages) + 1) / holding) if holding else 0.0

    def known(self, ids: Iterable[str]) -> tuple[Passage, ...]:
        """The passages with these ids in their order; ids that the library does not hold are left out."""
        return tuple(self.passages[each] for each in ids if each in self.passages)

    def of_documents(self, document_ids: Iterable[str]) -> tuple[Term, ...]:
        """The terms of these documents, in their order."""
        return tuple(term for each in dict.fromkeys(document_ids) for term in self.terms.get(each, ()))

    def named(self, text: str, document_ids: Iterable[str]) -> tuple[Named, ...]:
        """The terms of these documents that stand in `text`, in its order; none that stands inside a longer one."""
        found: dict[str, Named] = {}
        for term in self.of_documents(document_ids):
            if name := term.named_in(text):
                found.setdefault(name.casefold(), Named(_as_typed(name, text), term))
        kept = [name for name in found if not any(name != longer and holds(longer, name) for longer in found)]
        return tuple(found[name] for name in sorted(kept, key=lambda name: (text.casefold().find(name), name)))

    def hinted(self, text: str, document_ids: Iterable[str]) -> Named | None:
        """The one term of these documents that the content words of `text` hint at: "the belly ones"; None if several.

        A hint is a share of the words of one of the term's names; the largest share wins, and a tie says nothing.
        """
        shares: dict[Term, float] = {}
        for term in self.of_documents(document_ids):
            if term.kind is not TermKind.PHRASE and (share := max(hint(text, name) for name in term.names)):
                shares[term] = share
        best = sorted(shares, key=lambda term: -shares[term])[:2]
        if not best or (len(best) == 2 and shares[best[0]] == shares[best[1]]):
            return None
        return Named(best[0].names[0], best[0])


def _stems(passage: Passage) -> set[str]:
    return {each for text in (*passage.heading, passage.text) for each in stems(words(text))}


def _as_typed(name: str, text: str) -> str:
    at = text.casefold().find(name.casefold())
    return text[at : at + len(name)] if at >= 0 and len(text) == len(text.casefold()) else name
