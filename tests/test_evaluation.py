import io
import re
from html.parser import HTMLParser

from rich.console import Console

from bot.answer import Kind
from bot.evaluation.intervals import Figure, Unit
from bot.evaluation.outcome import Outcome
from bot.evaluation.questions import Label, Question
from bot.evaluation.report import Report, report
from web.evaluation import failure_table, interval_text, report_html, report_tables, value_text


def outcome(name: str, label: Label, kind: Kind, right: bool, *quoted: str, style: str = "plain") -> Outcome:
    question = Question(name, "doc", f"{name} <b>&?", label, ("gold",), style=style)
    return Outcome(
        question, "doc", kind, right, right, right, right, quoted, 0.6, ((0.6, right),) if quoted else (), 0.02
    )


def found() -> Report:
    turn = outcome("t1", Label.SMALLTALK, Kind.SMALLTALK, False, style="")
    return report(
        [
            outcome("a1", Label.ANSWERED, Kind.ANSWERED, True, "gold"),
            outcome("a2", Label.ANSWERED, Kind.NOT_COVERED, False, style="typo"),
            outcome("u1", Label.UNANSWERED, Kind.ANSWERED, False, "<script>alert(1)</script>", style="typo"),
        ],
        [turn],
    )


class Page(HTMLParser):
    """The tags, the alternative texts and the addresses of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.alts: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        fields = dict(attrs)
        if tag == "img":
            self.alts.append(fields.get("alt") or "")
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]


def test_the_page_shows_every_figure_with_its_interval_and_size() -> None:
    text = report_html(found(), "Leaflets")
    assert "<title>Leaflets</title>" in text
    assert "3 questions about 1 document. Each question was asked of its own document alone." in text
    row = r'<th scope="row">Answered: a right quote is given</th><td>0.50</td><td>0.09 to 0.91</td><td>2</td>'
    assert re.search(row, text)
    assert '<th scope="row">Smalltalk: recognised</th><td>1.00</td>' in text
    assert '<th scope="row">unanswered</th><td>1</td><td>0</td>' in text


def test_the_page_asks_for_nothing_and_describes_every_picture() -> None:
    page = Page(report_html(found()))
    assert all(address.startswith("data:image/svg+xml,") for address in page.addresses)
    assert [alt.split(".")[0] for alt in page.alts] == [
        "Figures with their intervals",
        "Coverage curve",
        "Reliability plot",
        "By document",
        "By style",
    ]


def test_words_of_people_and_documents_are_shown_and_never_run() -> None:
    text = report_html(found())
    assert "script" not in Page(text).tags
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "u1 &lt;b&gt;&amp;?" in text


def test_what_went_wrong_is_grouped_by_fault() -> None:
    text = report_html(found())
    assert "<summary>Answered question refused: 1</summary>" in text
    assert "<summary>Unanswered question answered: 1</summary>" in text


def test_a_report_of_conversations_alone_is_a_page_too() -> None:
    text = report_html(report([], [outcome("t1", Label.SMALLTALK, Kind.SMALLTALK, False, style="")]))
    assert "<h2>Turns of conversations</h2>" in text
    assert "<h2>Questions</h2>" not in text
    assert "<p>Nothing.</p>" in text


def test_the_terminal_has_a_table_for_figures_turns_and_each_breakdown() -> None:
    tables = report_tables(found())
    assert [table.title for table in tables] == ["Questions", "Turns of conversations", "By document", "By style"]
    console = Console(width=140, record=True, file=io.StringIO())
    for table in tables:
        console.print(table)
    text = console.export_text()
    assert re.search(r"Answered: a right quote is given\s*│\s*0\.50 │\s*0\.09 to 0\.91 │\s*2 │", text)
    assert re.search(r"│ typo\s*│\s*0\.00 \(1\) │", text)


def test_a_figure_is_written_in_its_unit() -> None:
    words = Figure("w", "W", 31.4, 5, 28.0, 35.6, False, Unit.WORDS)
    nothing = Figure("x", "X", None, 0, None, None, True)
    assert [(value_text(row), interval_text(row)) for row in (words, nothing)] == [("31", "28 to 36"), ("–", "–")]


def test_brackets_in_a_question_are_no_markup_in_the_terminal() -> None:
    console = Console(width=140, record=True, file=io.StringIO())
    wrong = outcome("u1", Label.UNANSWERED, Kind.ANSWERED, False, "see [1] and [/x]")
    console.print(failure_table(report([wrong])))
    text = console.export_text()
    assert "see [1] and [/x]" in text
    assert "unanswered question answered" in text
