"""What a turn was about: the question as it was understood, and the passages that answered it."""

from dataclasses import dataclass

from bot.answer import Turn
from bot.conversation.library import Library, Named
from bot.conversation.terms import SPELT_OUT, Term
from bot.conversation.words import content, holds
from corpus.document import Passage

ABOUT = " (about "  # opens the topic that a reading carries, and lets a later turn take it off again
CARRIED_WORDS = 8  # of a topic known by its words alone; more of them drown the question


@dataclass(frozen=True, slots=True)
class Topic:
    """One turn as context: `question` without what earlier turns added to it, `carried` what they added.

    `named` are the terms that it named, `known` the subjects of its documents: what has a short and a long name.
    """

    question: str
    carried: str
    passages: tuple[Passage, ...]
    named: tuple[Named, ...]
    known: tuple[Term, ...]
    several_documents: bool

    def place(self, question: str = "") -> str:
        """Where the answer stood: the document's title, where several documents are there, and the heading.

        A heading that names a treatment or condition is left out beside a question that names only others.
        Measured on 268 follow-ups, dense search over 72 documents: mean reciprocal rank of the right sentence 0.15 as
        it stands, 0.43 with the question before, 0.37 with the heading, 0.47 with the title, 0.55 with both.
        """
        first = self.passages[:1]
        titles = tuple(passage.document_title for passage in first if self.several_documents)
        headings = tuple(
            heading for passage in first for heading in passage.heading[-1:] if self._fits(heading, question)
        )
        found = ", ".join(part.rstrip(" .:?") for part in (*titles, *headings) if part)
        return found if self.passages else self.words

    def about(self, question: str) -> str:
        """What the question is to be understood about: the last subject, unless it names one itself, and the place."""
        place = self.place(question)
        own = any(term.named_in(question) for term in self.known)
        subject = () if own else tuple(name for name in self.subjects[:1] if not holds(place, name))
        return ", ".join(part for part in (*subject, place) if part)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The names of treatments and conditions in the question: what the document, or the clinic, gave two names."""
        return tuple(each.name for each in self.named if each.term.kind in SPELT_OUT)

    def _fits(self, heading: str, question: str) -> bool:
        spoken = [term for term in self.known if term.named_in(heading)]
        asked = [term for term in self.known if term.named_in(question)]
        return not spoken or not asked or any(term in asked for term in spoken)

    @property
    def words(self) -> str:
        """The content words of the question and of what it carried, the newest ones, each once."""
        every = dict.fromkeys((*content(self.carried), *content(self.question)))
        return " ".join(list(every)[-CARRIED_WORDS:])


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


def topic_of(turn: Turn, library: Library) -> Topic:
    """What a turn was about; passages that the library does not know are left out."""
    understood = turn.understood_as or turn.question
    question, carried = bare(understood)
    passages = library.known(turn.passages)
    documents = tuple(passage.document_id for passage in passages)
    subjects = tuple(term for term in library.of_documents(documents) if term.kind in SPELT_OUT)
    return Topic(question, carried, passages, library.named(understood, documents), subjects, len(library.terms) > 1)
