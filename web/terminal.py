"""What the commands print: answers, documents and reference health, for a person at a terminal."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.answer import Answer, Kind
from bot.messages import Messages
from bot.triage_score import Report
from corpus.document import Document
from corpus.health import Health, Place
from corpus.topics import coverage

# A sentence is known again by its first line on a terminal of 80 columns.
FIRST_CHARACTERS = 60
COLOURS = {Kind.URGENT: "red", Kind.PERSONAL: "magenta", Kind.NOT_COVERED: "yellow", Kind.PARTIAL: "yellow"}


def answer_panel(answer: Answer, messages: Messages) -> Panel:
    """An answer with its quotes, citations and sources; text from documents is never read as markup."""
    parts: list[RenderableType] = []
    if answer.understood_as and answer.understood_as != answer.turn.question:
        parts.append(Text(f"{messages.text('page.understood')} {answer.understood_as}", style="italic"))
    if answer.message:
        parts.append(Text(answer.message.strip()))
    titles = {passage.id: " › ".join((passage.document_title, *passage.heading)) for passage in answer.passages}
    for quote in answer.quotes:
        numbers = "".join(f"[{citation.number}]" for citation in quote.citations)
        parts += [Text(f"“{quote.text}” {numbers}", style="bold"), Text(f"  {titles.get(quote.passage_id, '')}")]
    parts += _sources(answer, messages)
    if answer.suggestions:
        parts += [Rule(messages.text("page.next"), align="left"), *(Text(f"· {each}") for each in answer.suggestions)]
    kind = messages.text(f"page.kind_{answer.kind}")
    return Panel(Group(*parts), title=kind, title_align="left", border_style=COLOURS.get(answer.kind, "cyan"))


def _sources(answer: Answer, messages: Messages) -> list[RenderableType]:
    if not answer.references:
        return []
    lines = [
        Text.assemble((f"[{each.number}] ", "bold"), each.text, f" {messages.text(f'page.basis_{each.basis}')}")
        for each in answer.references
    ]
    return [Rule(messages.text("page.references"), align="left"), *lines]


def documents_table(documents: Iterable[Document]) -> Table:
    """The documents with their dates and sizes."""
    table = Table("id", "title", "reviewed", "owner", "sections", "references")
    for document in documents:
        reviewed, owner = str(document.reviewed or "-"), document.owner or "-"
        sizes = str(len(document.sections)), str(len(document.references))
        table.add_row(Text(document.id), Text(document.title), reviewed, Text(owner), *sizes)
    return table


def health_table(health: Health) -> Table:
    """What is wrong with one document's references, a row for each thing looked at; nothing is left out when fine."""
    table = Table("looked at", "found", "", title=Text(health.document_id), title_justify="left", show_lines=True)
    table.add_row("reference entries", str(len(health.entries)), ", ".join(health.entries))
    rows: Sequence[tuple[str, Sequence[str]]] = (
        ("gaps in the numbering", health.gaps),
        ("numbers used twice", health.repeated),
        ("markers without an entry", _places(health.dangling)),
        ("entries that no marker cites", health.uncited),
        ("markers that look lost", _places(health.lost)),
        ("entries without a link", health.without_link),
        ("entries without a date", health.without_date),
    )
    for name, found in rows:
        count = Text(str(len(found)), style="yellow bold") if found else Text("none", style="green")
        table.add_row(name, count, Text("\n".join(found) if " " in "".join(found) else ", ".join(found)))
    return table


def coverage_table(document: Document) -> Table:
    """What patients ask about most, and how many sentences of the document bear a cue of it: a hint for its editor."""
    table = Table("topic", "sentences", "the first of them", show_lines=False)
    for card in coverage(document):
        first = (
            " ".join(document.text[card.sentences[0].start : card.sentences[0].end].split()) if card.sentences else ""
        )
        count = Text(str(len(card.sentences))) if card.sentences else Text("none", style="yellow bold")
        table.add_row(str(card.topic), count, Text(shorten(first, FIRST_CHARACTERS, placeholder=" …")))
    return table


def _places(places: Iterable[Place]) -> tuple[str, ...]:
    return tuple(f"line {place.line}: {place.words}" for place in places)


def triage_tables(report: Report, failures: bool) -> tuple[Table, ...]:
    """How many messages got the right kind, by category; and those that did not."""
    scores = Table("label", "messages", "right", "share", title=f"distortion: {report.distortion}")
    for row in (*report.rows, *report.kinds):
        right = row.total - len(row.wrong)
        scores.add_row(Text(row.label), str(row.total), str(right), f"{row.share_right:.3f}")
    if not failures:
        return (scores,)
    wrong = Table("label", "message", "taken for")
    for row in report.rows:
        for question, verdict in row.wrong:
            wrong.add_row(Text(row.label), Text(question), Text(str(verdict.kind) if verdict else "search"))
    return scores, wrong
