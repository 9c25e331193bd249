"""An answer laid out for reading: quotes gathered by the passage that they stand in, sources by their basis."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answer import Answer, Basis, Citation, ListedReference, Quote, ShownPassage
from corpus.document import Passage, SentenceKind
from web.reading import Line, anchor, grouped, line, passage_lines

Lines = tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What an answer shows of one passage.

    `said` are the quotes; `place` is the whole passage with the quotes marked; `sources` are the references that the
    author's markers, or the clinic, tie to the quotes; `address` is the passage in its document, marked there as well.
    """

    passage: ShownPassage
    said: Lines
    place: Lines
    sources: tuple[Citation, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as a page shows it: what was quoted, other passages, and references tied to no quote."""

    answer: Answer
    found: tuple[Found, ...]
    more: tuple[Found, ...]
    listed: tuple[ListedReference, ...]


def reply(answer: Answer, passages: Mapping[str, Passage]) -> Reply:
    """Lay an answer out; `passages` are the bot's, for the shape (list, table) of what is quoted."""
    found = tuple(_found(shown, answer.quotes, passages.get(shown.id)) for shown in answer.passages)
    tied = {(source.number, source.text) for each in found for source in each.sources}
    return Reply(
        answer,
        tuple(each for each in found if each.said),
        tuple(each for each in found if not each.said),
        tuple(each for each in answer.references if (each.number, each.text) not in tied),
    )


def _found(shown: ShownPassage, quotes: Iterable[Quote], passage: Passage | None) -> Found:
    mine = sorted((quote for quote in quotes if quote.passage_id == shown.id), key=lambda quote: quote.start)
    spans = [(quote.start, quote.end) for quote in mine]
    kinds = {sentence.start: sentence.kind for sentence in passage.sentences} if passage else {}
    said = [line(kinds.get(quote.start, SentenceKind.PROSE), quote.text, quote.start, ()) for quote in mine]
    whole = passage_lines(passage, spans) if passage else ((line(SentenceKind.PROSE, shown.text, shown.start, spans),),)
    tied = dict.fromkeys(c for quote in mine for c in quote.citations if c.basis is not Basis.LISTED)
    return Found(shown, grouped(said), whole, tuple(tied), _address(shown, spans))


def _address(shown: ShownPassage, spans: list[tuple[int, int]]) -> str:
    """The passage in its document; the address carries offsets, never words."""
    start, end = (spans[0][0], spans[-1][1]) if spans else (shown.start, shown.end)
    return f"/documents/{shown.document_id}?start={start}&end={end}#{anchor(shown.id)}"
