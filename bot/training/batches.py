"""Examples as tensors, bucketed by length so that little of a batch is padding."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from bot.pairs import Pair, PairTokenizer
from bot.training.examples import Bearing, Example

Row = tuple[Pair, list[list[float]]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs of similar length with their targets, float32 (pairs, 2) and (sentences, 2), laid out as the logits are."""

    pairs: tuple[Pair, ...]
    passage_targets: Tensor
    sentence_targets: Tensor


def batches(examples: Iterable[Example], tokenizer: PairTokenizer, tokens: int, rng: random.Random) -> list[Batch]:
    """All examples in batches of at most `tokens` with their padding (or one pair), in random order."""
    rows = [row for example in examples for row in targets(example, tokenizer)]
    made = [_batch(group) for group in _grouped(sorted(rows, key=lambda row: len(row[0].ids)), tokens)]
    rng.shuffle(made)
    return made


def targets(example: Example, tokenizer: PairTokenizer) -> Iterator[Row]:
    """The pairs of an example, each with (answers, touches) for its sentences."""
    for pair, part in tokenizer.pairs(example.question, example.passage):
        own = example.bearings[part.start : part.stop]
        yield pair, [[float(bearing is Bearing.ANSWERS), float(bearing is not Bearing.NONE)] for bearing in own]


def _grouped(rows: Sequence[Row], tokens: int) -> list[list[Row]]:
    groups: list[list[Row]] = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * len(row[0].ids) > tokens:
            groups.append([])
        groups[-1].append(row)
    return [group for group in groups if group]


def _batch(rows: Sequence[Row]) -> Batch:
    passage = torch.tensor([[max(column) for column in zip(*wanted, strict=True)] for _, wanted in rows])
    sentence = torch.tensor([each for _, wanted in rows for each in wanted])
    return Batch(tuple(pair for pair, _ in rows), passage, sentence)
