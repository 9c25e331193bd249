"""The evidence model: one transformer pass over question and passage scores the passage and each of its sentences.

A cross-encoder started from the weights of the bundled sentence embedder. Each sentence is the mean of its own token
states beside the state of the first token, so one pass over a passage judges all its sentences in their context.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic
from torch.nn.functional import cosine_similarity
from transformers import AutoModel, AutoTokenizer

from corpus.document import Passage

QUESTION_TOKENS = 72
"""Longest question read, in word pieces; longer messages are also searched by their question alone (`focus`)."""
WINDOW_TOKENS = 384
"""Longest question-passage pair, in word pieces; passages are cut at 180 by the chunker, headings need the rest."""
TITLE_TOKENS = 48
"""Longest title read, in word pieces."""
HEADS = 2
"""Scores for each sentence and passage: it answers, and it at least touches the question."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a piece of a passage as token ids.

    `question` is the question's length in tokens; it begins at 1. `spans` are the token ranges of the sentences.
    """

    ids: tuple[int, ...]
    question: int
    spans: tuple[tuple[int, int], ...]


class PairTokenizer:
    """Turns a question and a passage into token ids that keep track of where each sentence lies."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
        self._backend = Tokenizer.from_str(self._tokenizer.backend_tokenizer.to_str())
        self._backend.no_truncation()
        self._backend.no_padding()

    def pairs(self, question: str, passage: Passage) -> list[tuple[Pair, range]]:
        """The pairs that cover a passage, each with the range of sentences that it covers.

        The title stands before the passage; its headings open its first sentence, as they do on the page. One pair
        where the passage fits the window, otherwise several, split between sentences. A single sentence longer than the
        window is read up to the window's end.
        """
        head = self._ids(question)[:QUESTION_TOKENS]
        title = self._ids(passage.document_title)[:TITLE_TOKENS]
        sentences = [self._ids(passage.sentence_text(sentence)) for sentence in passage.sentences]
        sentences[0] = self._ids("\n".join(passage.heading)) + sentences[0]
        room = WINDOW_TOKENS - len(head) - len(title) - 4
        return [(self._pair(head, title, sentences, part, room), part) for part in _parts(sentences, room)]

    def _ids(self, text: str) -> list[int]:
        return list(self._backend.encode(text, add_special_tokens=False).ids)

    def _pair(self, head: list[int], context: list[int], sentences: list[list[int]], part: range, room: int) -> Pair:
        cls, sep = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        ids = [cls, *head, sep]
        ids += [*context, sep]
        spans = []
        for index in part:
            piece = sentences[index][:room] or [sep]
            spans.append((len(ids), len(ids) + len(piece)))
            ids += piece
        ids.append(sep)
        return Pair(tuple(ids), len(head), tuple(spans))


def _parts(sentences: Sequence[Sequence[int]], room: int) -> list[range]:
    """Consecutive sentence ranges whose token counts fit `room`, at least one sentence each."""
    parts, start, used = [], 0, 0
    for index, sentence in enumerate(sentences):
        if used + len(sentence) > room and index > start:
            parts.append(range(start, index))
            start, used = index, 0
        used += len(sentence)
    return [*parts, range(start, len(sentences))]


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
        cosine = cosine_similarity(sentences, question[owner]).unsqueeze(1)
        scores = self.sentence_head(_features(sentences, question[owner], first[owner])) + self.slope * cosine
        best = scores.new_full((len(pairs), HEADS), -torch.inf)
        best = best.scatter_reduce(0, owner.unsqueeze(1).expand(-1, HEADS), scores, "amax")
        return self.passage_head(_features(passage, question, first)) + self.carry * best, scores


QUICKENED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
)
"""Matrices of a layer that go to 8 bits. The last one, `output.dense`, sees the widest range of values and stays."""


def quickened(model: PairEncoder) -> PairEncoder:
    """The model with most of the transformer's matrices in 8 bits, one scale a row, for answering only.

    On two cores it took 122 ms for eight passages instead of 227. Raw passage scores keep a correlation of 0.992 with
    float32 (0.981 with `output.dense` in 8 bits too, 0.942 with one scale a matrix), so calibrations are fitted on it.
    """
    layers = range(model.body.config.num_hidden_layers)
    chosen = {f"encoder.layer.{n}.{name}": per_channel_dynamic_qconfig for n in layers for name in QUICKENED}
    with warnings.catch_warnings():
        # torch points to a successor library; the pinned version keeps what is used here.
        warnings.simplefilter("ignore")
        model.body = quantize_dynamic(model.body, chosen)  # type: ignore[no-untyped-call]
    return model


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
