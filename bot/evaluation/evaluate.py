"""A bot asked the questions of a file, one by one or in conversation."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.answer import Answer, Turn
from bot.clean import UnusableText, clean
from bot.evaluation.outcome import Outcome, compare
from bot.evaluation.questions import Conversation, Label, Question
from bot.evaluation.report import Report, Scope, report
from corpus.document import Document

HISTORY = 6  # turns that the contract reads


class Answerer(Protocol):
    """Anything that answers as the product's bot does."""

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question after these turns, oldest first."""


Factory = Callable[[Sequence[Document]], Answerer]
Progress = Callable[[int, int], None]


class UnusableQuestions(Exception):
    """Questions and documents do not belong together."""


def _silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def evaluate(
    documents: Sequence[Document],
    questions: Sequence[Question],
    factory: Factory,
    scope: Scope = Scope.OWN,
    conversations: Sequence[Conversation] = (),
    progress: Progress = _silent,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Ask everything and report.

    `factory` makes a bot over some documents. Texts are cleaned as at the product's door. Follow-ups are asked again
    as a person wrote them out: what lies between the two is lost by the dialogue, not by search or evidence. Questions
    without a document are dealt out to the documents in turn. `progress` is told how many of how many questions are
    done; `clock` gives seconds.

    Raises:
        UnusableQuestions: there is nothing to ask, a question cannot be asked, or its document is not there.
    """
    groups = [_alone(questions), conversations, _alone(_rewritten(conversations))]
    every = [_cleaned(talk) for group in groups for talk in group]
    outcomes = iter(_outcomes(every, _homes(documents, every), documents, factory, scope, progress, clock))
    singles, turns, rewritten = ([row for _ in group for row in next(outcomes)] for group in groups)
    return report(singles, turns, rewritten, scope)


def _alone(questions: Sequence[Question]) -> list[Conversation]:
    """Each question as a conversation of one turn."""
    return [Conversation(question.id, question.document_id, (question,)) for question in questions]


def _rewritten(conversations: Sequence[Conversation]) -> list[Question]:
    """The follow-ups as a person wrote them out, to be asked without their conversation."""
    return [
        replace(turn, id=f"{turn.id}/rewritten", text=turn.standalone)
        for talk in conversations
        for turn in talk.turns
        if turn.label in (Label.ANSWERED, Label.UNANSWERED) and turn.needs_context and turn.standalone
    ]


def _cleaned(talk: Conversation) -> Conversation:
    """The conversation as it passes the product's door."""
    try:
        return replace(talk, turns=tuple(replace(turn, text=clean(turn.text)) for turn in talk.turns))
    except UnusableText as error:
        raise UnusableQuestions(
            f"question {talk.id!r}: wanted a text that can be asked, found {error}; mend it"
        ) from None


def _homes(documents: Sequence[Document], conversations: Sequence[Conversation]) -> list[Document]:
    if not documents or not conversations:
        raise UnusableQuestions(
            f"wanted documents and questions, found {len(documents)} and {len(conversations)}; check both paths"
        )
    known = {document.id: document for document in documents}
    return [_home(talk, known, documents, number) for number, talk in enumerate(conversations)]


def _home(talk: Conversation, known: Mapping[str, Document], documents: Sequence[Document], number: int) -> Document:
    if talk.document_id is not None and talk.document_id in known:
        return known[talk.document_id]
    off_topic = all(turn.label is Label.OFF_TOPIC for turn in talk.turns)
    if talk.document_id is None and (off_topic or len(documents) == 1):
        return documents[number % len(documents)]
    have = ", ".join(list(known)[:8])
    raise UnusableQuestions(
        f"question {talk.id!r}: wanted the document {talk.document_id!r}, found {have}; "
        "name the folder that holds it, or mend doc_id"
    )


def _outcomes(
    conversations: Sequence[Conversation],
    homes: Sequence[Document],
    documents: Sequence[Document],
    factory: Factory,
    scope: Scope,
    progress: Progress,
    clock: Callable[[], float],
) -> list[list[Outcome]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, home in enumerate(homes):
        places[home.id if scope is Scope.OWN else ""].append(number)
    outcomes: list[list[Outcome]] = [[] for _ in conversations]
    done, total = 0, sum(len(talk.turns) for talk in conversations)
    for numbers in places.values():
        bot = factory([homes[numbers[0]]] if scope is Scope.OWN else documents)
        for number in numbers:
            outcomes[number] = _converse(bot, conversations[number], homes[number], clock)
            done += len(outcomes[number])
            progress(done, total)
    return outcomes


def _converse(bot: Answerer, talk: Conversation, home: Document, clock: Callable[[], float]) -> list[Outcome]:
    history: list[Turn] = []
    outcomes: list[Outcome] = []
    for turn in talk.turns:
        start = clock()
        answer = bot.answer(turn.text, tuple(history[-HISTORY:]))
        outcomes.append(compare(turn, home, answer, clock() - start))
        history.append(answer.turn)
    return outcomes
