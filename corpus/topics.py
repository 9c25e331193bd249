"""The coverage card: which of a patient's usual topics a document seems to speak about, and in which sentences."""

import re
from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Document, Sentence


class Topic(StrEnum):
    """What patients ask about most of any treatment."""

    MECHANISM = "mechanism"
    STEPS = "steps"
    EVIDENCE = "evidence"
    DURATION = "duration"
    RISKS = "risks"
    SIDE_EFFECTS = "side effects"
    ELIGIBILITY = "eligibility"
    COST = "cost"
    ALTERNATIVES = "alternatives"
    PREGNANCY = "pregnancy"
    RECOVERY = "recovery"


_UNITS = r"(?:minute|hour|day|week|month|year)s?"
# Whole words or beginnings of words (with *). "Safe" is no cue of RISKS: to call something safe names no risk.
_CUES = {
    Topic.MECHANISM: "work* by|immune system|attack*|because|block*|calm*|rebuild*|reset*|mechanism*|caused by",
    Topic.STEPS: r"step*|stage*|phase*|first|then|afterwards|procedure*|collect*|infus*|inject*|is given|are given",
    Topic.EVIDENCE: r"study|studies|trial*|evidence|research*|review|results|percent|per cent|in ten|in 10",
    Topic.DURATION: rf"long-term|lasting|lasts?|durable|how long|(?:\d+|one|two|three|four|five|six|ten) {_UNITS}",
    Topic.RISKS: "risk*|danger*|complication*|infection*|death*|die|fatal|serious|bleed*|harm*",
    Topic.SIDE_EFFECTS: "side effect*|side-effect*|adverse|nausea|vomit*|hair loss|rash|headache*|dizz*",
    Topic.ELIGIBILITY: "eligib*|suitab*|who can have|who should not|criteria|referr*|for everyone|must not have",
    Topic.COST: r"cost*|price*|fee|fees|pay|paid|insur*|funding|funded|free of charge|[£$€] ?\d+",
    Topic.ALTERNATIVES: "alternative*|(?:another|other|second) (?:kind|type|treatment|option|therap|medicine|drug)*",
    Topic.PREGNANCY: "pregnan*|fertil*|breastfeed*|breast-feed*|contracept*|conceiv*|unborn",
    Topic.RECOVERY: "recover*|rehabilitat*|go home|going home|return to work|back to work|convalesc*",
}
_PATTERNS = {
    topic: re.compile(r"(?<!\w)(?:" + cues.replace("*", r"\w*") + r")(?!\w)", re.IGNORECASE)
    for topic, cues in _CUES.items()
}


@dataclass(frozen=True, slots=True)
class Coverage:
    """A topic and the sentences of a document in which a cue word of the topic stands.

    It is a hint for the person who edits the document, no more: a sentence with a cue may say little about the topic,
    and a document without any cue may speak of it in other words.
    """

    topic: Topic
    sentences: tuple[Sentence, ...]

    @property
    def covered(self) -> bool:
        """Whether any sentence holds a cue word."""
        return bool(self.sentences)


def coverage(document: Document) -> tuple[Coverage, ...]:
    """Return the card of a document, one line for each topic, in the order of `Topic`."""
    sentences = [s for section in document.sections for block in section.blocks for s in block]
    return tuple(
        Coverage(topic, tuple(s for s in sentences if _PATTERNS[topic].search(document.text, s.start, s.end)))
        for topic in Topic
    )
