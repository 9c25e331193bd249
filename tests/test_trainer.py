"""A tiny model learns a toy set, goes on from a checkpoint, and comes out the same twice."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import Tensor

from bot.pairs import Pair, PairTokenizer
from bot.training.batches import Batch
from bot.training.pair_encoder import PairEncoder
from bot.training.run import source_of
from bot.training.trainer import Recipe, Trainer, choice_loss, loss_of, planned
from tests.tiny_model import save_tiny_model, write_toy_set
from tests.word_embedder import WordEmbedder

RECIPE = Recipe(
    seed=3, steps=120, batch_tokens=400, body_rate=3e-3, head_rate=3e-3, frozen_layers=0, stretch_steps=60,
    bfloat16=False,
)  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def batches(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Batch]:
    toy = write_toy_set(tmp_path_factory.mktemp("toy"))
    return planned([source_of(toy, None, WordEmbedder())], PairTokenizer(tiny), RECIPE)


def trained(tiny: Path, batches: list[Batch], folder: Path, *recipes: Recipe) -> PairEncoder:
    """The model after training with each recipe in turn in one folder, each run with a fresh model."""
    folder.mkdir(exist_ok=True)
    for recipe in recipes:
        torch.manual_seed(recipe.seed)
        model = PairEncoder(tiny)
        Trainer(model, recipe, folder, lambda _: None).run(lambda: batches, lambda _: {"score": 1.0})
    return model


def mean_loss(model: PairEncoder, batches: list[Batch]) -> float:
    model.eval()
    with torch.inference_mode():
        return float(torch.stack([loss_of(model, batch, 1.0) for batch in batches[:20]]).mean())


def test_the_loss_on_the_toy_set_falls_to_a_third(tiny: Path, batches: list[Batch], tmp_path: Path) -> None:
    torch.manual_seed(RECIPE.seed)
    before = mean_loss(PairEncoder(tiny), batches)
    assert mean_loss(trained(tiny, batches, tmp_path / "run", RECIPE), batches) < before / 3


def test_two_trainings_with_one_recipe_give_the_same_weights(tiny: Path, batches: list[Batch], tmp_path: Path) -> None:
    short = replace(RECIPE, steps=20)
    one, other = (trained(tiny, batches, tmp_path / name, short).state_dict() for name in ("one", "other"))
    assert all(torch.equal(one[name], other[name]) for name in one)


class CutOff(Exception):
    """What a killed process looks like from inside."""


def test_a_training_that_was_cut_off_goes_on_from_its_checkpoint(
    tiny: Path, batches: list[Batch], tmp_path: Path
) -> None:
    recipe = replace(RECIPE, steps=20, stretch_steps=10)
    whole = trained(tiny, batches, tmp_path / "whole", recipe).state_dict()
    folder = tmp_path / "cut"
    folder.mkdir()

    def killed_at_the_end(_: PairEncoder) -> dict[str, float]:
        if (folder / "checkpoint.pt").exists():
            raise CutOff
        return {"score": 1.0}

    torch.manual_seed(recipe.seed)
    with pytest.raises(CutOff):
        Trainer(PairEncoder(tiny), recipe, folder, lambda _: None).run(lambda: batches, killed_at_the_end)
    said: list[str] = []
    resumed = PairEncoder(tiny)
    Trainer(resumed, recipe, folder, said.append).run(lambda: batches, lambda _: {"score": 1.0})
    assert said[0] == "steps 10 to 20"
    assert all(torch.equal(whole[name], resumed.state_dict()[name]) for name in whole)


def test_a_finished_training_plans_no_batches_again(tiny: Path, batches: list[Batch], tmp_path: Path) -> None:
    short = replace(RECIPE, steps=10)
    done = trained(tiny, batches, tmp_path, short).state_dict()
    again = PairEncoder(tiny)

    def planned_again() -> list[Batch]:
        raise AssertionError("no step was left to plan for")

    Trainer(again, short, tmp_path, lambda _: None).run(planned_again, lambda _: {"score": 1.0})
    assert all(torch.equal(done[name], again.state_dict()[name]) for name in done)


def one_batch(*answers: list[float]) -> Batch:
    """A batch of passages whose sentences answer or do not, as given."""
    pairs = tuple(Pair(tuple(range(9)), 2, tuple((4, 5) for _ in each)) for each in answers)
    targets = torch.tensor([[each, each] for row in answers for each in row])
    return Batch(pairs, torch.tensor([[max(row), max(row)] for row in answers]), targets)


@pytest.mark.parametrize(
    ("scores", "wanted"),
    [
        (torch.tensor([0.0, 0.0, 5.0, 5.0]), 0.6931),
        (torch.tensor([20.0, 0.0, 0.0, 0.0]), 0.0),
        (torch.tensor([0.0, 20.0, 0.0, 0.0]), 20.0),
    ],
    ids=["even", "right", "wrong"],
)
def test_the_loss_of_the_choice_counts_passages_in_which_there_is_one(scores: Tensor, wanted: float) -> None:
    assert float(choice_loss(scores, one_batch([1.0, 0.0], [0.0], [0.0]))) == pytest.approx(wanted, abs=1e-3)
    assert float(choice_loss(scores[:2], one_batch([0.0], [1.0]))) == 0.0
