"""A bot whose every answer is written down, and small records for it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answer import Answer, Kind, Quote, Receipt, ShownPassage, Turn
from corpus.document import Document

RECEIPT = Receipt(None, {}, "test")


def document(name: str, text: str) -> Document:
    """A document of which only the text matters."""
    return Document(name, name.title(), text, (), ())


def quote(source: Document, words: str) -> Quote:
    """The slice of a document that holds these words."""
    start = source.text.index(words)
    return Quote(words, f"{source.id}:0", source.id, start, start + len(words))


def passage(source: Document, words: str, score: float) -> ShownPassage:
    """A passage of a document that holds these words."""
    start = source.text.index(words)
    return ShownPassage(
        f"{source.id}:{start}", source.id, source.title, (), words, start, start + len(words), score, (), "", None
    )


def answer(
    kind: Kind,
    quotes: Sequence[Quote] = (),
    passages: Sequence[ShownPassage] = (),
    probability: float | None = None,
) -> Answer:
    """An answer; its turn is filled in by the bot."""
    return Answer(
        kind, Turn("", None, kind), RECEIPT, quotes=tuple(quotes), passages=tuple(passages), probability=probability
    )


class ScriptedBot:
    """Answers each question as the script says, and keeps the histories that it was given."""

    def __init__(self, script: Mapping[str, Answer]) -> None:
        self.script = script
        self.histories: list[tuple[str, ...]] = []

    def answer(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The scripted answer, with a turn of this question."""
        self.histories.append(tuple(turn.question for turn in history))
        scripted = self.script[question]
        return replace(scripted, turn=Turn(question, None, scripted.kind))
