import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console

from bot.answer import Kind
from bot.evaluation.baseline import UnusableBaseline
from bot.evaluation.exam import Exam
from bot.evaluation.questions import Label, Question
from bot.evaluation.report import Scope
from corpus.document import Document
from tests.scripted import ScriptedBot, answer, document, quote
from web.examination import Wishes, examine

SPLINT = document("splint", "Wear it at night.")
QUESTIONS = (
    Question("s1", "splint", "when?", Label.ANSWERED, ("Wear it at night.",)),
    Question("s2", "splint", "day?", Label.ANSWERED, ("Wear it at night.",)),
)
RIGHT = answer(Kind.ANSWERED, [quote(SPLINT, "Wear it at night.")])
REFUSED = answer(Kind.NOT_COVERED)


def good(_: Sequence[Document]) -> ScriptedBot:
    return ScriptedBot({"when?": RIGHT, "day?": RIGHT})


def poor(_: Sequence[Document]) -> ScriptedBot:
    return ScriptedBot({"when?": RIGHT, "day?": REFUSED})


def run(factory: object, wishes: Wishes) -> tuple[bool, str, str]:
    shown, told = io.StringIO(), io.StringIO()
    passed = examine(
        [SPLINT],
        Exam(QUESTIONS),
        factory,
        Scope.OWN,
        wishes,
        Console(file=shown, width=120),
        Console(file=told, width=200),
    )
    return passed, shown.getvalue(), told.getvalue()


def test_a_terminal_gets_tables_and_no_gate_is_passed() -> None:
    passed, shown, _ = run(good, Wishes())
    assert passed
    assert "Answered: a right quote is given" in shown


def test_json_is_the_whole_report_and_nothing_else() -> None:
    _, shown, _ = run(good, Wishes(as_json=True))
    assert json.loads(shown)["figures"][0]["value"] == 1.0


def test_a_page_is_written_where_wished(tmp_path: Path) -> None:
    run(good, Wishes(html=tmp_path / "report.html"))
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")


def test_the_gate_passes_what_was_frozen_and_stops_what_is_worse(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    assert run(good, Wishes(freeze=path))[0]
    assert run(good, Wishes(gate=path))[0]
    passed, _, told = run(poor, Wishes(gate=path))
    assert not passed
    assert "worse: Answered: a right quote is given: was 1.000, is 0.500, may differ by 0.100" in told
    assert "worse: Answered: refused: was 0.000, is 0.500, may differ by 0.100" in told


def test_a_missing_gate_is_found_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(UnusableBaseline, match="wanted a baseline, found none"):
        run(lambda _: pytest.fail("asked"), Wishes(gate=tmp_path / "none.json"))


def test_what_went_wrong_is_listed_in_the_terminal_where_wished() -> None:
    assert "What went wrong" not in run(poor, Wishes())[1]
    listed = run(poor, Wishes(failures=True))[1]
    assert "answered question refused │ s2 │ day?     │ not_covered" in listed
