"""The name that a pointing word stands for: "it", "that one", "the second step", "the other kind"."""

import re
from collections.abc import Sequence

from bot.conversation.cues import DEFINED
from bot.conversation.library import Library, Named
from bot.conversation.listing import listings
from bot.conversation.terms import SPELT_OUT, Term, TermKind
from bot.conversation.topic import Topic
from bot.conversation.words import content, holds, stems, words

NAME_WORDS = 5  # a longer heading is a sentence
ANOTHER = re.compile(r"\b(?:another|other|alternative)\b", re.IGNORECASE)


def antecedents(topic: Topic) -> tuple[str, ...]:
    """The names that "it" or "that one" may stand for after this turn, most likely first; siblings are equally likely.

    What the question named comes before what it defined. A heading is a name where the person used it: put in the place
    of a word, most make no sense ("what if Which visits can be held by video cuts out").
    """
    named = tuple(each.name for each in topic.named if _is_name(each, topic.question))
    if named:
        return named
    defined = DEFINED.match(topic.question.strip())
    if defined and len(words(defined.group("name"))) <= NAME_WORDS:
        return (defined.group("name").strip(" ?!."),)
    return ()


def _is_name(each: Named, question: str) -> bool:
    if each.term.kind is TermKind.HEADING:
        return len(words(each.name)) <= NAME_WORDS and holds(question, each.name)
    return each.term.kind is not TermKind.PHRASE


def equally_likely(topic: Topic) -> tuple[str, ...]:
    """Names of one list or table that the question put side by side; empty where one of them stands out."""
    groups = [each.term.group for each in topic.named if each.term.group >= 0]
    rivals = tuple(each.name for each in topic.named if groups and each.term.group == groups[0])
    return rivals if len(rivals) > 1 else ()


def counted(ordinal: str, topic: Topic) -> str | None:
    """The label that an ordinal counts to in the lists and tables of the answer."""
    every = [listing for passage in topic.passages for listing in listings(passage)]
    current = f"{topic.question} {topic.carried}"
    nearest = sorted(every, key=lambda listing: -listing.shares(current))
    return next((name for listing in nearest if (name := listing.at(ordinal, current))), None)


def others(topic: Topic, library: Library) -> tuple[str, ...]:
    """What "the other one" may mean: the rest of a pair, a heading that says so, or a term of the same kind."""
    current = f"{topic.question} {topic.carried}"
    for listing in (listing for passage in topic.passages for listing in listings(passage)):
        here = listing.spoken_of(current)
        if here is not None and len(listing.labels) == 2:
            return (listing.labels[1 - here],)
    terms = library.of_documents(passage.document_id for passage in topic.passages[:1])
    headed = [term.names[0] for term in terms if term.kind is TermKind.HEADING and ANOTHER.search(term.names[0])]
    return tuple(each.split(":", 1)[-1].strip() for each in headed) or _akin(terms, topic)


def _akin(terms: Sequence[Term], topic: Topic) -> tuple[str, ...]:
    """Abbreviations and synonyms whose forms share a word with what the question named, itself left out."""
    named = [each.term for each in topic.named if each.term.kind in SPELT_OUT]
    spoken = {word for term in named for word in _stems(term)}
    rest = [term for term in terms if term.kind in SPELT_OUT and term not in named]
    akin = [term for term in rest if spoken & _stems(term)] or (rest if named and len(rest) == 1 else [])
    return tuple(term.names[0] for term in akin)


def _stems(term: Term) -> set[str]:
    return {stem for name in term.names for stem in stems(content(name))}
