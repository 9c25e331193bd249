"""The command `footnote`. What a command needs is imported when it runs, so that `--help` is there at once."""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.bot import Bot
    from web.settings import Settings

app = typer.Typer(
    name="footnote",
    help="Answers from a clinic's documents, in their own words and with their own reference numbers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console()
err = Console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="print JSON")]
Folder = Annotated[Path | None, typer.Argument(help="folder of documents; without it FOOTNOTE_CORPUS, or the bundled")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option()] = None, port: Annotated[int | None, typer.Option()] = None
) -> None:
    """Serve the chat page, the widget and the JSON API."""
    import uvicorn

    from web.app import create_app
    from web.look import contacts

    settings = _settings(host=host, port=port)
    for warning in contacts(settings).warnings():
        err.print(f"warning: {warning}", style="yellow", highlight=False, markup=False, soft_wrap=True)
    application = create_app(settings, _bot_or_stand_in(settings))
    out.print(f"Footnote answers on http://{settings.host}:{settings.port}", highlight=False, soft_wrap=True)
    # No access log and no proxy headers: an address may be a person's, and X-Forwarded-For is read by web/gate.py.
    uvicorn.run(
        application,
        host=settings.host,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        log_level="warning",
    )


@app.command()
def ask(question: str, as_json: AsJson = False) -> None:
    """Answer one question from the documents."""
    from bot.clean import UnusableText, clean
    from bot.messages import Messages
    from web.assembly import open_bot
    from web.terminal import answer_panel

    settings = _settings()
    messages = Messages.load(settings.language)
    try:
        cleaned = clean(question)
    except UnusableText as unusable:
        raise typer.BadParameter(messages.text(f"error.{unusable.code}")) from None
    with _progress() as progress:
        answer = open_bot(settings, progress).answer(cleaned)
    if as_json:
        out.print_json(json.dumps(answer.as_json()))
    else:
        out.print(answer_panel(answer, messages))


@app.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="question files, JSON Lines")],
    folder: Annotated[Path | None, typer.Option("--documents", help="the folder of documents they ask about")] = None,
    conversations: Annotated[Path | None, typer.Option(help="a file of conversations")] = None,
    subjects: Annotated[Path | None, typer.Option(help="a file of exchangeable subjects")] = None,
    whole: Annotated[bool, typer.Option("--all", help="search all documents for every question")] = False,
    as_json: AsJson = False,
    failures: Annotated[bool, typer.Option(help="list what went wrong")] = False,
    html: Annotated[Path | None, typer.Option(help="write the report as a page")] = None,
    gate: Annotated[Path | None, typer.Option(help="fail if worse than the figures in this file")] = None,
    freeze: Annotated[Path | None, typer.Option(help="keep the figures in this file")] = None,
) -> None:
    """Score question files: right quotes, refusals, false answers, with intervals."""
    from bot.evaluation.exam import read_exam
    from bot.evaluation.report import Scope
    from web.assembly import factory, read_documents
    from web.examination import Wishes, examine

    settings = _settings(corpus=folder)
    found = read_documents(settings)
    exam = read_exam(files, found, conversations, subjects)
    wishes = Wishes(as_json, failures, html, gate, freeze)
    if not examine(found, exam, factory(settings), Scope.ALL if whole else Scope.OWN, wishes, out, err):
        raise typer.Exit(1)


@app.command()
def train(
    folders: Annotated[list[Path], typer.Argument(help="folders of questions to learn from")],
    validation: Annotated[list[Path], typer.Option(help="folders that decide which weights are kept")],
    work: Annotated[Path, typer.Option(help="folder for checkpoints; run again to go on, or to write the best again")],
    to: Annotated[Path, typer.Option("--out", help="folder for the model")],
    steps: Annotated[int | None, typer.Option(help="steps of the optimiser")] = None,
    sample: Annotated[list[str] | None, typer.Option(help="FOLDER=N: draw N of its questions an epoch")] = None,
    start: Annotated[
        Path | None, typer.Option(help="weights of an earlier training to go on from: its best.pt")
    ] = None,
    pace: Annotated[float, typer.Option(help="share of the usual rates; less than 1 to go on from weights")] = 1.0,
    seed: Annotated[int | None, typer.Option(help="of every draw; another one to go on with fresh examples")] = None,
) -> None:
    """Train the evidence model."""
    from bot.training.run import Plan, train_judge
    from bot.training.trainer import Recipe
    from web.assembly import load_embedder

    plan = Plan(tuple(folders), _samples(sample or []), tuple(validation), work, to, start)
    usual = Recipe()
    recipe = Recipe(steps=steps or usual.steps, pace=pace, seed=usual.seed if seed is None else seed)
    out.print_json(json.dumps(train_judge(plan, recipe, load_embedder(_settings()), err.print)))


