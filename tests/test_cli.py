"""The command line, as a person types it."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from web import cli

DOCUMENT = """---
title: The kit
reviewed: 2026-11-20
---
The kit holds a thermometer [2]. Keep it dry [3].

## References
[2] Box makers 2020. https://example.org/box
[5] A leaflet.
"""


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cli.out, "width", 120)
    path = tmp_path / "kit.md"
    path.write_text(DOCUMENT)
    return path


def run(*arguments: object) -> str:
    result = CliRunner().invoke(cli.app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_check_reports_on_references_as_json(document: Path) -> None:
    (health,) = json.loads(run("check", document, "--json"))
    assert health == {
        "document_id": "kit",
        "entries": ["2", "5"],
        "gaps": ["1", "3", "4"],
        "repeated": [],
        "dangling": [{"line": 5, "words": "[3]"}],
        "uncited": ["5"],
        "lost": [],
        "without_link": ["5"],
        "without_date": ["5"],
    }


def test_check_reports_on_references_as_a_table(document: Path) -> None:
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in run("check", document).splitlines()]
    assert ["gaps in the numbering", "3", "1, 3, 4"] in rows
    assert ["markers without an entry", "1", "line 5: [3]"] in rows
    assert ["markers that look lost", "none", ""] in rows
    assert ["cost", "none", ""] in rows


def test_documents_lists_a_folder(document: Path) -> None:
    (found,) = json.loads(run("documents", document.parent, "--json"))
    assert (found["id"], found["title"], len(found["sha256"])) == ("kit", "The kit", 64)
    assert "2026-11-20" in run("documents", document.parent)


@pytest.mark.usefixtures("document")
def test_documents_lists_the_bundled_ones_without_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FOOTNOTE_CORPUS", raising=False)
    assert [each["id"] for each in json.loads(run("documents", "--json"))] == ["ms-stem-cell-therapy"]


def test_triage_scores_a_labelled_file(document: Path) -> None:
    rows = [
        {"question": "I want to end my life", "kind": "urgent", "category": "self_harm"},
        {"question": "what does the kit hold?", "kind": "urgent", "category": "self_harm"},
    ]
    file = document.parent / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows))
    printed = run("triage", file, "--failures")
    assert "0.500" in printed
    assert "what does the kit hold?" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check", "nothing.md"), "nothing.md"),
        (("documents", "nothing"), "nothing"),
        (("triage", "nothing.jsonl"), "nothing.jsonl"),
    ],
)
def test_what_a_person_can_mend_is_said_in_one_line(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    code = "from web.cli import main; main()"
    root = str(Path(__file__).parent.parent)
    found = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": root, "PATH": "/usr/bin:/bin"},
    )
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith("error: ")
    assert said in found.stderr
    assert "Traceback" not in found.stderr


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; import web.cli; print([n for n in ('torch', 'faiss', 'numpy', 'fastapi') if n in sys.modules])"
    began = time.perf_counter()
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent.parent
    )
    assert found.stdout.strip() == "[]"
    assert time.perf_counter() - began < 10


def test_ask_without_a_question_says_what_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.app, ["ask", "  "])
    assert result.exit_code == 2
    assert "Please write a question first." in result.output


def test_serve_stands_in_where_the_model_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[FastAPI] = []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("uvicorn.run", lambda application, **_: served.append(application))
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FOOTNOTE_EMBEDDER", str(tmp_path / "nothing"))
    result = CliRunner().invoke(cli.app, ["serve", "--port", "9"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "http://127.0.0.1:9" in result.stdout
    client = TestClient(served[0])
    assert client.get("/readyz").status_code == 503
    assert client.post("/api/ask", json={"question": "I want to end my life"}).json()["kind"] == "urgent"
    assert client.post("/api/ask", json={"question": "what is in the kit?"}).json()["error"]["code"] == "not_ready"
