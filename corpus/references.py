"""The reference list and the markers that point into it, with the numbers as the author printed them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.document import Reference

_NAMES = (
    r"(?:references?|reference list|list of references|bibliography|works cited|literature|literature cited|sources"
    r"|sources and references|references and sources|notes and references|references and further reading)"
)
_HEADING = re.compile(rf"[#*_\s]*{_NAMES}[:*_\s#]*", re.IGNORECASE)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_NUMBER = re.compile(
    r"(?:\[\^?(?P<bracket>\d{1,4})\]:?|\((?P<paren>\d{1,3})\)|(?P<plain>\d{1,3})(?:[.):]|(?=\s))|(?P<super>[⁰¹²³⁴-⁹]{1,3}))\s*(?=\S)"
)
_URL = re.compile(r"https?://[^\s<>\"“”]+")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()]+)\)")

_LIST = r"\^?\d{1,4}(?:\s?[,;–-]\s?\^?\d{1,4})*"
_MARKER = re.compile(
    rf"\[(?P<bracket>{_LIST})\](?!\()"
    r"|(?P<super>[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*)"
    rf"|\((?P<paren>{_LIST})\)(?=\s*(?:[.,;:!?]|$))"
    r"|(?<=[^\W\d_]{2}[.!?])(?P<plain>\d{1,3}(?:[,–-]\d{1,3})*)(?=\s|$)"
    r"|(?<=[.!?][)”\"’])(?P<quoted>\d{1,3}(?:[,–-]\d{1,3})*)(?=\s|$)"
)
_UNIT = re.compile(r"(?:^|[^A-Za-zµ])(?:[kcdmµ]?m|ft|in)$|\d$")  # m², cm³, 10⁹: a power, not a marker
_UNIT_WINDOW = 4  # characters before a superscript that show whether it is a power


@dataclass(frozen=True, slots=True)
class Numbering:
    """What a document's list and body prove about its markers.

    `listed` are the numbers that have an entry. `bracketed` tells whether the body itself uses `[n]`; where it does,
    `(2)` is no marker.
    """

    listed: frozenset[str]
    bracketed: bool


def numbering(references: Iterable[Reference], body: Iterable[str]) -> Numbering:
    """Read off how a document numbers: `references` are its entries, `body` the stretches of text outside the list."""
    bracketed = any(match["bracket"] for stretch in body for match in _MARKER.finditer(stretch))
    return Numbering(frozenset(reference.number for reference in references), bracketed)


def is_reference_heading(line: str) -> bool:
    """Whether a line by itself announces a reference list ("References", "Sources:", "## Bibliography")."""
    return _HEADING.fullmatch(line) is not None


def entry_number(entry: str) -> str | None:
    """The printed number at the start of an entry, in plain digits, or None."""
    match = _NUMBER.match(entry)
    if match is None:
        return None
    return next(group for group in match.groups() if group).translate(_SUPERSCRIPT)


def read_reference(text: str, start: int, end: int) -> Reference | None:
    """Read the entry `text[start:end]`, its text as one line without Markdown links; None when it has no number."""
    match = _NUMBER.match(text, start, end)
    if match is None:
        return None
    words = " ".join(text[match.end() : end].split())
    url = _URL.search(_LINK.sub(r"\2", words))
    return Reference(
        number=next(group for group in match.groups() if group).translate(_SUPERSCRIPT),
        text=_LINK.sub(r"\1", words),
        url=url[0].rstrip(".,;:)”’]") if url else None,
        start=start,
        end=end,
    )


def citations(text: str, start: int, end: int, known: Numbering) -> tuple[str, ...]:
    """The reference numbers that the markers in `text[start:end]` name, each once, in order.

    A bracketed or superscript number counts although no entry has it, so that it can be reported. `(2)` and a bare
    number after a full stop ("used.4,5 It") count only where the list proves every number of them.
    """
    found: dict[str, None] = {}
    for match in _MARKER.finditer(text, start, end):
        found |= dict.fromkeys(_numbers(match, text, start, known))
    return tuple(found)


def _numbers(match: re.Match[str], text: str, start: int, known: Numbering) -> list[str]:
    """The numbers that one possible marker names; none when it is no marker."""
    if match["super"]:
        before = text[max(start, match.start() - _UNIT_WINDOW) : match.start()]
        return [] if not before.strip() or _UNIT.search(before) else _superscripts(match["super"], known)
    numbers = _expand(next(group for group in match.groups() if group))
    if match["bracket"]:
        return [number for number in numbers if len(number) < 4 or number in known.listed]  # [2020] is a year
    if (match["paren"] and known.bracketed) or not known.listed.issuperset(numbers):
        return []
    return numbers


def _superscripts(run: str, known: Numbering) -> list[str]:
    """`¹²` is 12 where the list has a 12, else 1 and 2 where it has both, else 12."""
    digits = run.translate(_SUPERSCRIPT).replace("⁻", "-")
    whole = _expand(digits)
    if digits.isdigit() and digits not in known.listed and known.listed.issuperset(digits):
        return list(digits)
    return whole


def _expand(printed: str) -> list[str]:
    """`1, 4` is 1 and 4; `1-3` is 1, 2 and 3; a range that runs backwards or over years stays its two ends."""
    numbers: list[str] = []
    for part in re.split(r"\s?[,;]\s?", printed.replace("^", "")):
        ends = re.split(r"\s?[–-]\s?", part)
        first, last = int(ends[0]), int(ends[-1])
        if len(ends) == 2 and first < last < 1000:
            numbers += [str(number) for number in range(first, last + 1)]
        else:
            numbers += ends
    return numbers
