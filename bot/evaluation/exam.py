"""All that a bot is asked in one evaluation, read from files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.questions import Conversation, Question, read_conversations, read_questions
from bot.evaluation.subjects import read_subjects, swapped
from corpus.document import Document


@dataclass(frozen=True, slots=True)
class Exam:
    """Single questions, and conversations."""

    questions: tuple[Question, ...]
    conversations: tuple[Conversation, ...] = ()


def read_exam(
    questions: Sequence[Path],
    documents: Sequence[Document],
    conversations: Path | None = None,
    subjects: Path | None = None,
) -> Exam:
    """The questions of all files in order, after them those with their subject exchanged, and the conversations.

    Raises:
        QuestionFileError: a file is missing or damaged.
    """
    asked = tuple(question for path in questions for question in read_questions(path))
    twins = swapped(asked, read_subjects(subjects), documents) if subjects else ()
    return Exam((*asked, *twins), read_conversations(conversations) if conversations else ())
