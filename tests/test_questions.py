import json
from pathlib import Path

import pytest

from bot.evaluation.questions import (
    Conversation,
    Label,
    Question,
    QuestionFileError,
    read_conversations,
    read_questions,
)

CLINIC = Path(__file__).parents[2] / "shared/data/clinic/validation"
clinic = pytest.mark.skipif(not CLINIC.exists(), reason="the development data are not beside this checkout")


def written(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records) + "\n\n", encoding="utf-8")
    return path


def test_a_question_is_read_with_everything_that_is_known_about_its_answer(tmp_path: Path) -> None:
    line = {
        "id": "a1",
        "doc_id": "doc",
        "question": "How long?",
        "label": "answered",
        "evidence": ["Two days.", "Or three."],
        "needs_all": True,
        "style": "plain",
        "persona": "carer",
        "overlap": "natural",
        "topic": "time",
        "missing": "",
    }
    assert read_questions(written(tmp_path / "q.jsonl", line)) == (
        Question(
            "a1", "doc", "How long?", Label.ANSWERED, ("Two days.", "Or three."), True, "plain", "carer", "natural"
        ),
    )


def test_a_plain_text_line_is_off_topic_and_named_after_its_file_and_line(tmp_path: Path) -> None:
    path = written(tmp_path / "others.jsonl", {"text": "book a flight"}, {"question": "hm?", "label": "off_topic"})
    assert read_questions(path) == (
        Question("others-1", None, "book a flight", Label.OFF_TOPIC),
        Question("others-2", None, "hm?", Label.OFF_TOPIC),
    )


def test_line_separators_inside_a_text_do_not_end_the_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text('{"text": "one\u2028two\u0085three"}', encoding="utf-8")
    assert [question.text for question in read_questions(path)] == ["one\u2028two\u0085three"]


def test_a_conversation_gives_its_turns_ids_and_its_document(tmp_path: Path) -> None:
    turns = [
        {"question": "hi", "standalone": "hi", "label": "smalltalk", "evidence": [], "needs_context": False},
        {"question": "why", "standalone": "Why rest?", "label": "unanswered", "evidence": [], "needs_context": True},
    ]
    assert read_conversations(written(tmp_path / "d.jsonl", {"id": "c1", "doc_id": "doc", "turns": turns})) == (
        Conversation(
            "c1",
            "doc",
            (
                Question("c1.1", "doc", "hi", Label.SMALLTALK, standalone="hi"),
                Question("c1.2", "doc", "why", Label.UNANSWERED, needs_context=True, standalone="Why rest?"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", ":? wanted at least one line, found an empty file; add questions"),
        (b"\xff\xfe", ": wanted UTF-8, found byte 0 that is not; save it as UTF-8"),
        (b'{"text": "x"}\n{oops', r":2: wanted a JSON object, found Expecting .*; write one object a line"),
        (b"[1]", ":1: wanted a JSON object, found list; write one object a line"),
        (b'{"question": "x"}', r':1: wanted "label" as one of answered, partial, .*, found None; mend the line'),
        (b'{"question": "x", "label": "yes"}', r':1: wanted "label" as one of .*, found \'yes\'; mend the line'),
        (b'{"label": "unanswered"}', r':1: wanted "question" \(or "text"\), found None; write the question'),
        (b'{"text": " "}', r':1: wanted "question" \(or "text"\), found \' \'; write the question'),
        (b'{"question": "x", "label": "answered"}', ':1: wanted "evidence" for an answered question, found none'),
        (b'{"question": "x", "label": "answered", "evidence": "y"}', ':1: wanted "evidence" as a list'),
        (b'{"question": "x", "label": "answered", "evidence": [""]}', ':1: wanted "evidence" as a list'),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_place_and_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionFileError, match="q.jsonl" + message):
        read_questions(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"none\.jsonl: wanted a question file, found none; check the path"):
        read_questions(tmp_path / "none.jsonl")


@pytest.mark.parametrize("turns", [None, [], "x", [1]])
def test_a_conversation_without_turns_is_refused(tmp_path: Path, turns: object) -> None:
    path = written(tmp_path / "d.jsonl", {"id": "c1", "turns": turns})
    with pytest.raises(
        QuestionFileError, match=r'd.jsonl:1: wanted "turns", a list of objects, found .*; add the turns'
    ):
        read_conversations(path)


def test_a_bad_turn_is_named_by_its_number(tmp_path: Path) -> None:
    path = written(
        tmp_path / "d.jsonl", {"id": "c1", "turns": [{"question": "a", "label": "smalltalk"}, {"question": "b"}]}
    )
    with pytest.raises(QuestionFileError, match=r'd\.jsonl:1, turn 2: wanted "label"'):
        read_conversations(path)


@clinic
def test_the_development_files_are_read_whole() -> None:
    questions = read_questions(CLINIC / "questions.jsonl")
    conversations = read_conversations(CLINIC / "dialogs.jsonl")
    assert (len(questions), len(conversations)) == (1358, 32)
    assert sum(question.label is Label.ANSWERED for question in questions) == 690
    assert sum(len(conversation.turns) for conversation in conversations) == 153
