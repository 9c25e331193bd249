"""Ratings: what may be kept, where, for how long, and how much at most."""

import json
import stat
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Kind
from tests.clinic import WordBot
from web import ratings
from web.app import create_app
from web.errors import Refusal
from web.ratings import Choice, Rating, Ratings, rated_as_form
from web.settings import Settings

FORM = "application/x-www-form-urlencoded"
KNOWN = {"kit:aaaa0001", "kit:aaaa0002"}
GOOD = {"choice": "unclear", "kind": "answered", "passage": ["kit:aaaa0001", "kit:aaaa0002"]}
RATING = Rating(Choice.UNCLEAR, Kind.ANSWERED, ("kit:aaaa0001", "kit:aaaa0002"))
LINE = {"choice": "unclear", "kind": "answered", "passages": ["kit:aaaa0001", "kit:aaaa0002"], "index": "sha256:1"}
TODAY = date(2026, 11, 23)
PAGE = {"accept": "text/html"}


def body(**changed: object) -> bytes:
    return urlencode({**GOOD, **changed}, doseq=True).encode()


def client(home: Path, **given: object) -> TestClient:
    settings = Settings(**{"rate_limit": 0, "home": home, "rating_days": 30, **given})
    return TestClient(create_app(settings, WordBot()), raise_server_exceptions=False)


def kept(home: Path) -> list[dict[str, object]]:
    files = sorted((home / "ratings").glob("*"))
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


def test_a_rating_is_a_choice_a_kind_and_passages() -> None:
    assert rated_as_form(FORM, body(), KNOWN) == RATING


@pytest.mark.parametrize(
    ("content_type", "sent", "code"),
    [
        ("application/json", body(), "not_form"),
        (FORM, b"choice=\xff", "not_utf8"),
        (FORM, b"&".join([b"a=b"] * 100), "malformed_form"),
        (FORM, b"", "rating_unusable"),
        (FORM, body(choice="it hurts"), "rating_unusable"),
        (FORM, body(choice=""), "rating_unusable"),
        (FORM, body(kind="sad"), "rating_unusable"),
        (FORM, body(kind="urgent"), "rating_unusable"),
        (FORM, body(kind="personal"), "rating_unusable"),
        (FORM, body(passage=["my name is Ann"]), "rating_unusable"),
        (FORM, body(passage=["kit:aaaa0001"] * 21), "malformed_form"),
    ],
)
def test_anything_that_the_page_does_not_offer_is_refused(content_type: str, sent: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rated_as_form(content_type, sent, KNOWN)
    assert refused.value.code == code


@given(st.binary(max_size=200))
def test_any_bytes_give_a_refusal(sent: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        rated_as_form(FORM, sent, KNOWN)
    assert refused.value.status in (400, 422)


def test_a_line_is_appended_for_each_rating_and_only_the_owner_reads_it(tmp_path: Path) -> None:
    store = Ratings(tmp_path, 30, lambda: TODAY)
    for _ in range(2):
        store.keep(RATING, "sha256:1")
    path = tmp_path / "ratings" / "2026-11-23.jsonl"
    assert [json.loads(line) for line in path.read_text().splitlines()] == [LINE, LINE]
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent)] == [0o600, 0o700]


def test_a_day_holds_a_bounded_number_of_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ratings, "MOST_BYTES", 300)
    store = Ratings(tmp_path, 30, lambda: TODAY)
    store.keep(RATING, "sha256:1")
    store.keep(RATING, "sha256:1")
    with pytest.raises(Refusal) as refused:
        store.keep(RATING, "sha256:1")
    assert (refused.value.code, refused.value.headers) == ("rating_unkept", {"Retry-After": "3600"})
    assert kept(tmp_path) == [LINE, LINE]


def test_a_folder_that_cannot_be_written_is_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "ratings").write_text("a file where the folder should be")
    with pytest.raises(Refusal, match="rating_unkept"):
        Ratings(tmp_path, 30).keep(RATING, None)


