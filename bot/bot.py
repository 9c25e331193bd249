"""Where a question becomes an answer: triage, dialogue, search, evidence, quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Kind, Turn
from bot.caution import Caution
from bot.contacts import Contacts
from bot.conversation.dialogue import Readings, opened, readings
from bot.conversation.focus import focus, parts
from bot.conversation.library import Library
from bot.evidence import CANDIDATES, Finding, Judge, Thresholds, decide, supported
from bot.messages import Messages
from bot.replies import Replies
from bot.sources import SourcesQuestion, sources_question
from bot.triage import Opinion, Triage, triage
from corpus.document import Document, Passage
from index.generation import Generation
from index.search import Searcher


class NotReady(Exception):
    """There is no index to answer from; urgent and personal questions and small talk are answered all the same."""


@dataclass(frozen=True, slots=True)
class Engine:
    """What finds and judges passages, and triage's second opinion; `fingerprint` names the index generation."""

    generation: Generation
    searcher: Searcher
    judge: Judge
    thresholds: Thresholds
    fingerprint: str
    hearing: Opinion | None = None

    @property
    def wary(self) -> Thresholds:
        """What a reading must reach that leans on earlier turns: a careful clinic's word for `answered`.

        What is meant is then a guess, and a good quote under a wrong guess misleads; below, it is shown as touching.
        """
        return self.thresholds.warier(self.judge.thresholds(Caution.CAREFUL))


class Bot:
    """Answers questions from one engine, or only those that need none. Safe to call from several threads."""

    def __init__(self, engine: Engine | None, messages: Messages, contacts: Contacts) -> None:
        self._engine = engine
        documents = engine.generation.documents if engine else ()
        passages = engine.generation.passages if engine else ()
        self.documents: Mapping[str, Document] = {document.id: document for document in documents}
        self.passages: Mapping[str, Passage] = {passage.id: passage for passage in passages}
        self.fingerprint = engine.fingerprint if engine else None
        self._library = Library.of(documents, passages)
        self._replies = Replies(messages, contacts, self.documents, self.fingerprint)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a cleaned question after these turns, oldest first.

        Raises:
            NotReady: the documents would have to be searched and there is no index.
        """
        return self.reply(question, self.alarm(question), history)

    def alarm(self, question: str) -> Triage | None:
        """Whether fixed text must answer a cleaned question: by words alone where no engine hears it."""
        try:
            return triage(question, second=self._engine.hearing if self._engine else None)
        except Exception:
            return triage(question)

    def reply(self, question: str, alarm: Triage | None, history: Sequence[Turn] = ()) -> Answer:
        """As `answer`, where `alarm` has been asked.

        Raises:
            NotReady: the documents would have to be searched and there is no index.
        """
        if alarm and not (alarm.may_show_passages and self._engine):
            return self._replies.fixed(question, alarm)
        if alarm:
            return self._general(question, history, alarm)
        if wanted := sources_question(question):
            return self._sources(question, wanted, history)
        asked = parts(question)
        return self._one(question, history) if len(asked) == 1 else self._several(question, asked, history)

    def suggestions(self) -> tuple[str, ...]:
        """Questions to start with that the documents answer."""
        return self._replies.questions_about(self.passages.values())

    def find(self, question: str, wary: bool = False) -> Finding:
        """What the documents say to one stand-alone question, best passage first; `wary` asks for more certainty.

        Raises:
            NotReady: there is no index.
        """
        if self._engine is None:
            raise NotReady("wanted an index to search, found none; build it with `footnote index`")
        engine = self._engine
        judgements = engine.judge.judge(question, engine.searcher.search(question, CANDIDATES))
        return Finding(question, decide(judgements, engine.wary if wary else engine.thresholds), judgements)

    def _general(self, question: str, history: Sequence[Turn], alarm: Triage) -> Answer:
        """Fixed words, then general passages; the words alone whatever breaks behind them."""
        try:
            return self._one(question, history, alarm)
        except Exception:
            return self._replies.fixed(question, alarm)

    def _one(self, question: str, history: Sequence[Turn], alarm: Triage | None = None) -> Answer:
        """The answer to a message with one question in it."""
        meant = readings(question, history, self._library)
        if choice := self._choice(meant):
            return self._replies.clarify(question, meant.candidates[0], choice)
        finding = self._unseen(meant) if meant.more_of else self._best(question, meant)
        if alarm:
            return self._replies.general(question, alarm, finding)
        return self._replies.found(question, finding, more=bool(meant.more_of))

    def _several(self, question: str, asked: Sequence[str], history: Sequence[Turn]) -> Answer:
        """The answers to the questions of one message as one; a later question may point back at an earlier one."""
        turns, answers = list(history), []
        for part in asked:
            answers.append(self._one(part, turns))
            turns.append(answers[-1].turn)
        return self._replies.together(question, answers)

    def _best(self, question: str, meant: Readings) -> Finding:
        """The reading that the documents support best; of a long message its question alone is read as well."""
        tried = dict.fromkeys((*meant.candidates, focus(question)))
        own = () if meant.leans else (question, opened(question), focus(question))
        if meant.leans and len(tried) > 1:
            del tried[question]
        return supported(own, [self.find(reading, wary=reading not in own) for reading in tried])

    def _choice(self, meant: Readings) -> tuple[str, ...]:
        """Readings to choose from: where several are equally likely, those that the documents answer, if several."""
        covered = [reading for reading in meant.ambiguous if self.find(reading).kind is Kind.ANSWERED]
        return tuple(covered) if len(covered) > 1 else ()

    def _unseen(self, meant: Readings) -> Finding:
        """More on the last question: its passages without those that were shown."""
        return self.find(meant.candidates[0]).without(meant.more_of)

    def _sources(self, question: str, asked: SourcesQuestion, history: Sequence[Turn]) -> Answer:
        """The references for a named topic, for the last answer, or of every document."""
        if asked.topic:
            finding = self.find(asked.topic)
            if finding.kind is not Kind.NOT_COVERED:
                return self._replies.sources(question, finding)
        shown = [passage for turn in reversed(history) for passage in self._library.known(turn.passages)]
        return self._replies.every_source(question, dict.fromkeys(passage.document_id for passage in shown[:1]))
