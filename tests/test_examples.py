"""Training examples drawn from question files."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot.training.examples import (
    STRANGE_RANKS,
    Bearing,
    LabelledQuestion,
    Sampler,
    bearings,
    nearness,
    read_material,
    roughened,
    strangers,
)
from tests.tiny_model import write_toy_set

ROW = {"doc_id": "cat", "turns": [
    {"question": "hi", "standalone": "hi", "label": "smalltalk", "evidence": [], "needs_context": False},
    {"question": "and where?", "standalone": "Where is the cat?", "label": "answered",
     "evidence": ["The red cat is near home."], "needs_context": True},
]}  # fmt: skip


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    folder = write_toy_set(tmp_path)
    (folder / "dialogs.jsonl").write_text(json.dumps(ROW) + "\n", encoding="utf-8")
    return folder


def test_questions_documents_and_follow_ups_written_out_are_read(toy: Path) -> None:
    material = read_material([toy])
    assert len(material.questions) == 37
    assert material.questions[-1] == LabelledQuestion(
        "Where is the cat?", "cat", Bearing.ANSWERS, ("The red cat is near home.",)
    )
    assert material.passages["cat"][0].text == "The red cat is near home. The green cat is near home."


def test_the_other_format_marks_answers_inside_sentences(tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_text(json.dumps({"_id": "n", "title": "N", "text": "They lived in France. So."}))
    rows = [
        {"question": "Where?", "doc_id": "n", "is_impossible": False, "answers": ["France"]},
        {"question": "When?", "doc_id": "n", "is_impossible": True, "answers": []},
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)))
    material = read_material([tmp_path])
    found = [bearings(question, material.passages["n"][0]) for question in material.questions]
    assert found == [(Bearing.ANSWERS, Bearing.NONE), (Bearing.NONE, Bearing.NONE)]


def test_an_epoch_holds_all_evidence_and_is_the_same_for_the_same_seed(toy: Path) -> None:
    material = read_material([toy])
    none = tuple(() for _ in material.questions)
    sampler = Sampler(material, tuple((0,) for _ in material.questions), none)
    first, again, other = sampler.epoch(1), sampler.epoch(1), sampler.epoch(2)
    assert first == again != other
    answered = sum(question.bearing is Bearing.ANSWERS for question in material.questions)
    assert sum(Bearing.ANSWERS in example.bearings for example in first) == answered
    assert len(sampler.epoch(1, limit=5)) < len(first)


def test_passages_are_ranked_by_cosine() -> None:
    question = LabelledQuestion("q", "d", Bearing.NONE, ())
    vectors = {"d": np.eye(3, dtype=np.float32)}
    asked = np.array([[0.1, 0.9, 0.4]], dtype=np.float32)
    assert nearness(asked, [question], vectors) == ((1, 2, 0),)


def test_strangers_are_passages_of_other_documents_near_the_question_but_not_nearest(toy: Path) -> None:
    material = read_material([toy])
    rng = np.random.default_rng(1)
    vectors = {name: rng.normal(size=(len(held), 4)).astype(np.float32) for name, held in material.passages.items()}
    asked = np.array([vectors[question.document_id][0] for question in material.questions])
    found = strangers(asked, material, vectors)
    assert len(found) == len(material.questions)
    for question, vector, strange in zip(material.questions, asked, found, strict=True):
        others = [
            (float(own @ vector), passage)
            for name, held in material.passages.items()
            if name != question.document_id
            for own, passage in zip(vectors[name], held, strict=True)
        ]
        ranked = [passage for _, passage in sorted(others, key=lambda each: -each[0])]
        assert list(strange) == ranked[STRANGE_RANKS][: len(strange)]


def test_roughening_changes_few_letters_of_some_questions_and_none_of_most() -> None:
    text = "Does the transplant really reset everything?"
    found = [roughened(text, random.Random(seed)) for seed in range(200)]
    unchanged = sum(each == text for each in found)
    assert 120 < unchanged < 180
    assert all(abs(len(each) - len(text)) <= 3 for each in found)
    assert roughened("", random.Random(0)) == ""
