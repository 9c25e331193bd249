"""The answer of each kind, put together from what was found and the wording of the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeVar

from bot.answer import Answer, Kind, ListedReference, Receipt, ShownPassage, Turn
from bot.balance import left_out, weighs_benefit_or_risk
from bot.contacts import Contacts
from bot.evidence import Finding, Judgement
from bot.messages import Messages
from bot.missing import missing_topic
from bot.quoting import choose, listed, quotes, references
from bot.suggesting import SUGGESTIONS, questions_about
from bot.triage import Triage
from corpus.document import Document, Passage

Item = TypeVar("Item")
SHOWN = 5
"""Passages shown with an answer."""


def product_version() -> str:
    """The installed version, or `source` when run from a checkout that was never installed."""
    try:
        return version("footnote")
    except PackageNotFoundError:
        return "source"


class Replies:
    """Makes answers. Holds the wording, the numbers to call and the documents; keeps nothing of a question."""

    def __init__(
        self, messages: Messages, contacts: Contacts, documents: Mapping[str, Document], index: str | None
    ) -> None:
        self._messages = messages
        self._contact = contacts.wording(messages)
        self._documents = documents
        self._left_out = {name: left_out(document) for name, document in documents.items()}
        self._index = index
        self._version = product_version()

    def fixed(self, question: str, alarm: Triage) -> Answer:
        """Wording of the catalogue alone: no passage, no quote, no reference."""
        return self._made(question, alarm.kind, message=self._text(f"{alarm.kind}.{alarm.category}"))

    def found(self, question: str, finding: Finding, more: bool = False) -> Answer:
        """What was found; `more` when a person asked for more than the last answer showed."""
        if finding.kind is Kind.NOT_COVERED:
            return self._no_more(question, finding) if more else self._not_covered(question, finding)
        partial = finding.kind is Kind.PARTIAL
        return self._made(
            question,
            finding.kind,
            understood_as=_understood(question, finding),
            message="\n\n".join(self._notes(finding)) or None,
            missing_topic=_missing(finding) if partial else None,
            probability=finding.probability,
            **self._evidence(finding),
        )

    def together(self, question: str, answers: Sequence[Answer]) -> Answer:
        """The answers to several questions of one message as one; a part without an answer is named.

        `answered` when every part is, `not_covered` when none has anything, otherwise `partial`.
        """
        kinds = {answer.kind for answer in answers}
        kind = next((k for k in (Kind.ANSWERED, Kind.NOT_COVERED) if kinds == {k}), Kind.PARTIAL)
        notes = dict.fromkeys(answer.message for answer in answers if answer.message)
        topics = [answer.missing_topic for answer in answers if answer.missing_topic]
        return self._made(
            question,
            kind,
            understood_as=" / ".join(answer.understood_as or answer.turn.question for answer in answers),
            message="\n\n".join(notes) or None,
            missing_topic=", ".join(topics) or None,
            probability=min(answer.probability or 0.0 for answer in answers),
            quotes=_unique(quote for answer in answers for quote in answer.quotes),
            passages=_unique(passage for answer in answers for passage in answer.passages)[:SHOWN],
            references=_unique(entry for answer in answers for entry in answer.references),
            suggestions=_unique(each for answer in answers for each in answer.suggestions)[:SUGGESTIONS],
        )

    def general(self, question: str, alarm: Triage, finding: Finding) -> Answer:
        """Fixed words for a person, then what the documents say in general, where they say anything."""
        said = self._text(f"{alarm.kind}.{alarm.category}")
        if finding.kind is Kind.NOT_COVERED:
            return self._made(question, alarm.kind, message=said, probability=finding.probability)
        said = f"{said}\n\n{self._text('personal.general_passages')}"
        return self._made(
            question, alarm.kind, message=said, probability=finding.probability, **self._evidence(finding)
        )

    def clarify(self, question: str, understood: str, choice: tuple[str, ...]) -> Answer:
        """The readings of a question that could mean several things."""
        return self._made(
            question, Kind.CLARIFY, understood_as=understood, message=self._text("answer.clarify"), suggestions=choice
        )

    def sources(self, question: str, finding: Finding) -> Answer:
        """The references of what was found."""
        return self._sourced(question, references(quotes(choose(finding.judgements), self._documents), self._documents))

    def every_source(self, question: str, document_ids: Iterable[str]) -> Answer:
        """The whole reference lists of these documents, or of all when none is named."""
        named = [self._documents[name] for name in document_ids] or list(self._documents.values())
        return self._sourced(question, tuple(entry for document in named for entry in listed(document)))

    def questions_about(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Questions that the documents' headings promise to answer, for these passages in their order."""
        return questions_about(passages, self._messages)

    def _sourced(self, question: str, entries: tuple[ListedReference, ...]) -> Answer:
        key = "answer.sources" if entries else "answer.no_references"
        return self._made(question, Kind.SOURCES, message=self._text(key), references=entries)

    def _not_covered(self, question: str, finding: Finding) -> Answer:
        topic = _missing(finding)
        said = self._text("answer.not_covered_topic", topic=topic) if topic else self._text("answer.not_covered")
        return self._made(
            question,
            Kind.NOT_COVERED,
            understood_as=_understood(question, finding),
            message=said,
            missing_topic=topic,
            probability=finding.probability,
            suggestions=self.questions_about(judgement.passage for judgement in finding.judgements),
        )

    def _no_more(self, question: str, finding: Finding) -> Answer:
        understood = _understood(question, finding)
        return self._made(question, Kind.NOT_COVERED, understood_as=understood, message=self._text("answer.no_more"))

    def _evidence(self, finding: Finding) -> dict[str, Any]:
        """Quotes, passages and references of a finding."""
        shown = quotes(choose(finding.judgements), self._documents)
        return {
            "quotes": shown,
            "passages": tuple(self._passage(judgement) for judgement in finding.judgements[:SHOWN]),
            "references": references(shown, self._documents),
        }

    def _notes(self, finding: Finding) -> list[str]:
        """What is said before the quotes: that they touch the question only, and what the documents leave out."""
        notes = [self._text("answer.partial")] if finding.kind is Kind.PARTIAL else []
        if weighs_benefit_or_risk(finding.question) and finding.judgements:
            topics = self._left_out[finding.judgements[0].passage.document_id]
            if topics:
                named = ", ".join(self._text(f"topic.{topic.name.lower()}") for topic in topics)
                notes.append(self._text("answer.balance", missing=named))
        return notes

    def _passage(self, judgement: Judgement) -> ShownPassage:
        passage = judgement.passage
        reviewed = self._documents[passage.document_id].reviewed
        return ShownPassage(
            id=passage.id,
            document_id=passage.document_id,
            document_title=passage.document_title,
            heading=passage.heading,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            score=judgement.probability,
            citations=passage.citations,
            url=f"/documents/{passage.document_id}#{passage.id.rpartition(':')[2]}",
            reviewed=reviewed.isoformat() if reviewed else None,
        )

    def _made(self, question: str, kind: Kind, **parts: Any) -> Answer:
        shown = parts.get("passages", ())
        turn = Turn(question, parts.get("understood_as"), kind, tuple(passage.id for passage in shown))
        named = dict.fromkeys([*(passage.document_id for passage in shown), *_listing(parts)])
        hashes = {name: f"sha256:{self._documents[name].sha256}" for name in named}
        return Answer(kind=kind, turn=turn, receipt=Receipt(self._index, hashes, self._version), **parts)

    def _text(self, key: str, **fields: str) -> str:
        return self._messages.text(key, **self._contact, **fields)


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items, each once, in their order."""
    found: list[Item] = []
    for item in items:
        if item not in found:
            found.append(item)
    return tuple(found)


def _listing(parts: Mapping[str, Any]) -> list[str]:
    return [entry.document_id for entry in parts.get("references", ())]


def _understood(question: str, finding: Finding) -> str | None:
    return finding.question if finding.question != question else None


def _missing(finding: Finding) -> str | None:
    return missing_topic(finding.question, [judgement.passage.text for judgement in finding.judgements])
