"""What stands between two lines `---` at the top of a document: id, title, reviewed, source, owner, synonyms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

_FENCED = re.compile(
    r"---[ \t]*(?:\r\n|\r|\n)(?P<body>.*?)(?:^|(?<=[\r\n]))---[ \t]*(?=[\r\n]|\Z)", re.DOTALL | re.MULTILINE
)
_OPENED = re.compile(r"---[ \t]*[\r\n]+[A-Za-z_]+[ \t]*:")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")  # it stands in links and in passage ids


class FrontMatterError(Exception):
    """Front matter is not as agreed."""

    def __init__(self, wanted: str, found: str) -> None:
        super().__init__(f"wanted {wanted}, found {found}")
        self.wanted, self.found = wanted, found


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself. The document proper begins at offset `end`; other keys are left alone."""

    end: int = 0
    id: str | None = None
    title: str | None = None
    reviewed: date | None = None
    source: str | None = None
    owner: str | None = None
    synonyms: tuple[tuple[str, ...], ...] = ()


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter at the very beginning of `text`; an empty record when there is none.

    Raises:
        FrontMatterError: it does not end, is not YAML, or a value is not of the kind that its key wants.
    """
    fenced = _FENCED.match(text)
    if fenced is None:
        if _OPENED.match(text):
            raise FrontMatterError("front matter that ends with a line ---", "no such line")
        return FrontMatter()
    values = _parse(fenced["body"])
    if values is None:
        return FrontMatter()
    return FrontMatter(
        end=fenced.end(),
        id=_identifier(values),
        title=_line(values, "title"),
        reviewed=_date(values),
        source=_line(values, "source"),
        owner=_line(values, "owner"),
        synonyms=_synonyms(values),
    )


def _parse(body: str) -> Mapping[str, Any] | None:
    """The YAML mapping, or None when the text only stands between two rules."""
    try:
        values = yaml.safe_load(body)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FrontMatterError("front matter in YAML", " ".join(str(error).split()) or "too deep a nesting") from error
    return values if isinstance(values, dict) else None


def _line(values: Mapping[str, Any], key: str) -> str | None:
    value = values.get(key)
    if value is None:
        return None
    if isinstance(value, bool | list | dict):
        raise FrontMatterError(f"one line of text as `{key}`", repr(value))
    return " ".join(str(value).split()) or None


def _identifier(values: Mapping[str, Any]) -> str | None:
    value = _line(values, "id")
    if value is not None and not _ID.fullmatch(value):
        raise FrontMatterError("an `id` of letters, digits, `.`, `_` and `-`", repr(value))
    return value


def _date(values: Mapping[str, Any]) -> date | None:
    value = values.get("reviewed")
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise FrontMatterError("a date such as 2026-11-20 as `reviewed`", repr(value))


def _synonyms(values: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    value = values.get("synonyms") or []
    groups = value if isinstance(value, list) else [value]
    if not all(isinstance(group, list) and all(isinstance(word, str) for word in group) for group in groups):
        raise FrontMatterError("`synonyms` as a list of lists of words", repr(value))
    return tuple(tuple(group) for group in groups)
