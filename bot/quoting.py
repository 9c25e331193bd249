"""Which sentences are quoted, and the references that stand with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.answer import Basis, Citation, ListedReference, Quote
from bot.evidence import Judgement
from corpus.document import Document, Passage, Sentence, SentenceKind

QUOTES = 3
"""Most sentences quoted outside a list; a patient reads three."""
WORDS = 52
"""Words after which no further sentence is added; the median of what is quoted must stay at most 45."""
CLOSE = 0.2
"""Share of the best sentence's probability from which another one is quoted as well.

With `WORDS`, chosen on the answered validation questions: a right quote for 0.73 of 220 on treatment articles (median
of 40 words) and 0.83 of the others (33 words). More words find more, 0.76 and 0.85 at 60, and are more than is read.
"""
ALIKE = 0.45
"""Share of it from which items of one list belong together."""
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
    What leads into a list says nothing alone: where it is best, the list stands in its place if half of it is close.
    """
    ranked = sorted(_choices(judgements), key=lambda choice: -choice.probability)
    if not ranked:
        return ()
    close = [choice for choice in ranked if choice.probability >= CLOSE * ranked[0].probability]
    listed = _led_into(close) or _same_list(ranked)
    rest = [choice for choice in close if choice not in listed and not _leads(choice)]
    return listed + _within(rest, WORDS - _words(listed), QUOTES - len(listed))


def _leads(choice: Choice) -> bool:
    """Whether a sentence only announces the list or table after it."""
    return choice.sentence.kind is SentenceKind.PROSE and choice.text.endswith(":")


def _led_into(close: Sequence[Choice]) -> tuple[Choice, ...]:
    """The whole list or table that the best sentence leads into, if half of it is close; else nothing."""
    best = close[0]
    if not _leads(best):
        return ()
    after = best.passage.sentences[best.passage.sentences.index(best.sentence) + 1 :]
    items = list(takewhile(lambda sentence: sentence.kind is after[0].kind is not SentenceKind.PROSE, after))
    near = [each for each in close if each.passage.id == best.passage.id and each.sentence in items]
    if not near or 2 * len(near) < len(items):
        return ()
    known = {each.sentence: each for each in near}
    missing = Choice(best.passage, best.sentence, 0.0)
    return tuple(known.get(item, replace(missing, sentence=item)) for item in items[:LIST_QUOTES])


def _choices(judgements: Sequence[Judgement]) -> list[Choice]:
    return [
        Choice(judgement.passage, sentence, probability)
        for judgement in judgements
        for sentence, probability in zip(judgement.passage.sentences, judgement.sentences, strict=True)
    ]


def _same_list(ranked: Sequence[Choice]) -> tuple[Choice, ...]:
    """The items or rows that stand with the best sentence and are nearly as good, in their own order.

    The best sentence alone where it is prose or none stands with it; a list of which half belongs is quoted whole:
    steps with one of them left out would mislead.
    """
    best = ranked[0]
    if best.sentence.kind is SentenceKind.PROSE:
        return (best,)
    kin = [c for c in ranked if c.passage.id == best.passage.id and c.sentence.kind is best.sentence.kind]
    alike = [choice for choice in kin if choice.probability >= ALIKE * best.probability]
    whole = best.sentence.kind is SentenceKind.ITEM and len(alike) > 1 and 2 * len(alike) >= len(kin)
    return tuple(sorted((kin if whole else alike)[:LIST_QUOTES], key=lambda choice: choice.sentence.start))


def _within(choices: Sequence[Choice], words: int, most: int) -> tuple[Choice, ...]:
    """The first of the choices, at most so many, that together keep within so many words."""
    kept: tuple[Choice, ...] = ()
    for choice in choices:
        if len(kept) < most and _words((*kept, choice)) <= words:
            kept = (*kept, choice)
    return kept


def _words(choices: Sequence[Choice]) -> int:
    return sum(len(choice.text.split()) for choice in choices)


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
