"""Two bots that know the answers, over real documents: one gives them, one avoids them. Their figures are known.

What they quote are the sentences that reader and chunker make, so this also says that evidence can be quoted at all.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer import Answer, Basis, Kind, ListedReference, Quote, Receipt, ShownPassage, Turn
from bot.evaluation.evaluate import Answerer, evaluate
from bot.evaluation.exam import Exam, read_exam
from bot.evaluation.questions import Label, Question
from bot.evaluation.report import Report, Scope
from corpus.chunker import chunk
from corpus.document import Document, Passage, Sentence
from corpus.reader import read_folder

FOLDER = Path(__file__).parent / "data" / "development"
DOCUMENTS = read_folder(FOLDER / "documents")
FILES = [FOLDER / "questions.jsonl", FOLDER / "off_topic.jsonl"]
EXAM = read_exam(FILES, DOCUMENTS, FOLDER / "conversations.jsonl", FOLDER / "subjects.jsonl")
KNOWN = {question.text: question for question in EXAM.questions}
TURNS = {turn.text: turn for talk in EXAM.conversations for turn in talk.turns}


class Knowing:
    """Quotes every sentence that shares a character with the evidence; with `wrong`, only sentences that share none."""

    def __init__(self, documents: Sequence[Document], wrong: bool) -> None:
        self.documents = documents
        self.texts = {document.id: document.text for document in documents}
        self.passages = [passage for document in documents for passage in chunk(document)]
        self.wrong = wrong

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """What is known of the question; of an unknown one, as a follow-up written out, nothing."""
        del history
        known = KNOWN.get(question) or TURNS.get(question) or Question("?", None, question, Label.OFF_TOPIC)
        kind = self._kind(known)
        hits = [] if kind in (Kind.NOT_COVERED, Kind.SMALLTALK) else self._hits(known)
        return Answer(
            kind,
            Turn(question, None, kind),
            Receipt(None, {}, "test"),
            quotes=tuple(quoted(passage, sentence) for passage, sentence in hits),
            references=self._entries() if kind is Kind.SOURCES else (),
            passages=tuple(shown(passage, not self.wrong) for passage in dict.fromkeys(p for p, _ in hits)),
            probability=float((known.label is Label.ANSWERED) != self.wrong),
        )

    def _entries(self) -> tuple[ListedReference, ...]:
        return tuple(
            ListedReference(entry.number, entry.text, entry.url, document.id, Basis.LISTED)
            for document in self.documents
            for entry in document.references
        )

    def _kind(self, known: Question) -> Kind:
        if self.wrong:
            return Kind.ANSWERED
        if known.label is Label.ANSWERED and not self._hits(known):
            return Kind.SOURCES
        kinds = {Label.ANSWERED: Kind.ANSWERED, Label.PARTIAL: Kind.PARTIAL, Label.SMALLTALK: Kind.SMALLTALK}
        return kinds.get(known.label, Kind.NOT_COVERED)

    def _hits(self, known: Question) -> list[tuple[Passage, Sentence]]:
        pairs = [(passage, sentence) for passage in self.passages for sentence in passage.sentences]
        met = [pair for pair in pairs if self._meets(pair, known)]
        passages = {passage.id for passage, _ in met}
        return [pair for pair in pairs if pair[0].id not in passages][:2] if self.wrong else met

    def _meets(self, pair: tuple[Passage, Sentence], known: Question) -> bool:
        passage, sentence = pair
        text = self.texts[passage.document_id]
        starts = [(text.find(item), len(item)) for item in known.evidence]
        return any(start < sentence.end and sentence.start < start + length for start, length in starts if start >= 0)


def quoted(passage: Passage, sentence: Sentence) -> Quote:
    return Quote(passage.sentence_text(sentence), passage.id, passage.document_id, sentence.start, sentence.end)


def shown(passage: Passage, sure: bool) -> ShownPassage:
    return ShownPassage(
        passage.id, passage.document_id, passage.document_title, passage.heading, passage.text, passage.start,
        passage.end, float(sure), (), "", None,
    )  # fmt: skip


def perfect(documents: Sequence[Document]) -> Answerer:
    return Knowing(documents, wrong=False)


def hopeless(documents: Sequence[Document]) -> Answerer:
    return Knowing(documents, wrong=True)


def values(found: Report) -> dict[str, float | None]:
    figures = (*found.figures, *found.turns)
    return {figure.name: figure.value for figure in figures if figure.unit == "ratio"}


@pytest.mark.parametrize("scope", Scope)
def test_a_bot_that_gives_every_answer_has_perfect_figures(scope: Scope) -> None:
    found = evaluate(DOCUMENTS, EXAM.questions, perfect, scope, EXAM.conversations)
    partial = sum(question.label is Label.PARTIAL for question in EXAM.questions)
    assert found.failures == ()
    assert values(found) == {
        "right_quote": 1.0,
        "first_right": 1.0,
        "right_in_three": 1.0,
        "evidence_shown": 1.0,
        "answered_refused": 0.0,
        "answered_as_partial": 0.0,
        "unanswered_answered": 0.0,
        "unanswered_partial": 0.0,
        "partial_right": 1.0,
        "off_topic_quoted": 0.0,
        "wrong_subject": 0.0,
        "partial_replies": partial / 296,
        "auroc_unanswered": 1.0,
        "auroc_off_topic": 1.0,
        "false_at_90": 0.0,
        "false_at_80": 0.0,
        "false_at_70": 0.0,
        "calibration_error": 0.0,
        "follow_up_right": 1.0,
        "follow_up_stopped": 0.0,
        "stand_alone_right": 1.0,
        "follow_up_false": 0.0,
        "smalltalk_recognised": 1.0,
        "smalltalk_false": 0.0,
        "rewritten_right": 0.0,
        "rewritten_false": 0.0,
    }


def test_a_bot_that_avoids_every_answer_has_the_worst_figures() -> None:
    found = values(evaluate(DOCUMENTS, EXAM.questions, hopeless, conversations=EXAM.conversations))
    worst = {
        "right_quote": 0.0,
        "first_right": 0.0,
        "right_in_three": 0.0,
        "evidence_shown": 0.0,
        "unanswered_answered": 1.0,
        "off_topic_quoted": 1.0,
        "auroc_unanswered": 0.0,
        "auroc_off_topic": 0.0,
        "false_at_90": 1.0,
        "follow_up_right": 0.0,
        "follow_up_false": 1.0,
        "smalltalk_recognised": 0.0,
    }
    assert {name: found[name] for name in worst} == worst


def test_an_exam_without_documents_in_common_is_refused_as_a_whole() -> None:
    exam = Exam(EXAM.questions)
    with pytest.raises(Exception, match="wanted the document 'g1d10', found g8d10"):
        evaluate(DOCUMENTS[-1:], exam.questions, perfect)
