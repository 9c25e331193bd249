"""The words of a question: which of them carry its content."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")

# Closed classes of English, and the words with which people dress a question up. Anything else carries content.
_STOP_LINES = (
    "a an the this that these those it its it's they them their theirs there here he him his she her hers i me my",
    "mine we us our ours you your yours one ones other others another same such some any no not none nor only own",
    "so too very and or but if then than because as of at by for with about against between into through during",
    "before after to from up down in out on off over under again further once all both each few more most is are",
    "was were be been being am isn't aren't wasn't weren't do does did doing done don't doesn't didn't dont",
    "doesnt have has had having haven't hasn't can could may might must shall should will would can't cannot cant",
    "won't wont couldn't shouldn't wouldn't what what's whats which who who's whos whom whose where where's",
    "wheres when how how's why ok okay well please thanks thank sorry hello hi hey yes yeah yep no nope right oh",
    "ah um er just really actually also tell say know mean meant think want need like get got go going gets give",
    "given take takes taken make makes made thing things stuff something anything everything someone anyone",
    "somebody anybody much many long often soon far happen happens happened let's lets i'm im i've ive i'd i'll",
    "you're that's thats there's theres isnt arent",
)
STOP = frozenset(word for line in _STOP_LINES for word in line.split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, in order; hyphens and apostrophes stay inside a word."""
    return tuple(match.group().lower().replace("’", "'") for match in WORD.finditer(text))


def content(text: str) -> tuple[str, ...]:
    """The words that carry content, in order."""
    return tuple(word for word in words(text) if word not in STOP)


def stem(word: str) -> str:
    """A word without its English plural ending, so that `relapses` meets `relapse`; nothing cleverer."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def stems(text_words: Iterable[str]) -> tuple[str, ...]:
    """The stems of words, in order."""
    return tuple(stem(word) for word in text_words)


def holds(text: str, phrase: str) -> bool:
    """Whether the words of `phrase` stand in `text` one after the other, plural endings aside."""
    inside, wanted = stems(words(text)), stems(words(phrase))
    return bool(wanted) and any(inside[at : at + len(wanted)] == wanted for at in range(len(inside) - len(wanted) + 1))


def hint(text: str, name: str) -> float:
    """The share of the name's content words that `text` holds, in [0, 1]; 0 unless all content of `text` is in it.

    Words meet by stem, or by a beginning of six letters: "the transplant" hints at "stem cell transplantation".
    """
    given, wanted = stems(content(text)), stems(content(name))
    if not given or not all(any(_meet(word, other) for other in wanted) for word in given):
        return 0.0
    return len(given) / len(wanted)


def _meet(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) >= 6 and (word.startswith(other) or other.startswith(word)))
