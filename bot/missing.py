"""What a refused question asked for, in the question's own words."""

from collections.abc import Iterable

from bot.conversation.words import STOP, WORD, stem, words

LONGEST_TOPIC = 4
"""Words of the longest topic named; more is no longer a topic."""


def missing_topic(question: str, texts: Iterable[str]) -> str | None:
    """The words of the question that name what was asked for and not found, at most four in a row.

    The longest run of content words that the searched texts lack, the last of equals ("can I keep my dog": dog); where
    they lack none, the last run of content words.
    None where the question has no content word.
    """
    runs = _runs(question)
    known = {stem(word) for text in texts for word in words(text)}
    lacking = [part for run in runs for part in _unknown(run, known)]
    found = lacking or runs[-1:]
    return " ".join(max(reversed(found), key=len)[-LONGEST_TOPIC:]) if found else None


def _runs(question: str) -> list[list[str]]:
    """The question's content words as typed, in runs that only blanks part."""
    runs: list[list[str]] = [[]]
    last = 0
    for match in WORD.finditer(question):
        word = match.group()
        if question[last : match.start()].strip():
            runs.append([])
        if word.lower().replace("’", "'") in STOP:
            runs.append([])
        else:
            runs[-1].append(word)
        last = match.end()
    return [run for run in runs if run]


def _unknown(run: list[str], known: set[str]) -> list[list[str]]:
    """The parts of a run that are made of unknown words only."""
    parts: list[list[str]] = [[]]
    for word in run:
        if stem(word.lower()) in known:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]
