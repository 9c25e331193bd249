"""What a client sends, read strictly."""

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Kind, Turn
from web.errors import Refusal
from web.question import Asked, asked_as_form, asked_as_json, history

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
TURN = {"question": "what is it?", "understood_as": None, "kind": "answered", "passages": ["kit:aaaa0001"]}


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("text/plain", b'{"question": "x"}', "not_json"),
        ("", b'{"question": "x"}', "not_json"),
        (JSON, b"", "malformed_json"),
        (JSON, b"{", "malformed_json"),
        (JSON, b'{"question": NaN}', "malformed_json"),
        (JSON, b'{"question": "x", "history": Infinity}', "malformed_json"),
        (JSON, b"[" * 5000, "malformed_json"),
        (JSON, b"[" * 8000 + b"]" * 8000, "malformed_json"),
        (JSON, b'{"question": ' + b"9" * 5000 + b"}", "malformed_json"),
        (JSON, b'\xef\xbb\xbf{"question": "x"}', "malformed_json"),
        (JSON, b'{"question": "\xff"}', "not_utf8"),
        (JSON, b'{"question": "\xed\xa0\x80"}', "not_utf8"),
        (JSON, b"null", "question_missing"),
        (JSON, b'["question"]', "question_missing"),
        (JSON, b"{}", "question_missing"),
        (JSON, b'{"question": null}', "question_not_text"),
        (JSON, b'{"question": 7}', "question_not_text"),
        (JSON, b'{"question": ["x"]}', "question_not_text"),
        (JSON, b'{"question": ""}', "question_empty"),
        (JSON, b'{"question": " \\n\\t "}', "question_empty"),
        (JSON, '{"question": "\u200b\u202e\ufeff"}'.encode(), "question_empty"),
        (JSON, json.dumps({"question": "x" * 2001}).encode(), "question_too_long"),
        (JSON, b'{"question": "a\\ud800b"}', "question_unusable"),
        (JSON, b'{"question": "a\\u0000b"}', "question_unusable"),
    ],
)
def test_an_unusable_body_is_refused_by_name(content_type: str, body: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked_as_json(content_type, body)
    assert refused.value.code == code


@pytest.mark.parametrize("content_type", [JSON, "Application/JSON; charset=utf-8"])
def test_a_question_of_two_thousand_characters_is_read_as_typed(content_type: str) -> None:
    question = " é🙂" * 666 + "xy"
    assert asked_as_json(content_type, json.dumps({"question": question}).encode()) == Asked(question)


def test_the_history_is_read_into_turns() -> None:
    body = json.dumps({"question": "and then?", "history": [TURN]}).encode()
    assert asked_as_json(JSON, body) == Asked(
        "and then?", (Turn("what is it?", None, Kind.ANSWERED, ("kit:aaaa0001",)),)
    )


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "[]",
        {"0": TURN},
        7,
        [None, 7, "x", [TURN]],
        [{**TURN, "question": 7}],
        [{**TURN, "question": ""}],
        [{**TURN, "question": "x" * 2001}],
        [{**TURN, "question": "\ud800"}],
        [{**TURN, "kind": "admin"}],
        [{**TURN, "kind": ["answered"]}],
        [{**TURN, "understood_as": {"a": 1}}],
    ],
)
def test_a_forged_history_is_ignored(sent: object) -> None:
    assert history(sent) == ()


def test_an_endless_history_is_read_from_its_end() -> None:
    sent = [{**TURN, "question": f"question {n}"} for n in range(50)]
    assert [turn.question for turn in history(sent)] == [f"question {n}" for n in range(44, 50)]


@pytest.mark.parametrize(
    ("passages", "kept"),
    [("kit:a", ()), (None, ()), ([7, "kit:a", "x" * 201, None], ("kit:a",)), (["p"] * 500, ("p",) * 20)],
)
def test_passages_of_a_turn_are_bounded(passages: object, kept: tuple[str, ...]) -> None:
    assert history([{**TURN, "passages": passages}])[0].passages == kept


def test_a_form_carries_question_and_history() -> None:
    body = urlencode({"question": "a\r\nb", "history": json.dumps([TURN])}).encode()
    assert asked_as_form(FORM, body) == Asked("a\nb", (Turn("what is it?", None, Kind.ANSWERED, ("kit:aaaa0001",)),))


@pytest.mark.parametrize(
    ("content_type", "body", "code"),
    [
        ("multipart/form-data", b"question=x", "not_form"),
        (FORM, b"question=%FF", "not_utf8"),
        (FORM, b"\xff", "not_utf8"),
        (FORM, b"&".join(b"a=1" for _ in range(23)), "malformed_form"),
        (FORM, b"history=[]", "question_missing"),
        (FORM, b"question=+++", "question_empty"),
        (FORM, b"question=%00", "question_unusable"),
        (FORM, b"question=" + b"x" * 2001, "question_too_long"),
    ],
)
def test_an_unusable_form_is_refused_by_name(content_type: str, body: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked_as_form(content_type, body)
    assert refused.value.code == code


@pytest.mark.parametrize("sent", ["", "{", "NaN", "[[[[", "[7]"])
def test_a_damaged_history_field_is_ignored(sent: str) -> None:
    assert asked_as_form(FORM, urlencode({"question": "x", "history": sent}).encode()) == Asked("x")


def outcome(read: Callable[[str, bytes], Asked], content_type: str, body: bytes) -> int:
    try:
        return 200 if read(content_type, body).question.strip() else 0
    except Refusal as refusal:
        return refusal.status


@given(st.binary(max_size=300))
def test_any_bytes_give_a_question_or_a_refusal(body: bytes) -> None:
    for read, content_type in ((asked_as_json, JSON), (asked_as_form, FORM)):
        assert outcome(read, content_type, body) in (200, 400, 422)


NESTED = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(st.lists(st.fixed_dictionaries({"question": NESTED, "kind": NESTED, "passages": NESTED}) | NESTED))
def test_any_history_is_read_without_an_error(sent: list[object]) -> None:
    assert len(history(sent)) <= 6
