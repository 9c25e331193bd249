"""What a person means after the last turns: the stand-alone readings of a question, best guess first.

No model decides here. The caller searches each reading and keeps the one that the evidence supports.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Kind, Turn
from bot.conversation import cues
from bot.conversation.antecedent import NAME_WORDS, antecedents, counted, equally_likely, others
from bot.conversation.library import Library
from bot.conversation.terms import alike
from bot.conversation.topic import Topic, about, bare, topic_of
from bot.conversation.words import content, hint, stems

HISTORY = 6  # turns, as the HTTP contract has it
CANDIDATES = 4  # readings that a caller may be asked to search
CONTEXT = frozenset({Kind.ANSWERED, Kind.PARTIAL})  # a refused turn says nothing about the documents
GENERAL = Kind.PERSONAL  # context only where passages stood under the fixed words
LEANING = 0.6  # strength from which the question as it stands says too little to be preferred
FRAGMENT_WORDS = 5  # "and the mesenchymal ones?"; a longer text without a question word is a story


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a question.

    `candidates` are 1 to 4 stand-alone readings to search, best guess first, the question as it stands among them.
    `needs_context` is how strongly the wording leans on earlier turns, in [0, 1]. `ambiguous` are readings of equal
    likelihood to offer as suggestions. `more_of` are the ids of passages already shown when the person asks for more:
    the next unseen one is wanted.
    """

    candidates: tuple[str, ...]
    needs_context: float = 0.0
    ambiguous: tuple[str, ...] = ()
    more_of: tuple[str, ...] = ()

    @property
    def leans(self) -> bool:
        """Whether the question as it stands says too little to be preferred."""
        return self.needs_context >= LEANING


def readings(question: str, history: Sequence[Turn], library: Library) -> Readings:
    """The readings of a question after these turns, oldest first; the last 6 are read.

    Turns that were refused, and passages that the library does not hold, are no context.
    """
    turns = tuple(history)[-HISTORY:]
    text = opened(question)
    if turns and turns[-1].kind is Kind.CLARIFY and (settled := _settled(text, turns[-1])):
        return _ranked(question, (settled,), 1.0)
    context = tuple(turn for turn in turns if turn.kind in CONTEXT or (turn.kind is GENERAL and turn.passages))
    if not context:
        refused = any(turn.kind is Kind.NOT_COVERED for turn in turns)
        return Readings((question,), _dependence(question, text) if refused else 0.0)
    if switch := cues.SWITCH.match(text):
        return _switched(question, text[switch.end() :], topic_of(context[-1], context, library))
    if cues.MORE.match(question):
        return _more(question, context)
    return _resolved(question, text, context, library)


def opened(question: str) -> str:
    """The question without the words that people put before it: "ok thanks, and how long?" gives "how long?"."""
    text = question.strip()
    while (match := cues.OPENER.match(text)) and text[match.end() :].strip(" ?!."):
        text = text[match.end() :]
    return text


def _settled(text: str, offered: Turn) -> str | None:
    """The question that a choice was offered for, with the choice made; None when something else is asked."""
    if cues.YES.match(text):
        return offered.understood_as
    if _is_fragment(text):
        return about(bare(offered.question)[0], text.strip(" ?!."))
    return None


def _switched(question: str, text: str, topic: Topic) -> Readings:
    """Another subject: nothing of the last one but the document, which a new question most often still concerns."""
    titles = tuple(passage.document_title for passage in topic.passages[:1] if topic.several_documents)
    return _ranked(question, (text, *(about(text, title) for title in titles)), 0.0)


def _more(question: str, context: Sequence[Turn]) -> Readings:
    """More on the last answer: everything shown since its question was first asked is seen."""
    wanted = context[-1].understood_as or context[-1].question
    shown = [turn.passages for turn in context if (turn.understood_as or turn.question) == wanted]
    return Readings((wanted, question), 1.0, more_of=tuple(dict.fromkeys(each for ids in shown for each in ids)))


def _resolved(question: str, text: str, context: Sequence[Turn], library: Library) -> Readings:
    corrected = cues.CORRECTION.match(text)
    text = text[corrected.end() :] if corrected and text[corrected.end() :].strip(" ?!.") else text
    turn = _returned_to(text, context)
    turns = context[: context.index(turn) + 1] if cues.RETURN.match(text) else context
    topic = topic_of(turn, turns, library)
    natural = _named(text, topic, library)
    rivals = tuple(_put(text, name) for name in equally_likely(topic)) if cues.PRONOUN.search(text) else ()
    swapped = _swapped(text, topic, library)
    strength = _dependence(question, text, natural is not None, topic.names(text))
    named = swapped or natural
    suffix = topic.place(named) if named else topic.about(text)
    found = (about(named, suffix), named) if named else (about(text, suffix), text)
    return _ranked(question, found, strength, stands_first=strength < 0.5, ambiguous=rivals)


