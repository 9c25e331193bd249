"""One training from folders of questions to the files of `bot/model/`."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from pydantic import TypeAdapter

from bot.judge import About, Calibration, PairJudge
from bot.pair_encoder import PairEncoder, PairTokenizer, quickened
from bot.training.calibrating import calibrate
from bot.training.examples import LabelledQuestion, Material, Sampler, bearings, nearness, read_material
from bot.training.trainer import Recipe, Source, Trainer, planned
from bot.training.validation import Scored, figures
from bot.weights import pack
from index.build import in_memory
from index.embedder import Embedder, bundled_folder
from index.search import Searcher
from index.wording import passage_wording

Say = Callable[[str], None]
UNCALIBRATED = Calibration((), (), {})
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
    """Train, calibrate, and write `evidence.safetensors` and `evidence.json`; returns the validation figures.

    Running it again with the same plan goes on from the last checkpoint.

    Raises:
        QuestionFileError: a folder of the plan lacks a file, or a line is not as wanted.
    """
    plan.work.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(recipe.seed)
    base = bundled_folder()
    model, tokenizer = PairEncoder(base), PairTokenizer(base)
    watched = read_material(plan.validation)
    shelves = searchers(watched, embedder)
    say(f"{len(watched.questions)} validation questions")

    def score(now: PairEncoder) -> dict[str, float]:
        judge = PairJudge(now, tokenizer, UNCALIBRATED, "")
        return figures(list(scored(judge, spread(watched.questions, WATCHED), shelves)))

    trainer = Trainer(model, recipe, plan.work, say)
    sources = [source_of(folder, plan.sampled.get(folder), embedder) for folder in plan.folders]
    trainer.run(planned(sources, tokenizer, recipe), score)
    model.load_state_dict(torch.load(plan.work / "best.pt", weights_only=True))
    judge = PairJudge(quickened(deepcopy(model)), tokenizer, UNCALIBRATED, "")
    every = list(scored(judge, watched.questions, shelves))
    write(model, PairEncoder(base), calibrate(every), plan.out)
    found = figures(every)
    (plan.out / "training.json").write_text(record(plan, recipe, found), encoding="utf-8")
    return found


def write(model: PairEncoder, bundled: PairEncoder, calibration: Calibration, out: Path) -> None:
    """Write the weights and what belongs to them into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    packed = pack(model.state_dict(), dict(bundled.body.state_dict(prefix="body.")))
    about = About(hashlib.sha256(packed).hexdigest(), calibration)
    (out / "evidence.safetensors").write_bytes(packed)
    (out / "evidence.json").write_bytes(TypeAdapter(About).dump_json(about, indent=1))


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
    judge: PairJudge, questions: Sequence[LabelledQuestion], shelves: Mapping[str, Searcher]
) -> Iterator[Scored]:
    """Each question against every passage of its document."""
    for question in questions:
        hits = shelves[question.document_id].search(question.question, EVERY)
        bears = tuple(bearings(question, hit.passage) for hit in hits)
        yield Scored(question, hits, tuple(judge.scores(question.question, hits)), bears)


def spread(questions: Sequence[LabelledQuestion], wanted: int) -> list[LabelledQuestion]:
    """At most `wanted` questions, evenly spread over the sequence, so that every document keeps some."""
    step = max(1, len(questions) // wanted)
    return list(questions[::step])[:wanted]


def record(plan: Plan, recipe: Recipe, found: Mapping[str, float]) -> str:
    """What the training was, as JSON: the recipe, the SHA-256 of every file read, and the validation figures."""
    read = sorted(file for folder in (*plan.folders, *plan.validation) for file in folder.glob("*.jsonl"))
    hashes = {f"{file.parent.name}/{file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for file in read}
    return json.dumps({"recipe": asdict(recipe), "files": hashes, "validation": dict(found)}, indent=1) + "\n"
