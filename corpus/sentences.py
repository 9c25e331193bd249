"""Sentence spans with exact offsets: syntok finds them, a guard of our own mends what it gets wrong in leaflets.

Measured on two cores: 100 KB of prose in 0.25 s, linear in the length (pysbd took 9.8 s for 73 KB).
"""

import re
from itertools import pairwise

from syntok import segmenter
from syntok.tokenizer import Tokenizer

# Reference markers hide the end of a sentence ("used.4,5 It", "stop.[2] Next"), so they are blanked before splitting.
_MARKER = re.compile(
    r"\[\^?\d{1,4}(?:\s?[,;–-]\s?\^?\d{1,4})*\](?!\()"
    r"|[⁰¹²³⁴-⁹]+(?:[,⁻–-][⁰¹²³⁴-⁹]+)*"
    r"|(?<=[^\W\d_]{2}[.!?])\d{1,3}(?:[,–-]\d{1,3})*(?=\s|$)"
    r"|(?<=[.!?][)”\"’])\d{1,3}(?:[,–-]\d{1,3})*(?=\s|$)"
)
_BOUNDARY = re.compile(r"[.!?…][)\]”\"’*_]*\s+(?=[*_]{0,2}[“\"‘(]?(?:[A-Z]|[a-z]{1,2}[A-Z]))")
_CAMEL = re.compile(r"[a-z]{1,2}[A-Z]")  # aHSCT, mRNA: a capital word that begins small
# Abbreviations that stand before a name or a number, never at the end of a sentence. "No." only before a number.
_OPENERS = frozenset(
    {"e.g.", "i.e.", "vs.", "pp.", "p.", "Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Fig.", "Figs.", "Vol."}
)
_OPENERS_OF_NUMBERS = frozenset({"No.", "no.", "nos.", "Nos.", "approx.", "ca.", "fig.", "vol."})
# Words with a full stop of their own after which syntok does not end a sentence, though a capital follows.
_CLOSERS = frozenset({"a.m.", "p.m.", "etc.", "min.", "mins.", "hr.", "hrs.", "sec.", "secs.", "tel."})
# "Vitamin D. Take it daily": a single letter ends a sentence only as a label, so that "J. Smith" stays whole.
_LABELS = frozenset(
    {"vitamin", "hepatitis", "influenza", "type", "grade", "stage", "group", "phase", "class", "and", "or"}
)
_WORD_WINDOW = 80  # characters looked at before a full stop; longer than any word but an address

_TOKENIZER = Tokenizer(replace_not_contraction=False)


def split_sentences(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the spans of the sentences in `text[start:end]`, in order, as offsets into `text`.

    A span has no blanks at its ends. Between two spans there is nothing but blanks, so no text is dropped; a marker
    after the full stop belongs to the sentence before it. Blank text gives no span.
    """
    piece = text[start:end]
    begin = len(piece) - len(piece.lstrip())
    masked = _MARKER.sub(lambda match: " " * len(match[0]), piece)
    starts = sorted(position for position in _starts(masked) if position > begin)
    kept = [begin]
    for position, following in pairwise([*starts, len(piece)]):
        if not _joined(masked[kept[-1] : position], masked[position:following]):
            kept.append(position)
    ends = [*kept[1:], len(piece)]
    return tuple(
        (start + first, start + first + len(piece[first:last].rstrip()))
        for first, last in zip(kept, ends, strict=True)
        if piece[first:last].strip()
    )


def _starts(masked: str) -> set[int]:
    """Where syntok begins a sentence, and where it should have."""
    found = {sentence[0].offset for sentence in segmenter.segment(_TOKENIZER.tokenize(masked, 0))}
    return found | {match.end() for match in _BOUNDARY.finditer(masked) if _missed(masked, match)}


def _missed(masked: str, match: re.Match[str]) -> bool:
    """Whether a full stop that syntok may take for an abbreviation ends a sentence."""
    before = masked[max(0, match.start() - _WORD_WINDOW) : match.start() + 1].split()
    word = before[-1]
    if _CAMEL.match(masked, match.end()) or "*" in match[0] or word.endswith("…"):
        return word not in _OPENERS
    if len(word) == 2 and word[0].isupper():
        return len(before) > 1 and before[-2].lower() in _LABELS
    return word in _CLOSERS or "@" in word or word.startswith(("www.", "http://", "https://"))


def _joined(before: str, after: str) -> bool:
    """Whether a boundary between two stretches of text is none."""
    words = before[-_WORD_WINDOW:].split()
    last = words[-1].lstrip('(“"‘*_') if words else ""
    return (
        last in _OPENERS
        or last.endswith((";", ":", ","))
        or (last in _OPENERS_OF_NUMBERS and after[:1].isdigit())
        or (after[:1].islower() and not _CAMEL.match(after))
        or not any(character.isalnum() for character in after)
        or _parenthesis_is_open(before, after)
    )


def _parenthesis_is_open(before: str, after: str) -> bool:
    """Whether a parenthesis that began in `before` ends in `after`: "(see Dr. No. It is long)" stays whole."""
    closing = after.find(")")
    return closing >= 0 and before.count("(") > before.count(")") and "(" not in after[:closing]
