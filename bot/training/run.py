"""One training from folders of questions to the files of `bot/model/`."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter

from bot.judge import About, Calibration
from bot.pairs import PairTokenizer
from bot.scorer import PairScorer, Vectors, digest, word_vectors
from bot.training.batches import Batch
from bot.training.calibrating import calibrate
from bot.training.examples import LabelledQuestion, Material, Sampler, bearings, nearness, read_material
from bot.training.pair_encoder import PairEncoder
from bot.training.publishing import published, require_exporter
from bot.training.trainer import Recipe, Source, Trainer, planned
from bot.training.validation import Scored, figures
from index.build import in_memory
from index.embedder import Embedder, bundled_folder
from index.search import Searcher
from index.wording import passage_wording

Say = Callable[[str], None]
EVERY = 10_000
"""More passages than any one document has."""
WATCHED = 300
"""Validation questions scored at each stretch; all of them are scored at the end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a training reads and writes.

    `folders` hold the questions to learn from; of those in `sampled` an epoch draws only so many. `validation` folders
    decide which weights are kept and how they are calibrated. `work` keeps checkpoints; `out` gets the model.
    """

    folders: tuple[Path, ...]
    sampled: Mapping[Path, int]
    validation: tuple[Path, ...]
    work: Path
    out: Path


def train_judge(plan: Plan, recipe: Recipe, embedder: Embedder, say: Say) -> dict[str, float]:
    """Train, calibrate, and write `evidence.onnx` and `evidence.json`; returns the validation figures.

    Running it again with the same plan goes on from the last checkpoint; where that was the last step, the best weights
    are calibrated and written again.

    Raises:
        ExporterMissing: the libraries to write the model with are not installed.
        QuestionFileError: a folder of the plan lacks a file, or a line is not as wanted.
    """
    require_exporter()
    plan.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    base = bundled_folder()
    model, tokenizer = PairEncoder(base), PairTokenizer(base)
    watched = read_material(plan.validation)
    shelves = searchers(watched, embedder)
    say(f"{len(watched.questions)} validation questions")

    def scored_by(now: PairEncoder) -> dict[str, float]:
        judged = scored(scorer(published(now), base), spread(watched.questions, WATCHED), shelves)
        return figures(list(judged))

    def batches() -> list[Batch]:
        sources = [source_of(folder, plan.sampled.get(folder), embedder) for folder in plan.folders]
        return planned(sources, tokenizer, recipe)

    Trainer(model, recipe, plan.work, say).run(batches, scored_by)
    model.load_state_dict(torch.load(plan.work / "best.pt", weights_only=True))
    found = publish(model, base, watched, shelves, plan.out)
    (plan.out / "training.json").write_text(record(plan, recipe, found), encoding="utf-8")
    return found


def publish(
    model: PairEncoder, base: Path, validation: Material, shelves: Mapping[str, Searcher], out: Path
) -> dict[str, float]:
    """Calibrate a trained model as it will answer and write it into a folder; returns its validation figures.

    `base` is the folder of the bundled weights, `shelves` are the searches over the validation documents.

    Raises:
        ValueError: training moved the word vectors, which are not published.
    """
    if digest(model.body.embeddings.word_embeddings.weight.detach().numpy()) != digest(word_vectors(base)):
        raise ValueError(f"wanted the word vectors of {base}, found others; keep them frozen in training")
    graph = published(model)
    every = list(scored(scorer(graph, base), validation.questions, shelves))
    write(graph, word_vectors(base), calibrate(every), out)
    return figures(every)


def write(graph: bytes, words: Vectors, calibration: Calibration, out: Path) -> None:
    """Write the graph and what belongs to it into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    about = About(hashlib.sha256(graph).hexdigest(), digest(words), calibration)
    (out / "evidence.onnx").write_bytes(graph)
    (out / "evidence.json").write_bytes(TypeAdapter(About).dump_json(about, indent=1))


def scorer(graph: bytes, base: Path) -> PairScorer:
    """The scorer of a graph over the bundled word vectors."""
    return PairScorer(graph, word_vectors(base), PairTokenizer(base))


def source_of(folder: Path, questions: int | None, embedder: Embedder) -> Source:
    """A folder's questions with, for each, its document's passages ranked by cosine."""
    material = read_material([folder])
    vectors = {name: embedder.encode([passage_wording(p) for p in ps]) for name, ps in material.passages.items()}
    asked = embedder.encode([question.question for question in material.questions])
    return Source(Sampler(material, nearness(asked, material.questions, vectors)), questions)


def searchers(material: Material, embedder: Embedder) -> dict[str, Searcher]:
    """For each document a search over its own passages alone."""
    return {
        name: Searcher(in_memory([document], embedder), embedder, lexical=False)
        for name, document in material.documents.items()
    }


def scored(
    scorer: PairScorer, questions: Sequence[LabelledQuestion], shelves: Mapping[str, Searcher]
) -> Iterator[Scored]:
    """Each question against every passage of its document."""
    for question in questions:
        hits = shelves[question.document_id].search(question.question, EVERY)
        bears = tuple(bearings(question, hit.passage) for hit in hits)
        yield Scored(question, hits, tuple(scorer.scores(question.question, hits)), bears)


def spread(questions: Sequence[LabelledQuestion], wanted: int) -> list[LabelledQuestion]:
    """At most `wanted` questions, evenly spread over the sequence, so that every document keeps some."""
    step = max(1, len(questions) // wanted)
    return list(questions[::step])[:wanted]


def record(plan: Plan, recipe: Recipe, found: Mapping[str, float]) -> str:
    """What the training was, as JSON: the recipe, the SHA-256 of every file read, and the validation figures."""
    read = sorted(file for folder in (*plan.folders, *plan.validation) for file in folder.glob("*.jsonl"))
    hashes = {f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in read}
    return json.dumps({"recipe": asdict(recipe), "files": hashes, "validation": dict(found)}, indent=1) + "\n"
