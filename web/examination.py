"""One evaluation as the command runs it: progress on the terminal, tables or JSON, a page, and the quality gate."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.evaluation.baseline import load, save, worse
from bot.evaluation.evaluate import Factory, evaluate
from bot.evaluation.exam import Exam
from bot.evaluation.report import Report, Scope
from corpus.document import Document
from web.evaluation import failure_table, report_html, report_tables


@dataclass(frozen=True, slots=True)
class Wishes:
    """What to do with a report. `failures` lists in the terminal what went wrong.

    `gate` is a baseline to compare with, `freeze` where to save these figures as one.
    """

    as_json: bool = False
    failures: bool = False
    html: Path | None = None
    gate: Path | None = None
    freeze: Path | None = None


def examine(
    documents: Sequence[Document],
    exam: Exam,
    factory: Factory,
    scope: Scope,
    wishes: Wishes,
    console: Console,
    messages: Console,
) -> bool:
    """Evaluate and do as wished; whether the gate is passed, true where there is none.

    The result goes to `console`, progress and what has become worse to `messages`.

    Raises:
        UnusableQuestions: questions and documents do not belong together.
        UnusableBaseline: the gate's file is missing, damaged, or of other figures.
    """
    baseline = load(wishes.gate) if wishes.gate else ()
    found = _asked(documents, exam, factory, scope, messages)
    _show(found, wishes, console)
    figures = (*found.figures, *found.turns)
    if wishes.freeze:
        save(figures, wishes.freeze)
    worsenings = worse(figures, baseline)
    for worsening in worsenings:
        messages.print(f"worse: {worsening}", highlight=False, markup=False)
    return not worsenings


def _asked(documents: Sequence[Document], exam: Exam, factory: Factory, scope: Scope, messages: Console) -> Report:
    with Progress(console=messages, transient=True) as bar:
        task = bar.add_task("questions asked")

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return evaluate(documents, exam.questions, factory, scope, exam.conversations, tell)


def _show(found: Report, wishes: Wishes, console: Console) -> None:
    if wishes.html:
        wishes.html.write_text(report_html(found), encoding="utf-8")
    if wishes.as_json:
        console.print_json(json.dumps(found.as_json(), allow_nan=False))
        return
    for table in (*report_tables(found), *([failure_table(found)] if wishes.failures else ())):
        console.print(table)
