"""What a document leaves out that matters to a question of risk or benefit."""

import re

from bot.expectation import Expectation, asked
from corpus.document import Document
from corpus.topics import Topic, coverage

# Asking whether a treatment does good. Risk and approval are seen by the words of their expectations.
_BENEFIT = re.compile(
    r"\b(?:does|do|will|would|did|can|how well|how good).{0,40}\b(?:works?|helps?|effective|success\w*|cure[sd]?)\b"
    r"|\b(?:effective|effectiveness|efficacy|successful|success rate|better than|worth it|results?|benefits?)\b",
    re.IGNORECASE,
)
WEIGHED = (Topic.RISKS, Topic.SIDE_EFFECTS, Topic.EVIDENCE, Topic.ELIGIBILITY, Topic.ALTERNATIVES)
"""Topics that a balanced view of a treatment needs."""


def weighs_benefit_or_risk(question: str) -> bool:
    """Whether the question asks for risk, safety, effect or approval."""
    return bool(asked(question) & {Expectation.RISK, Expectation.APPROVAL}) or bool(_BENEFIT.search(question))


def left_out(document: Document) -> tuple[Topic, ...]:
    """The topics of a balanced view for which the document holds not even a cue word."""
    covered = {line.topic for line in coverage(document) if line.covered}
    return tuple(topic for topic in WEIGHED if topic not in covered)
