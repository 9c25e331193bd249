"""The training loop: steps, stretches, checkpoints, and the best weights kept."""

import json
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from bot.pairs import PairTokenizer
from bot.training.batches import Batch, batches
from bot.training.examples import Sampler
from bot.training.pair_encoder import PairEncoder

SAY_EVERY = 25
"""Steps between two lines of progress."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of a training run: with the data, all that is needed to repeat it.

    A batch holds at most `batch_tokens` tokens, padding counted. Rates are AdamW's, rising over the `warm_up` share of
    the steps and falling to zero at the last, all times `pace`. `positive_weight` weighs targets of 1 in the loss,
    `choice_weight` how much it counts that a passage's best sentence is one that answers.
    Every `stretch_steps` the model is scored and a checkpoint is written. `bfloat16` nearly halves the time on
    processors that have it.
    """

    seed: int = 20261123
    steps: int = 4200
    batch_tokens: int = 2560
    body_rate: float = 1.2e-4
    head_rate: float = 5e-4
    pace: float = 1.0
    warm_up: float = 0.05
    frozen_layers: int = 2
    positive_weight: float = 2.0
    choice_weight: float = 0.5
    stretch_steps: int = 840
    bfloat16: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """A sampler, and how many of its questions an epoch draws; all of them for None."""

    sampler: Sampler
    questions: int | None = None


class Trainer:
    """One training run in one folder. Running it again in the same folder goes on from its last checkpoint."""

    def __init__(self, model: PairEncoder, recipe: Recipe, folder: Path, say: Callable[[str], None]) -> None:
        self._model, self._recipe, self._folder, self._say = model, recipe, folder, say
        torch.manual_seed(recipe.seed)
        # On two cores the fused attention's backward pass took three times as long on pairs of this length.
        model.body.set_attn_implementation("eager")
        freeze(model, recipe.frozen_layers)
        body = [parameter for parameter in model.body.parameters() if parameter.requires_grad]
        inside = {id(parameter) for parameter in model.body.parameters()}
        heads = [parameter for parameter in model.parameters() if id(parameter) not in inside]
        self._parameters = [*body, *heads]
        groups = [
            {"params": body, "lr": recipe.pace * recipe.body_rate},
            {"params": heads, "lr": recipe.pace * recipe.head_rate},
        ]
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimizer, self._share_of_rate)
        self._best = -math.inf

    def run(self, plan: Callable[[], Sequence[Batch]], score: Callable[[PairEncoder], dict[str, float]]) -> None:
        """Train on the batches in turn, one a step; `score` gives figures, of which `score` decides what is kept.

        `plan` makes the batches; it is not asked where the last checkpoint leaves no step to do.
        Leaves `best.pt`, the state of the highest score, and `checkpoint.pt`, the last one, in the folder.
        """
        start, loss, since = self._resume(), 0.0, time.monotonic()
        self._say(f"steps {start} to {self._recipe.steps}")
        made = plan() if start < self._recipe.steps else ()
        for step in range(start, self._recipe.steps):
            loss += (self._step(made[step]) - loss) / min(100, step - start + 1)
            done = step + 1
            if done % SAY_EVERY == 0:
                pace = (time.monotonic() - since) / (done - start)
                self._say(f"step {done}/{self._recipe.steps} loss {loss:.3f} {pace:.2f} s/step")
            if done % self._recipe.stretch_steps == 0 or done == self._recipe.steps:
                self._keep(done, {"step": done, "loss": round(loss, 4), **score(self._model)})

    def _step(self, batch: Batch) -> float:
        self._model.train()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self._recipe.bfloat16):
            loss = loss_of(self._model, batch, self._recipe.positive_weight, self._recipe.choice_weight)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._optimizer.step()
        self._schedule.step()
        self._optimizer.zero_grad(set_to_none=True)
        return float(loss.detach())

    def _share_of_rate(self, step: int) -> float:
        warm = max(1, int(self._recipe.steps * self._recipe.warm_up))
        return min((step + 1) / warm, (self._recipe.steps - step) / max(1, self._recipe.steps - warm))

    def _keep(self, step: int, figures: dict[str, float]) -> None:
        self._say(json.dumps(figures))
        if figures["score"] > self._best:
            self._best = figures["score"]
            torch.save(self._model.state_dict(), self._folder / "best.pt")
        state = {
            "model": self._model.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "schedule": self._schedule.state_dict(),
            "step": step,
            "best": self._best,
        }
        torch.save(state, self._folder / "checkpoint.new")
        (self._folder / "checkpoint.new").replace(self._folder / "checkpoint.pt")

    def _resume(self) -> int:
        """The step to start from, with the state of the last checkpoint where there is one."""
        path = self._folder / "checkpoint.pt"
        if not path.exists():
            return 0
        saved = torch.load(path, weights_only=True)
        self._model.load_state_dict(saved["model"])
        self._optimizer.load_state_dict(saved["optimizer"])
        self._schedule.load_state_dict(saved["schedule"])
        self._best = saved["best"]
        return int(saved["step"])


def freeze(model: PairEncoder, layers: int) -> None:
    """Keep the word embeddings and the lowest layers as they were shipped: less to compute, less to forget."""
    for part in (model.body.embeddings, *model.body.encoder.layer[:layers]):
        for parameter in part.parameters():
            parameter.requires_grad = False


def loss_of(model: PairEncoder, batch: Batch, positive_weight: float, choice_weight: float = 0.0) -> Tensor:
    """Binary cross entropy of passages plus that of sentences, where targets of 1 count `positive_weight` times.

    On top comes `choice_weight` times the loss of the choice among a passage's sentences (`choice_loss`).
    """
    passage, sentence = model(batch.pairs)
    weight = torch.tensor(positive_weight)
    return (
        binary_cross_entropy_with_logits(passage, batch.passage_targets, pos_weight=weight)
        + binary_cross_entropy_with_logits(sentence, batch.sentence_targets, pos_weight=weight)
        + choice_weight * choice_loss(sentence[:, 0], batch)
    )


def choice_loss(scores: Tensor, batch: Batch) -> Tensor:
    """How unlikely it is, by a softmax over a passage's sentences, to choose one that answers; the mean over passages.

    Args:
        scores: the sentences' logits that they answer, float32 (sentences,), laid out as in the batch.
        batch: passages without a sentence that answers, or with a single one, have no part in it; without any it is 0.
    """
    sizes = [len(pair.spans) for pair in batch.pairs]
    answers = batch.sentence_targets[:, 0] > 0
    chances = [
        each.logsumexp(0) - each[right].logsumexp(0)
        for each, right in zip(torch.split(scores, sizes), torch.split(answers, sizes), strict=True)
        if len(each) > 1 and right.any()
    ]
    return torch.stack(chances).mean() if chances else scores.new_zeros(())


def planned(sources: Sequence[Source], tokenizer: PairTokenizer, recipe: Recipe) -> list[Batch]:
    """At least as many batches as the recipe has steps: epoch after epoch, each with examples drawn anew."""
    made: list[Batch] = []
    epoch = 0
    while len(made) < recipe.steps:
        seed = recipe.seed + epoch
        examples = [example for source in sources for example in source.sampler.epoch(seed, source.questions)]
        if not examples:
            raise ValueError("wanted questions to train on, found none; check the folders of training data")
        made += batches(examples, tokenizer, recipe.batch_tokens, random.Random(seed))  # noqa: S311  a reproducible shuffle
        epoch += 1
    return made
