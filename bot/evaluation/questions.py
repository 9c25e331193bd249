"""Question files: labelled questions and conversations about documents, one JSON object a line."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any


class QuestionFileError(Exception):
    """A question file is missing, is not JSON Lines, or a line lacks what its label needs."""


class Label(StrEnum):
    """What the documents say to a question; a closed choice of the file format."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    UNANSWERED = "unanswered"
    OFF_TOPIC = "off_topic"
    SMALLTALK = "smalltalk"
    SWAPPED = "swapped"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is known about its answer.

    `evidence` holds exact substrings of the document; any one answers, or all together where `needs_all`. Of a swapped
    question, which asks of another treatment what the document says of one, it is what must not be given as the answer.
    `document_id` is None where the file does not say; `needs_context` and `standalone` are of conversations.
    """

    id: str
    document_id: str | None
    text: str
    label: Label
    evidence: tuple[str, ...] = ()
    needs_all: bool = False
    style: str = ""
    persona: str = ""
    overlap: str = ""
    needs_context: bool = False
    standalone: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns of one person about one document, in order."""

    id: str
    document_id: str | None
    turns: tuple[Question, ...]


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a JSON Lines file, in file order.

    A line is `{"question", "label", …}` as in the development data, or `{"text"}` alone for an off-topic utterance.

    Raises:
        QuestionFileError: names the file, the line, what was wanted and what was found.
    """
    return tuple(_question(record, f"{path}:{line}", path.stem, line) for line, record in records(path))


def read_conversations(path: Path) -> tuple[Conversation, ...]:
    """The conversations of a JSON Lines file of `{"id", "doc_id", "turns": [{"question", "label", …}]}`.

    Raises:
        QuestionFileError: names the file, the line, what was wanted and what was found.
    """
    return tuple(_conversation(record, f"{path}:{line}") for line, record in records(path))


def records(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers, from 1; blank lines are passed over.

    Raises:
        QuestionFileError: names the file, the line, what was wanted and what was found.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise QuestionFileError(f"{path}: wanted a question file, found none; check the path") from None
    except UnicodeDecodeError as error:
        raise QuestionFileError(
            f"{path}: wanted UTF-8, found byte {error.start} that is not; save it as UTF-8"
        ) from None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise QuestionFileError(f"{path}: wanted at least one line, found an empty file; add questions")
    for number, line in lines:
        yield number, _record(line, f"{path}:{number}")


def _record(line: str, place: str) -> Mapping[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise QuestionFileError(f"{place}: wanted a JSON object, found {error}; write one object a line") from None
    if not isinstance(record, dict):
        raise QuestionFileError(
            f"{place}: wanted a JSON object, found {type(record).__name__}; write one object a line"
        )
    return record


def _question(record: Mapping[str, Any], place: str, stem: str, number: int) -> Question:
    label = _label(record, place)
    question = Question(
        id=str(record.get("id") or f"{stem}-{number}"),
        document_id=record.get("doc_id"),
        text=_text(record, place),
        label=label,
        evidence=_evidence(record, place),
        needs_all=bool(record.get("needs_all", False)),
        style=str(record.get("style", "")),
        persona=str(record.get("persona", "")),
        overlap=str(record.get("overlap", "")),
        needs_context=bool(record.get("needs_context", False)),
        standalone=record.get("standalone"),
    )
    if label is Label.ANSWERED and not question.evidence:
        raise QuestionFileError(f'{place}: wanted "evidence" for an answered question, found none; add the sentence')
    return question


def _conversation(record: Mapping[str, Any], place: str) -> Conversation:
    turns = record.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise QuestionFileError(f'{place}: wanted "turns", a list of objects, found {turns!r:.60}; add the turns')
    name = str(record.get("id") or place)
    document = record.get("doc_id")
    questions = (
        _question({**turn, "id": f"{name}.{number}", "doc_id": document}, f"{place}, turn {number}", name, number)
        for number, turn in enumerate(turns, 1)
    )
    return Conversation(name, document, tuple(questions))


def _label(record: Mapping[str, Any], place: str) -> Label:
    found = record.get("label", Label.OFF_TOPIC if "text" in record else None)
    try:
        return Label(found)
    except ValueError:
        wanted = ", ".join(Label)
        raise QuestionFileError(f'{place}: wanted "label" as one of {wanted}, found {found!r}; mend the line') from None


def _text(record: Mapping[str, Any], place: str) -> str:
    text = record.get("question", record.get("text"))
    if not isinstance(text, str) or not text.strip():
        raise QuestionFileError(f'{place}: wanted "question" (or "text"), found {text!r:.60}; write the question')
    return text


def _evidence(record: Mapping[str, Any], place: str) -> tuple[str, ...]:
    evidence = record.get("evidence", [])
    if not isinstance(evidence, list) or not all(isinstance(item, str) and item.strip() for item in evidence):
        raise QuestionFileError(f'{place}: wanted "evidence" as a list of texts, found {evidence!r:.60}; mend the line')
    return tuple(evidence)