def _samples(given: list[str]) -> dict[Path, int]:
    """`FOLDER=N` as a folder and a number."""
    parted = [each.rpartition("=") for each in given]
    if wrong := [each for each, (folder, _, n) in zip(given, parted, strict=True) if not (folder and n.isdigit())]:
        raise typer.BadParameter(f"wanted FOLDER=N with a whole number, found {wrong[0]!r}", param_hint="--sample")
    return {Path(folder): int(n) for folder, _, n in parted}


@app.command()
def index(path: Folder = None) -> None:
    """Build the index of the documents, if anything in them has changed."""
    from web.assembly import open_generation

    settings = _settings(corpus=path)
    with _progress() as progress:
        built = open_generation(settings, progress)
    out.print(f"{len(built.documents)} documents, {len(built.passages)} passages, index in {settings.home}")


@app.command()
def check(path: Path, as_json: AsJson = False) -> None:
    """Report on the references and topics of a document, or of every document in a folder."""
    from dataclasses import asdict

    from corpus.health import report
    from corpus.reader import read_document, read_folder
    from web.terminal import coverage_table, health_table

    found = read_folder(path) if path.is_dir() else (read_document(path),)
    if as_json:
        out.print_json(json.dumps([asdict(report(each)) for each in found]))
        return
    for each in found:
        out.print(health_table(report(each)), coverage_table(each), sep="\n")


@app.command()
def documents(path: Folder = None, as_json: AsJson = False) -> None:
    """List the documents."""
    from web.assembly import read_documents
    from web.terminal import documents_table

    found = read_documents(_settings(corpus=path))
    if as_json:
        out.print_json(json.dumps([{"id": each.id, "title": each.title, "sha256": each.sha256} for each in found]))
    else:
        out.print(documents_table(found))


@app.command()
def triage(
    file: Path,
    distorted: Annotated[bool, typer.Option(help="also under typos, capitals, hidden and look-alike letters")] = False,
    failures: Annotated[bool, typer.Option(help="list what went wrong")] = False,
    words_alone: Annotated[bool, typer.Option("--words-alone", help="as when no model can be loaded")] = False,
) -> None:
    """Score a labelled file of messages: emergencies missed, false alarms, by category."""
    from functools import partial

    from bot.distortion import Distortion
    from bot.triage import triage as decide
    from bot.triage_score import read_examples, score
    from web.assembly import load_hearing
    from web.terminal import triage_tables

    examples = read_examples(file)
    as_served = decide if words_alone else partial(decide, second=load_hearing())
    for distortion in Distortion if distorted else (Distortion.NONE,):
        for table in triage_tables(score(examples, distortion, as_served), failures):
            out.print(table)


def main() -> None:
    """Run the command; what the person can mend is said in one sentence, without a traceback."""
    try:
        app()
    except Exception as error:
        from web.assembly import MENDABLE

        if not isinstance(error, MENDABLE):
            raise
        err.print(f"error: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        sys.exit(2)


def _bot_or_stand_in(settings: "Settings") -> "Bot":
    """The bot; where index or model are out of order, one that still answers emergencies, and a loud word on it."""
    from web.assembly import OUT_OF_ORDER, open_bot, without_index

    try:
        with _progress() as progress:
            return open_bot(settings, progress)
    except OUT_OF_ORDER as error:
        err.print(f"error: {error}", style="red", highlight=False, markup=False, soft_wrap=True)
        err.print("Only emergencies, personal questions and greetings are answered until this is mended.", style="red")
        return without_index(settings)


def _settings(**given: Any) -> "Settings":
    from web.settings import read_settings

    return read_settings(**{name: value for name, value in given.items() if value is not None})


@contextmanager
def _progress() -> "Iterator[Callable[[int, int], None]]":
    """A bar on the terminal, while texts are read into the index."""
    from rich.progress import Progress

    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("reading texts into the index", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
