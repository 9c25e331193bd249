"""What a typed word may have meant: itself, or the lexicon's words that it is a slip of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

_LEET = str.maketrans("013457@$!8", "oieastasib")
_RUN = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1+")
LONGEST_WORD = 24  # characters; nothing in a lexicon is longer, so longer ones are not compared


def tolerance(length: int) -> int:
    """Slips allowed in a word of this length: none under 3 letters, one to 8, two from 9 (edits with swaps)."""
    return 0 if length < 3 else 1 if length < 9 else 2


@dataclass(frozen=True, slots=True)
class Speller:
    """The lexicon's words, indexed by what is left of each when letters are taken out."""

    words: frozenset[str]
    known: frozenset[str]
    _remains: dict[str, tuple[str, ...]]
    _single: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str], common: Iterable[str]) -> "Speller":
        """Index `words`; a word in `common` is never taken for a slip of one."""
        vocabulary = frozenset(words)
        remains: dict[str, list[str]] = {}
        single: dict[str, list[str]] = {}
        for word in sorted(vocabulary):
            for rest in _without(word, tolerance(len(word))):
                remains.setdefault(rest, []).append(word)
            single.setdefault(_DOUBLE.sub(r"\1", word), []).append(word)
        return cls(vocabulary, vocabulary | frozenset(common), _frozen(remains), _frozen(single))

    def readings(self, token: str) -> tuple[str, ...]:
        """The lexicon's words that `token` may be; none when it is a known word of another kind."""
        if token in self.known:
            return (token,)
        plain = token.translate(_LEET)
        if plain in self.words:
            return (plain,)
        if _RUN.search(plain) and (words := self._single.get(_DOUBLE.sub(r"\1", plain))):
            return words
        return self._slips(plain) if plain.isalpha() else ()

    def _slips(self, token: str) -> tuple[str, ...]:
        if not 3 <= len(token) <= LONGEST_WORD:
            return ()
        found = set(self._remains.get(token, ()))
        for place in range(len(token)):
            found.update(self._remains.get(token[:place] + token[place + 1 :], ()))
        return tuple(sorted(word for word in found if _is_slip(token, word))) if found else ()


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(words) for key, words in lists.items()}


def _is_slip(token: str, word: str) -> bool:
    allowed = tolerance(len(word))
    if min(len(word), len(token)) <= 3:  # "dei", "lfe": letters swapped or one lost; "hot" is no slip of "hat"
        lost = len(word) == 4 and len(token) == 3
        return (lost or sorted(token) == sorted(word)) and OSA.distance(token, word) == 1
    return OSA.distance(token, word, score_cutoff=allowed) <= allowed


def _without(word: str, count: int) -> set[str]:
    """The word, and what is left when up to `count` letters are taken out."""
    found = {word}
    last = {word}
    for _ in range(count):
        last = {text[:i] + text[i + 1 :] for text in last for i in range(len(text))}
        found |= last
    return found
