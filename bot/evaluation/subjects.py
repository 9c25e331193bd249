"""Questions with their subject exchanged: what is said of one treatment must not answer for another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.evaluation.questions import Label, Question, QuestionFileError, records
from corpus.document import Document

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Subjects:
    """The treatments that one document keeps apart, each by all its names; the first name stands in for it."""

    document_id: str
    names: tuple[Names, ...]


def read_subjects(path: Path) -> tuple[Subjects, ...]:
    """The subjects of a JSON Lines file of `{"doc_id", "subjects": [["nerve graft", "graft"], ["tendon transfer"]]}`.

    Raises:
        QuestionFileError: names the file, the line, what was wanted and what was found.
    """
    return tuple(_subjects(record, f"{path}:{line}") for line, record in records(path))


def swapped(
    questions: Sequence[Question], subjects: Sequence[Subjects], documents: Sequence[Document]
) -> tuple[Question, ...]:
    """Each question that can be asked of another treatment instead, asked so; its evidence is what must not be given.

    A question can where it is answered, names one subject only, and its evidence (or the heading above) speaks of that
    subject and of no other: then the same words are no answer to the exchanged question.
    """
    known = {document.id: document for document in documents}
    kept = {row.document_id: row.names for row in subjects if row.document_id in known}
    return tuple(
        twin
        for question in questions
        if question.label is Label.ANSWERED and question.document_id in kept
        for twin in _twins(question, kept[question.document_id], known[question.document_id])
    )


def _twins(question: Question, subjects: Sequence[Names], document: Document) -> list[Question]:
    asked = [names for names in subjects if _named(names, question.text)]
    if len(asked) != 1 or not all(_is_about(asked[0], subjects, item, document) for item in question.evidence):
        return []
    return [
        replace(
            question, id=f"{question.id}/{other}", text=_exchange(asked[0], other, question.text), label=Label.SWAPPED
        )
        for other, *_ in subjects
        if other != asked[0][0]
    ]


def _is_about(names: Names, subjects: Sequence[Names], evidence: str, document: Document) -> bool:
    spoken = evidence if any(_named(other, evidence) for other in subjects) else _heading(evidence, document)
    return [other for other in subjects if _named(other, spoken)] == [names]


def _heading(evidence: str, document: Document) -> str:
    start = document.text.find(evidence)
    headings = (section.heading for section in document.sections if section.start <= start < section.end)
    return " ".join(next(headings, ()))


def _pattern(names: Names) -> re.Pattern[str]:
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _named(names: Names, text: str) -> bool:
    return bool(_pattern(names).search(text))


def _exchange(names: Names, other: str, text: str) -> str:
    return _pattern(names).sub(lambda _: other, text)


def _subjects(record: Mapping[str, object], place: str) -> Subjects:
    document, names = record.get("doc_id"), record.get("subjects")
    if not isinstance(document, str):
        raise QuestionFileError(f'{place}: wanted "doc_id", found {document!r:.60}; name the document')
    if not isinstance(names, list) or len(names) < 2 or not all(_is_names(row) for row in names):
        raise QuestionFileError(
            f'{place}: wanted "subjects" as two or more lists of names, found {names!r:.60}; mend the line'
        )
    return Subjects(document, tuple(tuple(row) for row in names))


def _is_names(row: object) -> bool:
    return isinstance(row, list) and bool(row) and all(isinstance(name, str) and name.strip() for name in row)
