"""Which sentences are quoted, and the references that stand with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Basis, Citation, ListedReference, Quote
from bot.evidence import Judgement
from corpus.document import Document, Passage, Sentence, SentenceKind

QUOTES = 3
"""Most sentences quoted outside a list; a patient reads three."""
WORDS = 50
"""Words after which no further sentence is added; the median of what is quoted must stay at most 45."""
CLOSE = 0.45
"""Share of the best sentence's probability from which another one is quoted as well; chosen on training documents."""
LIST_QUOTES = 9
"""Most items of one list or rows of one table quoted together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of a judged passage, with its probability of belonging to the answer."""

    passage: Passage
    sentence: Sentence
    probability: float

    @property
    def text(self) -> str:
        """The sentence's exact words."""
        return self.passage.sentence_text(self.sentence)


def choose(judgements: Sequence[Judgement]) -> tuple[Choice, ...]:
    """The sentences to quote, best first; items of one list in the list's own order.

    The best sentence of all is always among them; others join while they are close to it and short enough together.
    """
    ranked = sorted(_choices(judgements), key=lambda choice: -choice.probability)
    if not ranked:
        return ()
    close = [choice for choice in ranked if choice.probability >= CLOSE * ranked[0].probability]
    listed = _same_list(ranked[0], close)
    return listed if len(listed) > 1 else _within(close, WORDS)[:QUOTES]


def _choices(judgements: Sequence[Judgement]) -> list[Choice]:
    return [
        Choice(judgement.passage, sentence, probability)
        for judgement in judgements
        for sentence, probability in zip(judgement.passage.sentences, judgement.sentences, strict=True)
    ]


def _same_list(best: Choice, close: Sequence[Choice]) -> tuple[Choice, ...]:
    """The close items or rows of the best one's passage, in their own order; empty when the best one is prose."""
    if best.sentence.kind is SentenceKind.PROSE:
        return ()
    own = [c for c in close if c.passage.id == best.passage.id and c.sentence.kind is best.sentence.kind]
    return tuple(sorted(own[:LIST_QUOTES], key=lambda choice: choice.sentence.start))


def _within(choices: Sequence[Choice], words: int) -> tuple[Choice, ...]:
    """The first choice and those after it that keep the total within `words`."""
    kept, used = [choices[0]], len(choices[0].text.split())
    for choice in choices[1:]:
        size = len(choice.text.split())
        if used + size <= words:
            kept.append(choice)
            used += size
    return tuple(kept)


def quotes(choices: Sequence[Choice], documents: Mapping[str, Document]) -> tuple[Quote, ...]:
    """The chosen sentences as quotes, each with the references that its own markers name."""
    return tuple(
        Quote(
            text=choice.text,
            passage_id=choice.passage.id,
            document_id=choice.passage.document_id,
            start=choice.sentence.start,
            end=choice.sentence.end,
            citations=_cited(choice.sentence, documents[choice.passage.document_id]),
        )
        for choice in choices
    )


def _cited(sentence: Sentence, document: Document) -> tuple[Citation, ...]:
    """Entries that the sentence's markers name, in marker order; a marker without an entry cites nothing."""
    entries = {reference.number: reference for reference in document.references}
    found = [entries[number] for number in sentence.citations if number in entries]
    return tuple(Citation(entry.number, entry.text, entry.url, Basis.MARKER) for entry in found)


def references(shown: Sequence[Quote], documents: Mapping[str, Document]) -> tuple[ListedReference, ...]:
    """The references that go under an answer.

    Those that the quotes' markers name; for a document whose quotes name none, its whole list with basis `listed`,
    because the author does not say which of them supports the words.
    """
    found: dict[tuple[str, str], ListedReference] = {}
    for quote in shown:
        document = documents[quote.document_id]
        marked = any(other.citations for other in shown if other.document_id == quote.document_id)
        for entry in quote.citations if marked else listed(document):
            found.setdefault(
                (quote.document_id, entry.number),
                ListedReference(entry.number, entry.text, entry.url, quote.document_id, entry.basis),
            )
    return tuple(found.values())


def listed(document: Document) -> tuple[ListedReference, ...]:
    """A document's whole reference list, as listed by it and tied to no sentence."""
    return tuple(
        ListedReference(entry.number, entry.text, entry.url, document.id, Basis.LISTED) for entry in document.references
    )
