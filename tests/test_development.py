"""The frozen development set holds together: what it says about its documents is so."""

from collections import Counter
from pathlib import Path

from bot.evaluation.questions import Label, Question, read_conversations, read_questions
from bot.evaluation.subjects import read_subjects, swapped
from corpus.reader import read_folder

FOLDER = Path(__file__).parent / "data" / "development"
DOCUMENTS = {document.id: document for document in read_folder(FOLDER / "documents")}
QUESTIONS = read_questions(FOLDER / "questions.jsonl")
CONVERSATIONS = read_conversations(FOLDER / "conversations.jsonl")


def test_every_document_has_the_same_mixture_of_questions() -> None:
    counts = Counter((question.document_id, question.label) for question in QUESTIONS)
    assert counts == {
        (name, label): n
        for name in DOCUMENTS
        for label, n in ((Label.ANSWERED, 16), (Label.PARTIAL, 3), (Label.UNANSWERED, 11))
    }


def test_all_evidence_stands_in_its_document_word_for_word() -> None:
    asked: list[Question] = [*QUESTIONS, *(turn for talk in CONVERSATIONS for turn in talk.turns)]
    missing = [
        (question.id, item)
        for question in asked
        for item in question.evidence
        if item not in DOCUMENTS[question.document_id or ""].text
    ]
    assert missing == []


def test_no_question_stands_twice() -> None:
    asked = (*QUESTIONS, *read_questions(FOLDER / "off_topic.jsonl"))
    assert len({question.id for question in asked}) == len({question.text for question in asked}) == 296


def test_conversations_hold_follow_ups_of_both_kinds_and_smalltalk() -> None:
    turns = Counter((turn.label, turn.needs_context) for talk in CONVERSATIONS for turn in talk.turns)
    assert turns == {
        (Label.ANSWERED, True): 29,
        (Label.ANSWERED, False): 17,
        (Label.UNANSWERED, True): 16,
        (Label.PARTIAL, True): 2,
        (Label.SMALLTALK, False): 11,
    }


def test_there_are_questions_to_exchange_the_subject_of() -> None:
    twins = swapped(QUESTIONS, read_subjects(FOLDER / "subjects.jsonl"), tuple(DOCUMENTS.values()))
    assert len(twins) >= 13
    assert {twin.document_id for twin in twins} == {"g2d11", "g7d10", "g7d11"}
