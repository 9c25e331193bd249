"""Questions that ask for the references themselves, not for what they say."""

import re
from dataclasses import dataclass

_LISTS = r"(?:sources?|references?|citations?|footnotes?|bibliography|reference list|literature)"
_ASKING = re.compile(
    r"^(?:(?:and|so|ok|okay|please|hi|hello|hey)[ ,]+)*(?:"
    # what are your sources, show me the references, is there a reference list
    r"(?:what|which|where|whats|who|show|list|give|tell|can|could|do|does|are|is|may|have)\b.{0,40}?"
    r"\b(?:your|the|its|their|any|a|all|these|those|this|article's|what|which)(?: \w+)? " + _LISTS + r"\b(?! of\b)"
    r"|(?:what|which) " + _LISTS + r" (?:do|does|did|are|is|have|were)\b"
    # references, sources please
    r"|(?:your |the |all )?" + _LISTS + r"(?: list)?(?: please| pls| for (?:this|that|it))?\W*$"
    # where does this come from, who says so, what is that based on
    r"|where (?:does|do|did|is|are|have) (?:this|that|it|these|those|all this|(?:the|your|this) info(?:rmation)?|you)\b"
    r".{0,30}?\b(?:from|come|get|got|find)\b"
    r"|who (?:says|said|wrote) (?:so|this|that|it)\b|(?:says|according to) whom?\W*$"
    r"|what (?:is|are|was) (?:this|that|it|these|they|all this) based on\b)"
)
_TOPIC = re.compile(r"\b" + _LISTS + r"\b.{0,20}?\b(?:for|about|on|behind|regarding)\b(?P<topic>.+)")
_POINTING = frozenset(["this", "that", "it", "these", "those", "them", "all", "here"])
LONGEST = 16
"""Words of the longest question that can be one for references; longer ones tell a story that mentions a source."""


@dataclass(frozen=True, slots=True)
class SourcesQuestion:
    """A question for references; `topic` is what they are wanted for, None when no subject was named."""

    topic: str | None


def sources_question(question: str) -> SourcesQuestion | None:
    """The question as one for the reference list, or None when it asks for something else."""
    plain = " ".join(question.casefold().replace("’", "'").split())
    if len(plain.split()) > LONGEST or not _ASKING.search(plain):
        return None
    named = _TOPIC.search(plain)
    topic = named["topic"].strip(" ?.!") if named else ""
    return SourcesQuestion(topic if set(topic.split()) - _POINTING else None)
