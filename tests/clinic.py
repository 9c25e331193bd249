"""A small clinic to test the web against: one document, and a bot that gives one worked answer of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answer import Answer, Basis, Citation, Kind, ListedReference, Quote, Receipt, ShownPassage, Turn
from bot.triage import Triage, triage
from corpus.document import Document, Passage, Reference, Section, Sentence, SentenceKind

TEXT = """The kit holds a thermometer and a leaflet [2]. Keep it dry.
What to do
1. Open the box.
2. Read the leaflet.
| Part | Use |
| Box | Holds all. |
References
[2] Box makers. How to box. https://example.org/box
[5] A leaflet of 2020.
"""


def span(words: str) -> tuple[int, int]:
    """Where words stand in TEXT."""
    return TEXT.index(words), TEXT.index(words) + len(words)


def sentence(words: str, kind: SentenceKind = SentenceKind.PROSE, *citations: str) -> Sentence:
    """A quotable unit of TEXT."""
    return Sentence(*span(words), kind, citations)


def passage(name: str, heading: tuple[str, ...], *sentences: Sentence) -> Passage:
    """A passage of TEXT from its first sentence to its last."""
    start, end = sentences[0].start, sentences[-1].end
    numbers = tuple(number for each in sentences for number in each.citations)
    return Passage(f"kit:{name}", "kit", "The kit", heading, start, end, TEXT[start:end], sentences, numbers)


KIT = sentence("The kit holds a thermometer and a leaflet [2].", SentenceKind.PROSE, "2")
DRY = sentence("Keep it dry.")
STEPS = (sentence("1. Open the box.", SentenceKind.ITEM), sentence("2. Read the leaflet.", SentenceKind.ITEM))
ROW = sentence("| Box | Holds all. |", SentenceKind.ROW)
REFERENCES = (
    Reference("2", "Box makers. How to box.", "https://example.org/box", *span("[2] Box makers.")),
    Reference("5", "A leaflet of 2020.", None, *span("[5] A leaflet of 2020.")),
)
SECTIONS = (
    Section((), 0, DRY.end, ((KIT, DRY),)),
    Section(("What to do",), DRY.end + 1, ROW.end, (STEPS, (ROW,))),
)
DOCUMENT = Document("kit", "The kit", TEXT, SECTIONS, REFERENCES)
PASSAGES = (
    passage("aaaa0001", (), KIT, DRY),
    passage("aaaa0002", ("What to do",), *STEPS),
    passage("aaaa0003", ("What to do",), ROW),
)


def shown(of: Passage) -> ShownPassage:
    """A passage as an answer shows it."""
    address = f"/documents/{of.document_id}#{of.id.partition(':')[2]}"
    where = (of.id, of.document_id, of.document_title, of.heading, of.text, of.start, of.end)
    return ShownPassage(*where, 0.91, of.citations, address, "2026-11-20")


def answer_of(kind: Kind, question: str) -> Answer:
    """The worked answer of a kind."""
    turn = Turn(question, None, kind, (PASSAGES[0].id,) if kind in QUOTING else ())
    bare = Answer(kind, turn, Receipt("sha256:1", {"kit": f"sha256:{DOCUMENT.sha256}"}, "0.1.0"))
    return replace(bare, **DETAILS.get(kind, {}))


CITED = Citation("2", REFERENCES[0].text, REFERENCES[0].url, Basis.MARKER)
LISTED = ListedReference("2", REFERENCES[0].text, REFERENCES[0].url, "kit", Basis.MARKER)
LISTED_ONLY = ListedReference("5", REFERENCES[1].text, None, "kit", Basis.LISTED)
QUOTE = Quote("The kit holds a thermometer and a leaflet [2].", PASSAGES[0].id, "kit", KIT.start, KIT.end, (CITED,))
QUOTING = {Kind.ANSWERED, Kind.PARTIAL}
QUOTED = {"quotes": (QUOTE,), "passages": (shown(PASSAGES[0]),), "references": (LISTED, LISTED_ONLY)}
DETAILS: Mapping[Kind, Mapping[str, object]] = {
    Kind.ANSWERED: {**QUOTED, "suggestions": ("How dry?",)},
    Kind.PARTIAL: {**QUOTED, "message": "The documents touch on this, but do not say how much."},
    Kind.NOT_COVERED: {
        "message": "The documents here do not answer this.",
        "missing_topic": "cost",
        "suggestions": ("What is in the kit?",),
    },
    Kind.CLARIFY: {"message": "Which one do you mean?", "suggestions": ("Is the box dry?", "Is the leaflet dry?")},
    Kind.URGENT: {"message": "Call 112 now.\nOr go to the nearest hospital."},
    Kind.PERSONAL: {"message": "This service cannot advise you. Please ask your nurse."},
    Kind.SMALLTALK: {"message": "Hello. Ask me about the kit."},
    Kind.SOURCES: {"message": "These are the sources.", "references": (LISTED, LISTED_ONLY)},
}


@dataclass
class WordBot:
    """Answers with the kind that a question names as a word ("urgent please"), `answered` where it names none."""

    documents: Mapping[str, Document] = field(default_factory=lambda: {"kit": DOCUMENT})
    passages: Mapping[str, Passage] = field(default_factory=lambda: {each.id: each for each in PASSAGES})
    fingerprint: str | None = "sha256:1"
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)

    def alarm(self, question: str) -> Triage | None:
        """What triage says by words alone."""
        return triage(question)

    def reply(self, question: str, alarm: Triage | None, history: Sequence[Turn] = ()) -> Answer:  # noqa: ARG002
        """As `answer`."""
        return self.answer(question, history)

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The worked answer of the kind named; the call is kept."""
        self.asked.append((question, tuple(history)))
        kind = next((kind for kind in Kind if kind.value in question.split()), Kind.ANSWERED)
        return answer_of(kind, question)

    def suggestions(self) -> tuple[str, ...]:
        """Two starter questions."""
        return ("What is in the kit?", "What do I do first?")
