import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.evaluation.questions import Label, Question, QuestionFileError
from bot.evaluation.subjects import Subjects, read_subjects, swapped
from corpus.document import Section
from tests.scripted import document

TEXT = "Graft\nThe graft leaves a numb patch. It is slow.\nTransfer\nStrength is good. Unlike a graft it is quick."
SECOND = TEXT.index("Transfer")
HAND = replace(
    document("hand", TEXT),
    sections=(Section(("Graft",), 0, SECOND, ()), Section(("Transfer",), SECOND, len(TEXT), ())),
)
SUBJECTS = Subjects("hand", (("nerve graft", "graft"), ("tendon transfer", "transfer"), ("splint",)))


def asked(text: str, *evidence: str) -> Question:
    return Question("q", "hand", text, Label.ANSWERED, evidence)


def test_a_question_about_one_treatment_is_asked_of_each_other_one() -> None:
    question = asked("Does the Nerve Graft hurt?", "The graft leaves a numb patch.")
    assert swapped([question], [SUBJECTS], [HAND]) == (
        replace(question, id="q/tendon transfer", text="Does the tendon transfer hurt?", label=Label.SWAPPED),
        replace(question, id="q/splint", text="Does the splint hurt?", label=Label.SWAPPED),
    )


def test_every_name_of_the_treatment_is_exchanged() -> None:
    found = swapped([asked("graft or nerve graft?", "The graft leaves a numb patch.")], [SUBJECTS], [HAND])
    assert found[1].text == "splint or splint?"


@pytest.mark.parametrize(
    ("text", "evidence", "count"),
    [
        ("how strong after the transfer", "Strength is good.", 2),  # the heading above says of which treatment
        ("how strong after the graft", "Strength is good.", 0),  # the evidence speaks of the other
        (
            "is the transfer quick",
            "Unlike a graft it is quick.",
            0,
        ),  # named in the evidence, the graft wins over the heading
        ("graft or transfer?", "The graft leaves a numb patch.", 0),  # names two
        ("how strong?", "Strength is good.", 0),  # names none
        ("grafted skin?", "The graft leaves a numb patch.", 0),  # part of another word
    ],
)
def test_only_what_is_said_of_the_one_treatment_alone_is_exchanged(text: str, evidence: str, count: int) -> None:
    assert len(swapped([asked(text, evidence)], [SUBJECTS], [HAND])) == count


def test_unanswered_questions_and_other_documents_are_left_alone() -> None:
    questions = [
        Question("u", "hand", "graft?", Label.UNANSWERED),
        replace(asked("graft?", "The graft leaves a numb patch."), document_id="foot"),
    ]
    assert swapped(questions, [SUBJECTS, Subjects("elsewhere", (("a",), ("b",)))], [HAND]) == ()


def test_subjects_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "subjects.jsonl"
    path.write_text(json.dumps({"doc_id": "hand", "subjects": [["nerve graft", "graft"], ["transfer"]]}))
    assert read_subjects(path) == (Subjects("hand", (("nerve graft", "graft"), ("transfer",))),)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"subjects": [["a"], ["b"]]}', 'wanted "doc_id", found None; name the document'),
        ('{"doc_id": "d", "subjects": [["a"]]}', 'wanted "subjects" as two or more lists of names'),
        ('{"doc_id": "d", "subjects": [["a"], []]}', 'wanted "subjects" as two or more lists of names'),
        ('{"doc_id": "d", "subjects": [["a"], [" "]]}', 'wanted "subjects" as two or more lists of names'),
        ('{"doc_id": "d", "subjects": ["a", "b"]}', 'wanted "subjects" as two or more lists of names'),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "subjects.jsonl"
    path.write_text(line)
    with pytest.raises(QuestionFileError, match=rf"subjects\.jsonl:1: {message}"):
        read_subjects(path)
