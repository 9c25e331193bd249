"""The items of a list or the rows of a table as a person counts them: "the second one", "step 3", "the other kind"."""

import re
from dataclasses import dataclass
from itertools import groupby

from bot.conversation.cues import ORDINALS
from bot.conversation.terms import LABEL_WORDS, label
from bot.conversation.words import content, stems, words
from corpus.document import Passage, Sentence, SentenceKind

NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


@dataclass(frozen=True, slots=True)
class Listing:
    """Labels in the order of the list or table; a sibling of each is every other one."""

    labels: tuple[str, ...]

    def at(self, ordinal: str, current: str = "") -> str | None:
        """The label that an ordinal ("second", "3rd", "last", "next") counts to; None past the end.

        `next` and `previous` count from the label that `current`, the question understood before, speaks of.
        """
        place = self._place(ordinal.casefold(), current)
        return self.labels[place] if place is not None and 0 <= place < len(self.labels) else None

    def spoken_of(self, text: str) -> int | None:
        """The place of the label that shares most words with `text`; None when none shares any."""
        asked = set(stems(content(text)))
        shares = [len(asked & set(stems(content(each)))) / max(1, len(content(each))) for each in self.labels]
        best = max(shares, default=0)
        return shares.index(best) if best > 0 else None

    def shares(self, text: str) -> int:
        """How many of the labels share a word with `text`: two for "open or keyhole" over a table of the two."""
        asked = set(stems(content(text)))
        return sum(bool(asked & set(stems(content(each)))) for each in self.labels)

    def _place(self, ordinal: str, current: str) -> int | None:
        if ordinal in {"last", "final"}:
            return len(self.labels) - 1
        if ordinal in {"next", "previous"}:
            here = self.spoken_of(current)
            return None if here is None else here + (1 if ordinal == "next" else -1)
        if ordinal == "middle":
            return len(self.labels) // 2 if len(self.labels) % 2 else None
        if ordinal in ORDINALS:
            return ORDINALS.index(ordinal)
        digits = re.match(r"\d+", ordinal)
        number = int(digits.group()) if digits else NUMBERS.get(ordinal)
        return None if number is None else number - 1


def listings(passage: Passage) -> tuple[Listing, ...]:
    """The lists and tables of a passage, in order; each run of items or of rows is one, a table's columns another."""
    runs = groupby(passage.sentences, key=lambda sentence: sentence.kind)
    down = tuple(
        Listing(tuple(_short_label(passage, each) for each in run))
        for kind, run in runs
        if kind is not SentenceKind.PROSE
    )
    header = next((line for line in passage.text.splitlines() if line.lstrip().startswith("|")), "")
    across = tuple(cell.strip() for cell in header.strip().strip("|").split("|")[1:])
    return (*down, Listing(across)) if len(across) > 1 else down


def _short_label(passage: Passage, sentence: Sentence) -> str:
    name = label(passage.sentence_text(sentence)) or passage.sentence_text(sentence).strip()
    if sentence.kind is SentenceKind.ITEM and len(words(name)) > 2 * LABEL_WORDS:
        return " ".join(name.split()[: 2 * LABEL_WORDS]).rstrip(",;:.")
    return name
