"""What a bot did with one question, compared with what is known about its answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Answer, Kind, Quote, ShownPassage
from bot.evaluation.questions import Question
from corpus.document import Document

MOST_QUOTES = 3  # what a patient reads; a fourth quote can no longer make an answer right


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked of one bot.

    `right`: a quote among the first three (all of them where the question needs all) overlaps the evidence;
    `first_right`, `in_three`: the first quote does; any of the first three does. `shown`: a shown passage does.
    A reference listed in answer to a question about sources counts as one more quote.
    `score`: the probability that the documents answer, in [0, 1]; 0 where nothing was shown and none was told.
    `passages`: score of each shown passage, and whether it holds evidence. `seconds`: wall time of the answer.
    """

    question: Question
    document_id: str
    kind: Kind
    right: bool
    first_right: bool
    in_three: bool
    shown: bool
    quoted: tuple[str, ...]
    score: float
    passages: tuple[tuple[float, bool], ...]
    seconds: float

    @property
    def quoted_as_answered(self) -> bool:
        """Whether the person is told that these quotes answer."""
        return self.kind is Kind.ANSWERED and bool(self.quoted)

    @property
    def words(self) -> int:
        """Words in all quotes together."""
        return sum(len(text.split()) for text in self.quoted)


def compare(question: Question, document: Document, answer: Answer, seconds: float) -> Outcome:
    """The outcome of `answer` to a question about `document`."""
    quotes = answer.quotes[: max(MOST_QUOTES, len(question.evidence) if question.needs_all else 0)]
    found = [[touches(quote, item, document) for item in question.evidence] for quote in quotes]
    if answer.kind is Kind.SOURCES:
        found.append([_is_listed(answer, item, document) for item in question.evidence])
    covered = [any(column) for column in zip(*found, strict=True)]
    passages = tuple((p.score, any(touches(p, e, document) for e in question.evidence)) for p in answer.passages)
    return Outcome(
        question=question,
        document_id=document.id,
        kind=answer.kind,
        right=bool(covered) and (all(covered) if question.needs_all else any(covered)),
        first_right=any(found[0]) if found else False,
        in_three=any(any(row) for row in found[:MOST_QUOTES]),
        shown=any(holds for _, holds in passages) or (answer.kind is Kind.SOURCES and any(covered)),
        quoted=tuple(quote.text for quote in answer.quotes),
        score=_score(answer),
        passages=passages,
        seconds=seconds,
    )


def touches(piece: Quote | ShownPassage, evidence: str, document: Document) -> bool:
    """Whether a quote or passage and a piece of evidence share at least half of the shorter one.

    By offsets where the evidence stands in the document as it is; else by containment of the words, either way.
    """
    if piece.document_id != document.id:
        return False
    starts = _occurrences(evidence, document.text)
    if not starts:
        return _contains(piece.text, evidence)
    half = min(len(evidence), piece.end - piece.start) / 2
    return any(min(piece.end, start + len(evidence)) - max(piece.start, start) >= half for start in starts)


def _is_listed(answer: Answer, evidence: str, document: Document) -> bool:
    """Whether the answer lists the reference whose entry is the evidence: asked about sources, that is the answer."""
    listed = {reference.number for reference in answer.references if reference.document_id == document.id}
    entries = (document.text[entry.start : entry.end] for entry in document.references if entry.number in listed)
    return any(_contains(entry, evidence) for entry in entries)


def _occurrences(evidence: str, text: str) -> Sequence[int]:
    starts: list[int] = []
    start = text.find(evidence)
    while start >= 0:
        starts.append(start)
        start = text.find(evidence, start + 1)
    return starts


def _contains(one: str, other: str) -> bool:
    first, second = (" ".join(text.casefold().split()) for text in (one, other))
    return bool(first and second) and (first in second or second in first)


def _score(answer: Answer) -> float:
    if answer.probability is not None:
        return answer.probability
    return max((passage.score for passage in answer.passages), default=0.0)
