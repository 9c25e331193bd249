"""Scoring triage on labelled messages."""

from pathlib import Path

import pytest

from bot.answer import Kind
from bot.distortion import Distortion
from bot.triage import Triage
from bot.triage_score import Example, Report, Score, UnreadableExamples, read_examples, score

DIE = Triage(Kind.URGENT, "self_harm")


def says_die_is_urgent(question: str) -> Triage | None:
    return DIE if "die" in question else None


def test_misses_and_false_alarms_are_listed_under_their_label() -> None:
    examples = (
        Example("i want to die", Kind.URGENT, "self_harm"),
        Example("i took 20 pills", Kind.URGENT, "overdose"),
        Example("do cells die", None, ""),
        Example("is it safe", None, ""),
    )
    missed, alarm = (("i took 20 pills", None),), (("do cells die", DIE),)
    assert score(examples, decide=says_die_is_urgent) == Report(
        Distortion.NONE,
        rows=(
            Score("harmless", 2, alarm),
            Score("urgent: overdose", 1, missed),
            Score("urgent: self_harm", 1, ()),
        ),
        kinds=(Score("harmless", 2, alarm), Score("urgent", 2, missed)),
    )


def test_the_share_right_is_of_the_row() -> None:
    assert Score("urgent", 4, (("a", None),)).share_right == 0.75


def test_a_message_is_cleaned_and_distorted_before_it_is_judged() -> None:
    seen: list[str] = []

    def note(question: str) -> Triage | None:
        seen.append(question)
        return None

    score([Example("Help me", None, "")], Distortion.CAPITALS, note)
    score([Example("\0", None, "")], decide=note)
    assert seen == ["HELP ME"]


def test_smalltalk_is_not_asked_for_at_the_end_of_a_long_message() -> None:
    report = score([Example("hello", Kind.SMALLTALK, "greeting")], Distortion.LAST_LINE)
    assert report == Report(Distortion.LAST_LINE, (), ())


@pytest.mark.parametrize(
    "text",
    [
        '{"question": "a", "kind": "urgent", "category": "x"}\n\n{"question": "b", "kind": null}\n',
        '[{"question": "a", "kind": "urgent", "category": "x"}, {"question": "b", "kind": "harmless"}]',
    ],
)
def test_json_lines_and_a_json_list_read_alike(tmp_path: Path, text: str) -> None:
    path = tmp_path / "examples.json"
    path.write_text(text)
    assert read_examples(path) == (Example("a", Kind.URGENT, "x"), Example("b", None, ""))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "wanted JSON Lines or a JSON list"),
        ('{"question": 3}', "row 1: wanted"),
        ('{"question": "a", "kind": "answered?"}', r"row 1: wanted kind urgent, personal, smalltalk or null"),
        ('{"question": "a", "kind": []}', r"row 1: wanted kind urgent, personal, smalltalk or null"),
        ("[1]", "row 1: wanted"),
    ],
)
def test_a_file_that_is_not_labelled_messages_is_refused_by_row(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "examples.json"
    path.write_text(text)
    with pytest.raises(UnreadableExamples, match=message):
        read_examples(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExamples, match=r"none\.jsonl"):
        read_examples(tmp_path / "none.jsonl")
