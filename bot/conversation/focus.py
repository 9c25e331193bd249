"""The question inside a message: a story with one question in it, or two questions in one message."""

import re

from bot.conversation.cues import PRONOUN, QUESTION_WORD
from bot.conversation.dialogue import opened
from bot.conversation.words import content

PARTS = 3  # more questions in one message are answered as they stand, together
PART_WORDS = 3  # "and where?" is the end of a question, not another one
# A message up to here is searched as a whole: of stories with 25 to 40 words (n = 98) the whole found the right
# passage better than the question alone, mean reciprocal rank 0.36 to 0.21, for the story names what it is about.
STORY_WORDS = 60

_SENTENCE = re.compile(r"[^.?!\n]+(?:[.?!](?=\w)[^.?!\n]+)*[.?!]*")
_JOINT = re.compile(
    r"[,;]?\s+and\s+(?:also\s+)?(?=(?:what|how|when|where|why|who|which|is|are|do|does|can|could|will|would|should)\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—]\s+|\s-\s|(?<=\w)\s+(?=(?:so|but)\s+\w+\s)", re.IGNORECASE)


def parts(message: str) -> tuple[str, ...]:
    """The questions of a message in order, each with what was said right before it; one part when there is one.

    A later part may point back at an earlier one ("what is it and does it hurt?"): answer them as turns.
    """
    found: list[str] = []
    said = ""
    for sentence in (match.group().strip() for match in _SENTENCE.finditer(message)):
        said = f"{said} {sentence}".strip()
        if _asks(sentence):
            first, *others = _joined(sentence)
            found += [said[: len(said) - len(sentence)] + first, *others]
            said = ""
    if found and said:
        found[-1] = f"{found[-1]} {said}"
    return tuple(found) if 1 < len(found) <= PARTS else (message,)


def focus(message: str) -> str:
    """The question of a long message with the sentence before it; a message of up to 60 words as it is.

    Where no sentence asks, the last one stands for the question: people end on what they want.
    """
    if len(message.split()) <= STORY_WORDS:
        return message
    sentences = [match.group().strip() for match in _SENTENCE.finditer(message) if content(match.group())]
    if len(sentences) < 2:
        return _asking_clauses(message)
    asking = [at for at, sentence in enumerate(sentences) if _asks(sentence)] or [len(sentences) - 1]
    wanted = sorted({near for at in asking for near in (at - 1, at) if near >= 0})
    return " ".join(sentences[at] for at in wanted)


def _asks(sentence: str) -> bool:
    """Whether a sentence is a question of its own, by its mark or by its first word.

    "How are they given?" is one as well, though what it is about stands in the question before.
    """
    text = opened(sentence)
    begun = bool(QUESTION_WORD.match(text))
    says = bool(content(text)) or (begun and bool(PRONOUN.search(text)))
    return len(text.split()) >= PART_WORDS and says and (begun or sentence.endswith("?"))


def _joined(sentence: str) -> list[str]:
    """The questions that "and" joins in one sentence, where both sides are questions of their own."""
    for joint in _JOINT.finditer(sentence):
        left, right = sentence[: joint.start()], sentence[joint.end() :]
        if QUESTION_WORD.match(opened(left)) and _asks(left) and _asks(right):
            return [left, *_joined(right)]
    return [sentence]


def _asking_clauses(message: str) -> str:
    """A story without full stops from the last clause before its first asking one to its end; whole if none asks."""
    starts = [0, *(match.end() for match in _CLAUSE.finditer(message))]
    asking = [at for at, start in enumerate(starts) if at and QUESTION_WORD.match(opened(message[start:]))]
    return message[starts[asking[-1] - 1] :] if asking else message
