"""The command `footnote`. What a command needs is imported when it runs, so that `--help` is there at once."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

if TYPE_CHECKING:
    from index.generation import Generation
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
def index(path: Folder = None) -> None:
    """Build the index of the documents, if anything in them has changed."""
    settings = _settings(corpus=path)
    built = _generation(settings)
    out.print(f"{len(built.documents)} documents, {len(built.passages)} passages, index in {settings.home}")


@app.command()
def check(path: Path, as_json: AsJson = False) -> None:
    """Report on the references of a document, or of every document in a folder."""
    from dataclasses import asdict

    from corpus.health import report
    from corpus.reader import read_document, read_folder
    from web.terminal import health_table

    found = [report(each) for each in (read_folder(path) if path.is_dir() else (read_document(path),))]
    if as_json:
        out.print_json(json.dumps([asdict(each) for each in found]))
        return
    for each in found:
        out.print(health_table(each))


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
) -> None:
    """Score a labelled file of messages: emergencies missed, false alarms, by category."""
    from bot.distortion import Distortion
    from bot.triage_score import read_examples, score
    from web.terminal import triage_tables

    examples = read_examples(file)
    for distortion in Distortion if distorted else (Distortion.NONE,):
        for table in triage_tables(score(examples, distortion), failures):
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


def _settings(**given: Any) -> "Settings":
    from web.settings import read_settings

    return read_settings(**{name: value for name, value in given.items() if value is not None})


def _generation(settings: "Settings") -> "Generation":
    """The index, with a bar while it is being built."""
    from rich.progress import Progress

    from web.assembly import open_generation

    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("texts read into the index", total=None)
        return open_generation(settings, lambda done, total: bar.update(task, completed=done, total=total))
