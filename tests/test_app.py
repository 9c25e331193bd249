"""The HTTP contract over the whole application, with a small worked bot behind it."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.answer import Answer, Basis, Citation, Kind, ListedReference, Quote, Turn
from corpus.document import Document, Passage, Reference, Section, Sentence
from tests.clinic import WordBot, answer_of, shown
from web.app import create_app
from web.settings import Settings

TURN = {"question": "what is it?", "understood_as": None, "kind": "answered", "passages": ["kit:aaaa0001"]}


def client(bot: WordBot | None = None, **given: object) -> TestClient:
    """A client of an application with these settings."""
    settings = Settings(**{"rate_limit": 0, "home": Path("/nowhere"), **given})
    return TestClient(create_app(settings, bot or WordBot()), raise_server_exceptions=False)


@pytest.mark.parametrize("kind", list(Kind))
def test_an_answer_of_each_kind_is_the_record_as_json(kind: Kind) -> None:
    question = f"{kind} please"
    response = client().post("/api/ask", json={"question": question})
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.json() == json.loads(json.dumps(answer_of(kind, question).as_json()))
    assert list(response.json()) == [
        *("kind", "understood_as", "message", "missing_topic", "quotes", "passages", "references", "suggestions"),
        *("turn", "receipt"),
    ]


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": b"{"}, 400, "malformed_json"),
        ({"content": b'{"question": NaN}'}, 400, "malformed_json"),
        ({"content": b"[" * 9000}, 400, "malformed_json"),
        ({"content": b'{"question": "canary\xff"}'}, 400, "not_utf8"),
        ({"content": b'"' + b"canary" * 200_000 + b'"'}, 413, "too_large"),
        ({"content": iter([b"canary"] * 10_000)}, 413, "too_large"),
        ({"content": b'{"question": "canary"}', "headers": {"content-type": "text/plain"}}, 415, "not_json"),
        ({"json": {"text": "canary"}}, 422, "question_missing"),
        ({"json": {"question": ["canary"]}}, 422, "question_not_text"),
        ({"json": {"question": "  \n"}}, 422, "question_empty"),
        ({"json": {"question": "canary" * 334}}, 422, "question_too_long"),
        ({"content": b'{"question": "canary\\ud800"}'}, 422, "question_unusable"),
        ({"json": {"question": "canary\0"}}, 422, "question_unusable"),
    ],
)
def test_bad_input_gets_the_error_of_the_contract_and_no_echo(sent: dict[str, object], status: int, code: str) -> None:
    response = client().post("/api/ask", **{"headers": {"content-type": "application/json"}, **sent})
    assert response.status_code == status
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["code"] == code
    assert response.json()["error"]["message"].strip()
    assert "canary" not in response.text


def test_the_message_of_a_long_question_is_that_of_the_contract() -> None:
    response = client().post("/api/ask", json={"question": "x" * 2001})
    assert response.json() == {
        "error": {"code": "question_too_long", "message": "Please use at most 2,000 characters."}
    }


def test_the_bot_gets_the_cleaned_question_and_the_turns() -> None:
    bot = WordBot()
    client(bot).post("/api/ask", json={"question": " and then? ", "history": [TURN, 7]})
    ((question, history),) = bot.asked
    assert question == "and then?"
    assert [turn.question for turn in history] == ["what is it?"]


def test_past_the_rate_a_client_gets_429_with_retry_after() -> None:
    limited = client(rate_limit=2)
    codes = [limited.post("/api/ask", json={"question": "hello"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    response = limited.post("/api/ask", json={"question": "hello"})
    assert response.json()["error"]["code"] == "rate_limited"
    assert 1 <= int(response.headers["retry-after"]) <= 60


def test_an_emergency_is_never_limited_and_needs_no_index() -> None:
    bot = WordBot(fingerprint=None)
    limited = client(bot, rate_limit=1)
    limited.post("/api/ask", json={"question": "hello"})
    codes = [limited.post("/api/ask", json={"question": "I want to end my life"}).status_code for _ in range(5)]
    assert codes == [200] * 5
    assert len(bot.asked) == 6


def test_rotating_forwarded_addresses_do_not_escape_the_limit() -> None:
    limited = client(rate_limit=5)
    sent = [{"headers": {"x-forwarded-for": f"10.0.{n // 250}.{n % 250}"}} for n in range(100)]
    codes = [limited.post("/api/ask", json={"question": "hello"}, **each).status_code for each in sent]
    assert codes == [200] * 5 + [429] * 95


def test_without_an_index_it_is_not_ready() -> None:
    waiting = client(WordBot(fingerprint=None))
    for response in (waiting.post("/api/ask", json={"question": "what does the kit hold?"}), waiting.get("/readyz")):
        assert (response.status_code, response.json()["error"]["code"]) == (503, "not_ready")
        assert response.headers["retry-after"] == "10"
    assert waiting.get("/healthz").json() == {"status": "alive"}


def test_ready_names_index_and_counts() -> None:
    assert client().get("/readyz").json() == {"status": "ready", "index": "sha256:1", "documents": 1, "passages": 3}


def test_what_nobody_foresaw_is_answered_without_a_trace_of_the_question(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(WordBot):
        def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
            raise RuntimeError(f"cannot answer {question} after {history}")

    response = client(Broken()).post("/api/ask", json={"question": "canary"})
    assert (response.status_code, response.json()["error"]["code"]) == (500, "internal")
    assert "canary" not in response.text + caplog.text
    assert "RuntimeError at" in caplog.text


@pytest.mark.parametrize("path", ["/nothing", "/documents/nothing", "/documents/..%2f..%2fetc", "/static/../app.py"])
def test_an_unknown_address_is_404(path: str) -> None:
    assert client().get(path).json()["error"]["code"] == "not_found"


def test_a_wrong_method_is_405() -> None:
    assert client().get("/api/ask").json()["error"]["code"] == "method_not_allowed"


@pytest.mark.parametrize("path", ["/", "/documents", "/documents/kit", "/api/ask", "/healthz", "/static/footnote.css"])
def test_every_response_carries_the_security_headers(path: str) -> None:
    headers = client().get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in headers


def test_a_body_that_is_too_large_is_refused_with_the_headers_on() -> None:
    response = client().post("/api/ask", content=b"x" * 20_000)
    assert response.headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_the_interface_is_described_only_where_switched_on(path: str) -> None:
    assert client().get(path).status_code == 404
    assert "/api/ask" in client(docs=True).get(path).text


PAYLOAD = "<script>hit()</script>\"'><img src=x onerror=hit()>"


def test_payloads_in_documents_are_text_everywhere() -> None:
    text = f"{PAYLOAD} One.\nReferences\n[1] {PAYLOAD}\n"
    only = Sentence(0, text.index("\n"))
    reference = Reference("1", PAYLOAD, "javascript:hit()", 0, 1)
    document = Document(
        "evil", PAYLOAD, text, (Section((PAYLOAD,), 0, only.end, ((only,),)),), (reference,), owner=PAYLOAD
    )
    found = Passage("evil:1", "evil", PAYLOAD, (PAYLOAD,), 0, only.end, text[: only.end], (only,))
    quote = Quote(
        found.text, found.id, "evil", 0, only.end, (Citation("1", PAYLOAD, "javascript:hit()", Basis.MARKER),)
    )
    answer = replace(
        answer_of(Kind.PARTIAL, PAYLOAD),
        understood_as=PAYLOAD + "?",
        message=PAYLOAD,
        quotes=(quote,),
        passages=(replace(shown(found), reviewed=None),),
        references=(ListedReference("1", PAYLOAD, "javascript:hit()", "evil", Basis.LISTED),),
        suggestions=(PAYLOAD,),
    )

    class Evil(WordBot):
        def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
            return answer

        def suggestions(self) -> tuple[str, ...]:
            return (PAYLOAD,)

    evil = client(Evil({"evil": document}, {found.id: found}), clinic_name="<script>hit()</script>")
    form = {"question": PAYLOAD, "history": json.dumps([{**TURN, "question": PAYLOAD}])}
    pages = [
        evil.get("/"),
        evil.get("/documents"),
        evil.get("/documents/evil"),
        evil.post("/", data=form, headers={"accept": "text/html"}),
        evil.post("/", data=form),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "<script>hit" not in page.text
        assert "<img src=x" not in page.text
        assert 'href="javascript:' not in page.text


def test_a_refused_form_is_a_page_that_says_what_to_do() -> None:
    response = client().post("/", data={"question": " "}, headers={"accept": "text/html"})
    assert response.status_code == 422
    assert "Please write a question first." in response.text


def test_numbers_read_from_left_to_right_in_every_language() -> None:
    page = client(language="ar", region="UK", clinic_phone="020 7946 0000").get("/").text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<a class="tel" dir="ltr" href="tel:02079460000">020 7946 0000</a>' in page


def test_an_emergency_has_a_button_for_each_number_once() -> None:
    class Calm(WordBot):
        def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
            return replace(answer_of(Kind.URGENT, question), message="Call 116 123, or 999.\nAgain: 999.")

    card = client(Calm(), region="UK").post("/", data={"question": "I want to end my life"}).text
    assert re.findall(r'<a class="call" href="(.*?)">(.*?)</a>', card) == [
        ("tel:116123", "Call \u2066116 123\u2069"),
        ("tel:999", "Call \u2066999\u2069"),
    ]
