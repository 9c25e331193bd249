"""The words under which passages and sentences are indexed: their own, after the heading that they stand under."""

from corpus.document import Passage

# Part of what a generation was built from: raise it when the wording below changes, so that indexes rebuild.
WORDING_VERSION = "1"


def passage_wording(passage: Passage) -> str:
    """Title, heading path and text, each ended by a full stop where it has no end of its own."""
    return ended((passage.document_title, *passage.heading)) + passage.text


def sentence_wordings(passage: Passage) -> tuple[str, ...]:
    """For each sentence its innermost heading and its own words."""
    return tuple(ended(passage.heading[-1:]) + passage.sentence_text(sentence) for sentence in passage.sentences)


def ended(headings: tuple[str, ...]) -> str:
    """The headings one after another, each ready to be followed."""
    return "".join(
        heading + (" " if heading.endswith(("?", "!", ".", ":")) else ". ") for heading in headings if heading
    )
