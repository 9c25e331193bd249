"""What a turn was about: the question as it was understood, and the passages that answered it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Turn
from bot.conversation.library import Library, Named
from bot.conversation.terms import SPELT_OUT, Term, TermKind, alike
from bot.conversation.words import content, holds, stem, stems, words
from corpus.document import Passage

ABOUT = " (about "  # opens the topic that a reading carries, and lets a later turn take it off again
CARRIED_WORDS = 3  # of a topic known by its words alone
FADING = 0.8  # what a word is worth against the same word one turn later
# Both chosen on TREC CAsT 2021 with the rarest words of all turns, added to every question: two words closed 0.29 of
# the gap between typed and rewritten, three 0.57, five 0.43; three with a fading of 0.6 closed 0.50, of 0.9 0.41. The
# last eight words of the last turn, rare or not, had closed 0.42 (`bot/evaluation/rewriting.py` measures).


@dataclass(frozen=True, slots=True)
class Topic:
    """One turn as context: `question` without what earlier turns added to it, `carried` what they added.

    `named` are the terms that it named, `known` all terms of its documents. `words` are the words of this and earlier
    turns that say most about where to look, best first.
    """

    question: str
    carried: str
    passages: tuple[Passage, ...]
    named: tuple[Named, ...]
    known: tuple[Term, ...]
    words: tuple[str, ...]
    several_documents: bool

    def place(self, question: str = "") -> str:
        """Where to look: the document's title, where several documents are there, and the telling words.

        The last answer's heading where no word tells anything and the question names no subject of its own. On 79
        follow-ups about documents for training, the evidence model parted answered from unanswered ones with an AUROC
        of 0.79 after these words and 0.69 after the heading; with pointing words left as typed, 0.80 after the words
        and 0.75 after both.
        """
        titles = tuple(passage.document_title for passage in self.passages[:1] if self.several_documents)
        telling = " ".join(self._telling(" ".join((question, *titles))))
        heading = () if self.words or self._asked(question) else self.passages[:1]
        found = (*titles, telling, *(name for passage in heading for name in passage.heading[-1:]))
        return ", ".join(part.rstrip(" .:?") for part in found if part)

    def about(self, question: str) -> str:
        """What the question is to be understood about: the last subject, unless it names one itself, and the place."""
        subject = () if self._asked(question) else self.subjects[:1]
        return ", ".join(part for part in (*subject, self.place(" ".join((question, *subject)))) if part)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The names of treatments and conditions in the question: what the document, or the clinic, gave two names."""
        return tuple(each.name for each in self.named if each.term.kind in SPELT_OUT)

    def names(self, text: str) -> bool:
        """Whether the text calls something by a name that the documents give it; a phrase inside a sentence is none."""
        return any(term.named_in(text) for term in self.known if term.kind is not TermKind.PHRASE)

    def _asked(self, question: str) -> tuple[Term, ...]:
        """The treatments and conditions that a question names itself."""
        return tuple(term for term in self.known if term.kind in SPELT_OUT and term.named_in(question))

    def _telling(self, question: str) -> tuple[str, ...]:
        """The best of the words that the question lacks; none that names what could stand in for what it names."""
        asked = [term for term in self.known if term.named_in(question)]
        rivals = [term for term in self.known if any(alike(term, each) for each in asked)]
        left_out = {each for text in (question, *_names(rivals)) for each in stems(words(text))}
        return tuple(word for word in self.words if stem(word) not in left_out)[:CARRIED_WORDS]


def _names(terms: Iterable[Term]) -> Iterator[str]:
    return (name for term in terms for name in term.names)


def bare(understood: str) -> tuple[str, str]:
    """A reading without its topic, and that topic; `how long? (about steroids)` gives `how long?` and `steroids`."""
    question, mark, topic = understood.rpartition(ABOUT)
    return (question, topic.removesuffix(")")) if mark else (understood, "")


def about(question: str, topic: str) -> str:
    """The question with a topic, unless it names that topic already; a reading to show and to search."""
    if not topic or holds(question, topic):
        return question
    plain, carried = bare(question)
    return f"{plain}{ABOUT}{', '.join(part for part in (topic, carried) if part)})"


def topic_of(turn: Turn, turns: Sequence[Turn], library: Library) -> Topic:
    """What a turn was about, its words those of all `turns`; passages that the library does not know are left out."""
    question, carried = bare(_understood(turn))
    passages = library.known(turn.passages)
    documents = tuple(passage.document_id for passage in passages)
    known = library.of_documents(documents)
    named = library.named(_understood(turn), documents)
    return Topic(question, carried, passages, named, known, _words(turns, library), len(library.terms) > 1)


def _words(turns: Sequence[Turn], library: Library) -> tuple[str, ...]:
    """The words of the turns that stand in the documents, best first: the rarer and the newer, the better."""
    worth: dict[str, tuple[float, str]] = {}
    for age, turn in enumerate(reversed(turns)):
        for word in content(bare(_understood(turn))[0]):
            found = (library.rarity(word) * FADING**age, word)
            if found[0] > 0:
                worth[stem(word)] = max(found, worth.get(stem(word), found))
    return tuple(word for _, word in sorted(worth.values(), key=lambda each: -each[0]))


def _understood(turn: Turn) -> str:
    return turn.understood_as or turn.question
