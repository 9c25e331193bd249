"""Phrases over the words of a message, found at all places at once.

A set of places is an int whose bit i stands for word i. One step of a phrase is a few shifts and one AND, so the time
grows with the number of words and nothing is ever tried twice (bit-parallel matching, Cameron et al. 2014, "Bitwise
Data Parallelism in Regular Expression Matching").

A phrase is words in order. `@name` is any word of a list, `a|b` either word, `a?` a word that may be missing, `..` up
to five words of any kind, `...` up to ten, `^` in front the beginning of a sentence, `$` behind its end, and
`<number>`, `<many>`, `<year>`, `<fever>`, `<cold>` a number of that kind.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

NEAR, FAR = 5, 10  # words that `..` and `...` may stand for: a short aside, a clause
FILLERS_SKIPPED = 2  # "my chest is really tight": two in a row were the most in 400 phrasings


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a phrase: the group of words that may stand there, and how many others may come before it."""

    group: int
    gap: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """The steps of a phrase; `opening`, `closing`: it must begin, end a sentence; `denies`: it holds a word for not."""

    steps: tuple[Step, ...]
    opening: bool
    closing: bool
    denies: bool


@dataclass(slots=True)
class Places:
    """Where the words of one message stand: sets of places per group, and those that end a sentence or fill."""

    groups: list[int]
    length: int = 0
    breaks: int = 0
    fillers: int = 0
    courtesies: int = 0
    openings: int = 1
    closings: int = 0

    def after(self, here: int, gap: int) -> int:
        """The places within `gap` words after `here`, in the same sentence, fillers not counted."""
        reached = front = (here << 1) & ~self.breaks
        for _ in range(gap):
            front = (front << 1) & ~self.breaks
            reached |= front
        for _ in range(FILLERS_SKIPPED):
            reached |= ((reached & self.fillers) << 1) & ~self.breaks
        return reached

    def before(self, here: int, gap: int) -> int:
        """The places within `gap` words before `here`, the mirror of `after`."""
        here &= ~self.breaks
        reached = front = here >> 1
        for _ in range(gap):
            front = (front & ~self.breaks) >> 1
            reached |= front
        for _ in range(FILLERS_SKIPPED):
            reached |= (reached & self.fillers & ~self.breaks) >> 1
        return reached

    def ends(self, phrase: Phrase, allowed: int = -1) -> int:
        """The places where `phrase` ends, having begun at an `allowed` place."""
        here = self.groups[phrase.steps[0].group] & allowed
        if phrase.opening:
            here &= self.openings
        for step in phrase.steps[1:]:
            if not here:
                return 0
            here = self.after(here, step.gap) & self.groups[step.group]
        return here & self.closings if phrase.closing else here

    def spans(self, phrase: Phrase) -> int:
        """Every place covered by an occurrence of `phrase`, the words in its gaps included."""
        if not (here := self.ends(phrase)):
            return 0
        forward = [self.groups[phrase.steps[0].group] & (self.openings if phrase.opening else -1)]
        for step in phrase.steps[1:]:
            forward.append(self.after(forward[-1], step.gap) & self.groups[step.group])
        covered = here
        for step, earlier in zip(phrase.steps[:0:-1], forward[-2::-1], strict=True):
            start = earlier & self.before(here, step.gap)
            covered |= start | (self.after(start, step.gap) & self.before(here, step.gap))
            here = start
        return covered


@dataclass(slots=True)
class Grammar:
    """Compiles phrases against word lists and numbers the groups of words that they use."""

    lists: Mapping[str, frozenset[str]]
    _numbers: dict[frozenset[str], int] = field(default_factory=dict)

    def compile(self, text: str) -> tuple[Phrase, ...]:
        """The phrases that `text` stands for: one for each choice of its optional words.

        Raises:
            KeyError: it names a word list that there is not.
        """
        choices = [(word[:-1], "") if word.endswith("?") else (word,) for word in text.split()]
        return tuple(self._phrase([word for word in choice if word]) for choice in product(*choices))

    def size(self) -> int:
        """How many groups there are."""
        return len(self._numbers)

    def groups(self) -> dict[str, tuple[int, ...]]:
        """For each word, the groups that it belongs to."""
        found: dict[str, list[int]] = {}
        for words, number in self._numbers.items():
            for word in words:
                found.setdefault(word, []).append(number)
        return {word: tuple(numbers) for word, numbers in found.items()}

    def _phrase(self, words: list[str]) -> Phrase:
        steps: list[Step] = []
        gap = 0
        for word in (name for name in words if name not in {"^", "$"}):
            if word in {"..", "..."}:
                gap = FAR if word == "..." else NEAR
                continue
            steps.append(Step(self._group(word.split("|")), gap))
            gap = 0
        denies = any(
            self._words(name) & self.lists.get("not", frozenset()) for word in words for name in word.split("|")
        )
        return Phrase(tuple(steps), opening=words[0] == "^", closing=words[-1] == "$", denies=denies)

    def _group(self, names: Iterable[str]) -> int:
        words = frozenset[str]().union(*(self._words(name) for name in names))
        return self._numbers.setdefault(words, len(self._numbers))

    def _words(self, name: str) -> frozenset[str]:
        return self.lists[name[1:]] if name.startswith("@") else frozenset({name})