@pytest.mark.parametrize(("days", "left"), [(3, ["2026-11-21", "2026-11-23"]), (1, ["2026-11-23"]), (0, [])])
def test_older_days_are_deleted(tmp_path: Path, days: int, left: list[str]) -> None:
    (tmp_path / "ratings").mkdir()
    for ago in (0, 2, 3, 400):
        (tmp_path / "ratings" / f"{TODAY - timedelta(ago)}.jsonl").write_text("{}\n")
    Ratings(tmp_path, days, lambda: TODAY).expire()
    assert sorted(path.stem for path in (tmp_path / "ratings").iterdir()) == left


def test_a_day_that_passes_while_the_server_runs_is_deleted_too(tmp_path: Path) -> None:
    now = [TODAY]
    store = Ratings(tmp_path, 1, lambda: now[0])
    store.expire()
    store.keep(RATING, None)
    store.expire()
    assert len(kept(tmp_path)) == 1
    now[0] += timedelta(1)
    store.expire()
    assert kept(tmp_path) == []


@pytest.mark.parametrize(
    ("door", "sent"),
    [
        ("/api/ask", {"json": {"question": "what?"}}),
        ("/", {"data": {"question": "what?"}}),
        ("/widget", {"data": {"question": "what?"}}),
        ("/rating", {"data": GOOD}),
    ],
)
def test_older_days_are_deleted_through_whichever_door_a_question_comes(
    tmp_path: Path, door: str, sent: dict[str, dict[str, object]]
) -> None:
    old = tmp_path / "ratings" / "2020-01-01.jsonl"
    old.parent.mkdir()
    old.write_text("{}\n")
    assert client(tmp_path).post(door, **sent).status_code == 200
    assert not old.exists()


def test_a_file_that_cannot_be_deleted_never_stops_an_answer(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "ratings" / "2020-01-01.jsonl").mkdir(parents=True)  # a folder, which `unlink` does not take
    assert client(tmp_path).post("/", data={"question": "what?"}).status_code == 200
    assert "old ratings cannot be deleted" in caplog.text


def test_no_rating_is_asked_for_or_taken_unless_the_clinic_switches_it_on(tmp_path: Path) -> None:
    off = client(tmp_path, rating_days=0)
    assert "/rating" not in off.post("/", data={"question": "what?"}).text
    assert "rate an answer" not in off.get("/").text
    assert off.post("/rating", data=GOOD).json()["error"]["code"] == "not_found"
    assert kept(tmp_path) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_only_answers_from_the_documents_can_be_rated(tmp_path: Path, kind: Kind) -> None:
    shown = client(tmp_path).post("/", data={"question": f"{kind} please"}).text
    assert ("/rating" in shown) == (kind in ratings.RATED)


def test_a_rating_is_kept_without_a_word_of_the_question(tmp_path: Path) -> None:
    on = client(tmp_path)
    on.post("/", data={"question": "canary?"})
    thanks = on.post("/rating", data=GOOD)
    assert (thanks.status_code, "Thank you" in thanks.text, "<html" in thanks.text) == (200, True, False)
    assert "<html" in on.post("/rating", data=GOOD, headers=PAGE).text
    assert kept(tmp_path) == [LINE, LINE]
    assert "canary" not in "".join(path.read_text() for path in tmp_path.rglob("*") if path.is_file())


def test_the_page_says_what_is_kept_and_for_how_long(tmp_path: Path) -> None:
    assert (
        "without your question or your name. Days until it is deleted: 14."
        in client(tmp_path, rating_days=14).get("/").text
    )


def test_bad_ratings_get_the_error_of_the_contract_and_no_echo(tmp_path: Path) -> None:
    refused = client(tmp_path).post("/rating", data={**GOOD, "choice": "canary"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "rating_unusable")
    assert "canary" not in refused.text
    page = client(tmp_path).post("/rating", data={**GOOD, "choice": "canary"}, headers=PAGE)
    assert (page.status_code, "Please use the buttons under an answer." in page.text) == (422, True)
    assert kept(tmp_path) == []


def test_ratings_are_limited_like_questions(tmp_path: Path) -> None:
    limited = client(tmp_path, rate_limit=2)
    assert [limited.post("/rating", data=GOOD).status_code for _ in range(3)] == [200, 200, 429]
