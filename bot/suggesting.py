"""Questions that a person could ask next, made only of the documents' own headings."""

from collections.abc import Iterable

from bot.messages import Messages
from corpus.document import Passage

SUGGESTIONS = 3
"""Suggestions offered at once."""


def questions_about(passages: Iterable[Passage], messages: Messages) -> tuple[str, ...]:
    """A question for each heading that the passages stand under, in their order, at most three."""
    headings = dict.fromkeys(passage.heading[-1] for passage in passages if passage.heading)
    return tuple(_question(heading, messages) for heading in list(headings)[:SUGGESTIONS])


def _question(heading: str, messages: Messages) -> str:
    return heading if heading.endswith("?") else messages.text("answer.suggestion", heading=heading)
