from pathlib import Path

import pytest

from bot.evaluation.exam import Exam, read_exam
from bot.evaluation.questions import Label, QuestionFileError, read_conversations, read_questions
from corpus.reader import read_folder

FOLDER = Path(__file__).parent / "data" / "development"
DOCUMENTS = read_folder(FOLDER / "documents")


def test_an_exam_holds_all_files_and_the_exchanged_questions_last() -> None:
    files = [FOLDER / "questions.jsonl", FOLDER / "off_topic.jsonl"]
    exam = read_exam(files, DOCUMENTS, FOLDER / "conversations.jsonl", FOLDER / "subjects.jsonl")
    assert exam.questions[:296] == (*read_questions(files[0]), *read_questions(files[1]))
    assert {question.label for question in exam.questions[296:]} == {Label.SWAPPED}
    assert exam.conversations == read_conversations(FOLDER / "conversations.jsonl")


def test_conversations_and_subjects_may_be_left_out() -> None:
    path = FOLDER / "questions.jsonl"
    assert read_exam([path], DOCUMENTS) == Exam(read_questions(path))


def test_a_missing_file_is_named() -> None:
    with pytest.raises(QuestionFileError, match=r"none\.jsonl: wanted a question file, found none"):
        read_exam([FOLDER / "none.jsonl"], DOCUMENTS)
