"""What a document leaves out that matters to a question of risk or benefit."""

import re

from corpus.document import Document
from corpus.topics import Topic, coverage

_RISK = re.compile(
    r"\b(?:safe\w*|risk\w*|danger\w*|side.?effect\w*|harm\w*|complications?|goe?s? wrong|downsides?|kills?|fatal"
    r"|approv\w*|licen[cs]\w*|legal|regulat\w*)\b",
    re.IGNORECASE,
)
_BENEFIT = re.compile(
    r"\b(?:does|do|will|would|did|can|how well|how good).{0,40}\b(?:works?|helps?|effective|success\w*|cure[sd]?)\b"
    r"|\b(?:effective|effectiveness|efficacy|successful|success rate|better than|worth it|results?|benefits?)\b",
    re.IGNORECASE,
)
WEIGHED = (Topic.RISKS, Topic.SIDE_EFFECTS, Topic.EVIDENCE, Topic.ELIGIBILITY, Topic.ALTERNATIVES)
"""Topics that a balanced view of a treatment needs."""


def weighs_benefit_or_risk(question: str) -> bool:
    """Whether the question asks for risk, safety, effect or approval."""
    return bool(_RISK.search(question) or _BENEFIT.search(question))


def left_out(document: Document) -> tuple[Topic, ...]:
    """The topics of a balanced view for which the document holds not even a cue word."""
    covered = {line.topic for line in coverage(document) if line.covered}
    return tuple(topic for topic in WEIGHED if topic not in covered)
