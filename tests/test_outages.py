"""Emergencies and personal questions are answered when what lies behind the search is missing, broken or locked."""

import sqlite3
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.weights import UnusableModel
from web.app import create_app
from web.assembly import load_judge, without_index
from web.settings import Settings

ASKED = {"i cant breathe": "urgent", "should i stop my tablets": "personal", "am i eligible": "personal"}


def answered(settings: Settings) -> dict[str, str]:
    """The kind of answer to each question, asked over HTTP of the bot that is served without an engine."""
    client = TestClient(create_app(settings, without_index(settings)), raise_server_exceptions=False)
    return {question: client.post("/api/ask", json={"question": question}).json()["kind"] for question in ASKED}


def test_with_a_missing_index(tmp_path: Path) -> None:
    assert answered(Settings(home=tmp_path / "none", rate_limit=0)) == ASKED


def test_with_a_broken_model_file(tmp_path: Path) -> None:
    for name in ("evidence.onnx", "config.json", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"\0broken")
    settings = Settings(home=tmp_path, evidence=str(tmp_path), rate_limit=0)
    with pytest.raises(UnusableModel):
        load_judge(settings)
    assert answered(settings) == ASKED


def test_with_a_locked_database_file(tmp_path: Path) -> None:
    path = tmp_path / "footnote.db"
    with sqlite3.connect(path) as holder:
        holder.execute("create table held (x)")
        holder.commit()
        holder.execute("begin exclusive")
        with sqlite3.connect(path, timeout=0) as other, pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("select * from held")
        assert answered(Settings(home=tmp_path, rate_limit=0)) == ASKED