def _returned_to(text: str, context: Sequence[Turn]) -> Turn:
    """The newest turn whose question shares the most content words with the text; the last one when none does."""
    asked = set(stems(content(text)))
    shared = [len(asked & set(stems(content(turn.understood_as or turn.question)))) for turn in context]
    return context[max(range(len(context)), key=lambda at: (shared[at], at))]


def _named(text: str, topic: Topic, library: Library) -> str | None:
    """The text with its pointing words replaced by what they point at; None when there is nothing to replace."""
    if cues.AFTER_THAT.match(text):
        name = counted("next", topic)
        return name and f"what comes next: {name}?"
    if match := cues.OTHER.search(text):
        return next((_replaced(text, match, name) for name in others(topic, library)), None)
    if match := cues.STEP_NUMBER.search(text) or cues.ORDINAL.search(text):
        name = counted(next(filter(None, match.groups())), topic)
        return name and (_replaced(text, match, name) if len(name.split()) <= NAME_WORDS else about(text, name))
    if (match := cues.DESCRIBED.search(text)) and (
        hinted := library.hinted(match["hint"], (passage.document_id for passage in topic.passages))
    ):
        return _replaced(text, match, hinted.name)
    name = next(iter(antecedents(topic)), None)
    pointed = _put(text, name) if name else text
    return pointed if pointed != text else None


def _put(text: str, name: str) -> str:
    """The text with the name in place of its first pointing word."""
    if match := cues.POSSESSIVE.search(text):
        return _replaced(text, match, f"{name}'" if name.endswith("s") else f"{name}'s")
    if cues.EMPTY_IT.search(text):
        return text
    match = cues.POINTING.search(text) or cues.PRONOUN.search(text)
    return _replaced(text, match, name) if match else text


def _replaced(text: str, match: re.Match[str], name: str) -> str:
    return text[: match.start()] + name + text[match.end() :]


def _swapped(text: str, topic: Topic, library: Library) -> str | None:
    """The last question asked of something else: "and red meat?" after "How often should I eat fish?"."""
    asked = cues.ABOUT.match(text)
    rest = (text[asked.end() :] if asked else text).strip(" ?!.")
    if not _is_fragment(rest):
        return None
    documents = tuple(passage.document_id for passage in topic.passages)
    hinted = library.hinted(rest, documents)
    named = [each for each in library.named(rest, documents) if hint(rest, each.name)]
    for new in named or ([hinted] if hinted else []):
        old = next((each for each in topic.named if alike(new.term, each.term)), None)
        if old:
            return _exchanged(topic.question, old.name, new.name)
    return None


def _exchanged(question: str, old: str, new: str) -> str:
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, question, count=1, flags=re.IGNORECASE)


def _is_fragment(text: str) -> bool:
    return 0 < len(text.split()) <= FRAGMENT_WORDS and not cues.QUESTION_WORD.match(text)


def _dependence(question: str, text: str, pointed: bool = False, named: bool = False) -> float:
    """How strongly a wording leans on earlier turns; `named` when it calls something by the document's own name."""
    if pointed or cues.POINTING.search(text) or cues.PRONOUN.search(text) or cues.OTHER.search(text):
        return 1.0
    asks = bool(cues.QUESTION_WORD.match(text))
    if cues.ABOUT.match(text) or (text != question.strip() and not asks):
        return 0.8
    if named and asks:
        return 0.3
    return {0: 0.9, 1: 0.7, 2: 0.5 if asks else 0.6, 3: 0.5}.get(len(content(text)), 0.3)


def _ranked(
    question: str,
    found: Sequence[str],
    strength: float,
    stands_first: bool = False,
    ambiguous: tuple[str, ...] = (),
) -> Readings:
    """The readings found, each once, with the question as it stands before or after them."""
    every = dict.fromkeys(each.strip() for each in found if each.strip())
    every.pop(question, None)
    kept = list(every)[: CANDIDATES - 1]
    return Readings((question, *kept) if stands_first else (*kept, question), strength, ambiguous)
