"""From a folder of questions to a model that answers, and once more from its best weights."""

import hashlib
import json
from pathlib import Path

import pytest

from bot.judge import PairJudge
from bot.training import run
from bot.training.examples import read_material
from bot.training.pair_encoder import PairEncoder
from bot.training.run import Plan, publish, searchers, train_judge
from bot.training.trainer import Recipe
from tests.evidence import hit
from tests.tiny_model import save_tiny_model, write_toy_set
from tests.word_embedder import WordEmbedder

RECIPE = Recipe(steps=4, batch_tokens=400, frozen_layers=0, stretch_steps=2, bfloat16=False)


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = save_tiny_model(tmp_path / "tiny")
    monkeypatch.setattr(run, "bundled_folder", lambda: folder)
    return folder


def test_a_trained_model_is_written_and_written_alike_by_a_second_run_that_trains_nothing(
    tiny: Path, tmp_path: Path
) -> None:
    toy = write_toy_set(tmp_path / "toy")
    plan = Plan((toy,), {}, (toy,), tmp_path / "work", tmp_path / "out")
    said: list[str] = []
    figures = train_judge(plan, RECIPE, WordEmbedder(), said.append)
    written = {file.name: file.read_bytes() for file in plan.out.iterdir()}
    assert sorted(written) == ["evidence.json", "evidence.onnx", "training.json"]
    assert json.loads(written["training.json"])["validation"] == figures
    assert json.loads(written["evidence.json"])["sha256"] == hashlib.sha256(written["evidence.onnx"]).hexdigest()
    (judged,) = PairJudge.load(plan.out, tiny).judge("where is the cat ?", [hit("The red cat is near home.")])
    assert 0 < judged.probability < 1

    said.clear()
    assert train_judge(plan, RECIPE, WordEmbedder(), said.append) == figures
    assert said[-1] == "steps 4 to 4"
    assert {file.name: file.read_bytes() for file in plan.out.iterdir()} == written


def test_a_model_whose_word_vectors_moved_is_not_published(tiny: Path, tmp_path: Path) -> None:
    material = read_material([write_toy_set(tmp_path / "toy")])
    moved = PairEncoder(tiny)
    moved.body.embeddings.word_embeddings.weight.data += 0.1
    with pytest.raises(ValueError, match=r"wanted the word vectors of .*keep them frozen"):
        publish(moved, tiny, material, searchers(material, WordEmbedder()), tmp_path / "out")
    assert not (tmp_path / "out").exists()
