"""Settings to what they describe: documents, index and bot, put together in one place."""

from pathlib import Path
from typing import TYPE_CHECKING

import corpus
from bot.contacts import UnsafeContact
from bot.evaluation.baseline import UnusableBaseline
from bot.evaluation.evaluate import Factory, UnusableQuestions
from bot.evaluation.questions import QuestionFileError
from bot.messages import CatalogueError, Messages
from bot.triage_score import UnreadableExamples
from bot.weights import ExporterMissing, UnusableModel
from corpus.document import Document
from corpus.reader import UnreadableDocument, read_folder
from index.build import Progress, Unsearchable, ensure, in_memory, silent
from index.embedder import Embedder, ModelUnavailable, SentenceTransformerEmbedder, UnusableVectors, WrongWeights
from index.search import Searcher
from index.store import BuilderBusy, NotPublished
from web.look import contacts
from web.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.bot import Bot
    from bot.evidence import Judge
    from bot.hearing import Hearing
    from index.generation import Generation

BUNDLED = Path(corpus.__file__).parent / "documents"

# An index or model that cannot be used: questions must wait, but what triage decides is still answered.
OUT_OF_ORDER = (WrongWeights, ModelUnavailable, UnusableModel, UnusableVectors, BuilderBusy, NotPublished)
# What the person who runs this can mend: each message says what was wanted, what was found and what to do.
MENDABLE = (
    *OUT_OF_ORDER,
    SettingsError,
    UnreadableDocument,
    Unsearchable,
    CatalogueError,
    UnsafeContact,
    QuestionFileError,
    UnusableQuestions,
    UnusableBaseline,
    UnreadableExamples,
    ExporterMissing,
)


def read_documents(settings: Settings) -> tuple[Document, ...]:
    """The documents of the corpus folder, or the bundled ones.

    Raises:
        UnreadableDocument: the folder or a document in it cannot be read.
    """
    return read_folder(settings.corpus or BUNDLED)


def load_embedder(settings: Settings) -> SentenceTransformerEmbedder:
    """The embedding model.

    Raises:
        WrongWeights, ModelUnavailable: it is not there, or not what it should be.
    """
    return SentenceTransformerEmbedder.load(settings.embedder)


def open_generation(settings: Settings, progress: Progress = silent) -> "Generation":
    """The index over the documents, built where the one in `home` is not of them.

    Raises:
        what `read_documents`, `load_embedder` and `index.build.ensure` raise.
    """
    return ensure(read_documents(settings), load_embedder(settings), settings.home, progress)


def open_bot(settings: Settings, progress: Progress = silent) -> "Bot":
    """The bot over the documents of the settings, its index built where needed.

    Raises:
        what `open_generation` raises; `UnusableModel`: the evidence model or the hearing cannot be used.
    """
    embedder = load_embedder(settings)
    generation = ensure(read_documents(settings), embedder, settings.home, progress)
    return bot_over(settings, generation, embedder, load_judge(settings), load_hearing())


def bot_over(
    settings: Settings, generation: "Generation", embedder: Embedder, judge: "Judge", hearing: "Hearing"
) -> "Bot":
    """A bot over one generation."""
    from bot.bot import Bot, Engine

    engine = Engine(
        generation,
        Searcher(generation, embedder, settings.lexical),
        judge,
        judge.thresholds(settings.caution),
        generation.fingerprint,
        hearing,
    )
    return Bot(engine, Messages.load(settings.language), contacts(settings))


def factory(settings: Settings) -> Factory:
    """Makes bots as these settings have them, over any documents; their index stays in memory.

    Raises:
        what `load_embedder`, `load_judge` and `load_hearing` raise.
    """
    embedder, judge, hearing = load_embedder(settings), load_judge(settings), load_hearing()
    return lambda documents: bot_over(settings, in_memory(documents, embedder), embedder, judge, hearing)


def without_index(settings: Settings) -> "Bot":
    """A bot that knows no document: urgent and personal questions and small talk are answered all the same."""
    from bot.bot import Bot

    return Bot(None, Messages.load(settings.language), contacts(settings))


def load_hearing() -> "Hearing":
    """The second opinion of triage.

    Raises:
        UnusableModel: it is not there, or not what it should be.
    """
    from bot.hearing import Hearing

    return Hearing.load()


def load_judge(settings: Settings) -> "Judge":
    """The evidence model that ships, or the clinic's own: one that `footnote train` wrote, or any cross-encoder.

    Raises:
        UnusableModel: it is not there, or not what it should be.
    """
    from bot.cross_encoder import CrossEncoderJudge
    from bot.judge import SHIPPED, PairJudge

    chosen = settings.evidence
    if chosen is None or (Path(chosen) / "evidence.json").exists():
        return PairJudge.load(Path(chosen) if chosen else SHIPPED)
    return CrossEncoderJudge.load(chosen)
