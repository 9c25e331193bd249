"""The evidence model as it is trained: one transformer pass over question and passage scores the passage and its parts.

A cross-encoder started from the weights of the bundled sentence embedder. Each sentence is the mean of its own token
states beside the state of the first token, so one pass over a passage judges all its sentences in their context.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cosine_similarity
from transformers import AutoModel

from bot.pairs import Pair

HEADS = 2
"""Scores for each sentence and passage: it answers, and it at least touches the question."""


class PairEncoder(nn.Module):
    """Transformer with two heads over sentences and over the passage.

    A sentence's score starts as the cosine of its mean state with the question's, which the bundled weights already
    rank well by (first right 0.54 on 82 validation questions before any training), and the heads learn what to add.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(
            str(folder), local_files_only=True, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        width = self.body.config.hidden_size
        self.sentence_head = _head(5 * width)
        self.passage_head = _head(5 * width)
        self.slope = nn.Parameter(torch.full((HEADS,), 6.0))
        self.carry = nn.Parameter(torch.full((HEADS,), 0.7))

    def forward(self, pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
        """Logits for a batch.

        Returns:
            Passage logits, float32 (pairs, 2), and sentence logits, float32 (sentences of all pairs in order, 2);
            column 0 says that it answers, column 1 that it at least touches the question.
        """
        ids, mask = _padded(pairs)
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        owner, sentences = _means(states, [(row, span) for row, pair in enumerate(pairs) for span in pair.spans])
        _, question = _means(states, [(row, (1, 1 + pair.question)) for row, pair in enumerate(pairs)])
        _, passage = _means(states, [(row, (pair.spans[0][0], pair.spans[-1][1])) for row, pair in enumerate(pairs)])
        first = states[:, 0]
        scores = self._sentence_scores(sentences, question[owner], first[owner])
        best = scores.new_full((len(pairs), HEADS), -torch.inf)
        best = best.scatter_reduce(0, owner.unsqueeze(1).expand(-1, HEADS), scores, "amax")
        return self._passage_scores(passage, question, first, best), scores

    def one(self, words: Tensor, averages: Tensor) -> tuple[Tensor, Tensor]:
        """Logits for one pair in plain tensor operations: what is published (`publishing.graph`).

        Args:
            words: word vectors of the pair's tokens, float32 (tokens, width).
            averages: rows that average token states, float32 (2 + sentences, tokens): over the question, over the
                passage, and over each sentence.

        Returns:
            Passage logits, float32 (2,), and sentence logits, float32 (sentences, 2), as `forward` gives them.
        """
        states = self.body(inputs_embeds=words.unsqueeze(0)).last_hidden_state[0]
        means, first = averages @ states, states[:1]
        question, passage, sentences = means[:1], means[1:2], means[2:]
        scores = self._sentence_scores(sentences, question.expand_as(sentences), first.expand_as(sentences))
        return self._passage_scores(passage, question, first, scores.amax(0, keepdim=True))[0], scores

    def _sentence_scores(self, sentences: Tensor, question: Tensor, first: Tensor) -> Tensor:
        cosine = cosine_similarity(sentences, question).unsqueeze(1)
        scores: Tensor = self.sentence_head(_features(sentences, question, first)) + self.slope * cosine
        return scores

    def _passage_scores(self, passage: Tensor, question: Tensor, first: Tensor, best: Tensor) -> Tensor:
        scores: Tensor = self.passage_head(_features(passage, question, first)) + self.carry * best
        return scores


def _head(width: int) -> nn.Sequential:
    last = nn.Linear(256, HEADS)
    nn.init.zeros_(last.weight)
    nn.init.constant_(last.bias, -3.0)
    return nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 256), nn.GELU(), last)


def _features(text: Tensor, question: Tensor, first: Tensor) -> Tensor:
    """What a head sees, float32 (n, 5 * width): text and question, where they agree and differ, and the whole pair."""
    return torch.cat((text, question, text * question, (text - question).abs(), first), dim=1)


def _padded(pairs: Sequence[Pair]) -> tuple[Tensor, Tensor]:
    """Token ids and attention mask, each int64 (pairs, longest)."""
    ids = nn.utils.rnn.pad_sequence([torch.tensor(pair.ids) for pair in pairs], batch_first=True)
    sizes = torch.tensor([len(pair.ids) for pair in pairs])
    return ids, (torch.arange(ids.shape[1]) < sizes.unsqueeze(1)).long()


def _means(states: Tensor, spans: Sequence[tuple[int, tuple[int, int]]]) -> tuple[Tensor, Tensor]:
    """For each (row, span) the row, int64 (n,), and the mean of the span's token states, float32 (n, width)."""
    running = torch.cat((torch.zeros_like(states[:, :1]), states.cumsum(1)), dim=1)
    row, start, end = torch.tensor([(row, *span) for row, span in spans]).T
    return row, (running[row, end] - running[row, start]) / (end - start).unsqueeze(1)
