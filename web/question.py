"""What a client sends, read strictly: a question or a named refusal, and of the history whatever can be trusted."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from bot.answer import Kind, Turn
from bot.clean import LONGEST_QUESTION, UnusableText, clean
from web.errors import Refusal

# The contract reads at most 6 turns; an answer shows at most a handful of passages, 20 leaves room.
MOST_TURNS = 6
MOST_PASSAGES = 20
LONGEST_ID = 200
# Our largest form has two fields and every passage that an answer showed.
MOST_FIELDS = 2 + MOST_PASSAGES


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: the question as typed, 1 to 2,000 characters, and at most six past turns, oldest first."""

    question: str
    history: tuple[Turn, ...] = ()


def asked_as_json(content_type: str, body: bytes) -> Asked:
    """Read the body of `POST /api/ask`.

    Raises:
        Refusal: not JSON, not UTF-8, malformed, or without a usable question.
    """
    if content_type.split(";")[0].strip().lower() != "application/json":
        raise Refusal("not_json")
    sent = _parse(_decode(body))
    if not isinstance(sent, dict) or "question" not in sent:
        raise Refusal("question_missing")
    return Asked(_question(sent["question"]), history(sent.get("history")))


def asked_as_form(content_type: str, body: bytes) -> Asked:
    """Read the body of `POST /`: the fields `question` and `history`, the latter JSON in a hidden field.

    Raises:
        Refusal: not a form, not UTF-8, or without a usable question. A damaged history is ignored.
    """
    fields = dict(form_fields(content_type, body))
    if "question" not in fields:
        raise Refusal("question_missing")
    # A browser sends a line break of a text area as two characters; the person typed one.
    return Asked(_question(fields["question"].replace("\r\n", "\n")), _history_field(fields.get("history", "")))


def form_fields(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """The fields of a form as names and values, in the order sent.

    Raises:
        Refusal: not a form, not UTF-8, or of more than `MOST_FIELDS` fields.
    """
    if content_type.split(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Refusal("not_form")
    try:
        return parse_qsl(_decode(body), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError:
        raise Refusal("not_utf8") from None
    except ValueError:
        raise Refusal("malformed_form") from None


def history(sent: object) -> tuple[Turn, ...]:
    """The last turns of a `history`, oldest first; an element that is not one of our turns is left out."""
    last = sent[-MOST_TURNS:] if isinstance(sent, list) else []
    return tuple(turn for turn in map(_turn, last) if turn is not None)


def _history_field(text: str) -> tuple[Turn, ...]:
    try:
        return history(_parse(text))
    except Refusal:
        return ()


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal("not_utf8") from None


def _parse(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):  # ValueError: not JSON, or a number of more than 4,300 digits
        raise Refusal("malformed_json") from None


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _question(sent: object) -> str:
    if not isinstance(sent, str):
        raise Refusal("question_not_text")
    try:
        clean(sent)
    except UnusableText as unusable:
        raise Refusal(unusable.code) from None
    return sent


def _writable(text: str) -> bool:
    """Whether text has no NUL and no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _turn(sent: object) -> Turn | None:
    if not isinstance(sent, dict):
        return None
    question, understood, kind = sent.get("question"), sent.get("understood_as"), sent.get("kind")
    if not _short(question, LONGEST_QUESTION) or not (understood is None or _short(understood, LONGEST_QUESTION)):
        return None
    if kind not in list(Kind):
        return None
    named = sent.get("passages")
    passages = tuple(p for p in named[:MOST_PASSAGES] if _short(p, LONGEST_ID)) if isinstance(named, list) else ()
    return Turn(str(question), understood, Kind(kind), passages)


def _short(value: object, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest and _writable(value)
