"""An evaluation shown to people: one HTML page that needs no other file, and tables for a terminal."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from rich.table import Table
from rich.text import Text

from bot.evaluation.intervals import Figure, Unit
from bot.evaluation.questions import Label
from bot.evaluation.report import Breakdown, Failure, Report, Scope
from web.plots import Plot, coverage_plot, interval_plot, reliability_plot

TEMPLATES = Path(__file__).parent / "templates"
SCOPES = {
    Scope.OWN: "Each question was asked of its own document alone.",
    Scope.ALL: "Each question was asked of the whole collection.",
}
PICTURED = {
    "right_quote": "right quote",
    "unanswered_answered": "unanswered, answered",
}  # the two sides of one decision
DASH = "–"


def report_html(report: Report, title: str = "Evaluation") -> str:
    """The report as one HTML page, in UTF-8, with its pictures inside; it asks for nothing from the network."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters.update(value=value_text, interval=interval_text)
    return environment.get_template("evaluation.html").render(
        title=title,
        report=report,
        scope=SCOPES[report.scope],
        plots=_plots(report),
        breakdowns=_by_dimension(report.breakdowns),
        kinds=sorted({row.kind for row in report.replies}),
        replies=_replies(report),
        failures=_by_fault(report.failures),
    )


def report_tables(report: Report) -> tuple[Table, ...]:
    """The figures, those of conversations where there are any, and the breakdowns, ready for a rich console."""
    tables = [_figure_table("Questions", report.figures), _figure_table("Turns of conversations", report.turns)]
    tables += [_breakdown_table(name, rows) for name, rows in _by_dimension(report.breakdowns).items()]
    return tuple(table for table in tables if table.row_count)


def failure_table(report: Report) -> Table:
    """Every question that went wrong: its fault, what was asked, and what was quoted."""
    table = Table(title="What went wrong", title_justify="left")
    for name in ("fault", "id", "question", "quoted"):
        table.add_column(name, overflow="fold")
    for row in report.failures:
        table.add_row(row.fault, row.id, Text(row.question), Text(" … ".join(row.quoted) or row.kind))
    return table


def value_text(figure: Figure) -> str:
    """A figure as text: two decimals for a share, none for words and times, a dash where nothing was measured."""
    return _number(figure.value, figure.unit)


def interval_text(figure: Figure) -> str:
    """The 95 % interval as text."""
    if figure.low is None:
        return DASH
    return f"{_number(figure.low, figure.unit)} to {_number(figure.high, figure.unit)}"


def _number(value: float | None, unit: Unit) -> str:
    if value is None:
        return DASH
    return f"{value:.2f}" if unit is Unit.RATIO else f"{value:.0f}"


def _plots(report: Report) -> Mapping[str, Plot]:
    measured = [figure for figure in (*report.figures, *report.turns) if figure.value is not None]
    plots = {"figures": interval_plot(measured, [figure.title for figure in measured], "Figures with their intervals")}
    if report.curve:
        plots["coverage"] = coverage_plot(report.curve)
    if report.reliability:
        plots["reliability"] = reliability_plot(report.reliability)
    for dimension, rows in _by_dimension(report.breakdowns).items():
        plots[dimension] = _breakdown_plot(dimension, rows)
    return plots


def _breakdown_plot(dimension: str, rows: Sequence[Breakdown]) -> Plot:
    pairs = [(figure, row.value) for row in rows for figure in row.figures if figure.name in PICTURED and figure.n]
    labels = [f"{value}: {PICTURED[figure.name]}" for figure, value in pairs]
    return interval_plot([figure for figure, _ in pairs], labels, f"By {dimension}")


def _by_dimension(rows: Sequence[Breakdown]) -> dict[str, list[Breakdown]]:
    groups: dict[str, list[Breakdown]] = defaultdict(list)
    for row in rows:
        groups[row.dimension].append(row)
    return dict(groups)


def _by_fault(failures: Sequence[Failure]) -> dict[str, list[Failure]]:
    groups: dict[str, list[Failure]] = defaultdict(list)
    for failure in failures:
        groups[failure.fault].append(failure)
    return dict(groups)


def _replies(report: Report) -> dict[Label, dict[str, int]]:
    table: dict[Label, dict[str, int]] = defaultdict(dict)
    for row in report.replies:
        table[row.label][row.kind] = row.n
    return dict(table)


def _figure_table(title: str, figures: Sequence[Figure]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    for name in ("value", "95 % interval", "n"):
        table.add_column(name, justify="right")
    for figure in figures:
        table.add_row(figure.title, value_text(figure), interval_text(figure), str(figure.n))
    return table


def _breakdown_table(dimension: str, rows: Sequence[Breakdown]) -> Table:
    table = Table(title=f"By {dimension}", title_justify="left")
    table.add_column(dimension)
    for figure in rows[0].figures:
        table.add_column(figure.name.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(row.value, *(f"{value_text(figure)} ({figure.n})" for figure in row.figures))
    return table
