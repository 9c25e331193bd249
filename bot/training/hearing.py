"""How the second opinion of triage is made: labelled messages → a fine-tuned encoder → `model/hearing.onnx`.

    python -m bot.training.hearing tests/data/triage_*.jsonl --harmless QUESTIONS.jsonl… --held-out QUESTIONS.jsonl…

The files are those of `bot.training.likeness`; train its table first. Thresholds are the shares that few of the
held-out ordinary questions reach, which neither opinion may have been trained on. About ten minutes on two cores.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch
from pydantic import TypeAdapter
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from transformers import AutoModel

from bot.answer import Kind
from bot.distortion import Distortion, distort
from bot.hearing import INPUTS, OUTPUTS, SHIPPED, About, Hearing, MessageTokenizer
from bot.lexicon import Lexicon, shipped
from bot.scorer import digest, word_vectors
from bot.training.examples import roughened
from bot.training.likeness import HARMLESS, label, ordinary_questions
from bot.training.publishing import exported, quickened, require_exporter
from bot.triage import opinions, weight
from bot.triage_score import read_examples
from index.embedder import bundled_folder

ALARMS = {Kind.URGENT: 0.008, Kind.PERSONAL: 0.012, Kind.SMALLTALK: 0.004}
"""Share of the held-out ordinary questions that may be stopped as each kind."""
SAY_EVERY = 50
"""Steps between two lines of progress."""
SLIPS = 0.15
"""Share of messages with a slip in every third long word."""
STORY_WORDS = 70
"""Longest story around a message; with the message it stays within a stretch of `WINDOW_TOKENS`."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of a training run; with the data, all that is needed to repeat it.

    A batch holds at most `batch_tokens` tokens, padding counted. Rates are AdamW's, rising over a twentieth of the
    steps and falling to zero at the last. `smoothing` is taken from the right class and spread over all.
    `stories` is the share of messages put between harmless ones.
    """

    seed: int = 20261124
    epochs: int = 3
    batch_tokens: int = 1536
    body_rate: float = 1e-4
    head_rate: float = 1e-3
    smoothing: float = 0.02
    stories: float = 0.15
    bfloat16: bool = True


class MessageEncoder(nn.Module):
    """A transformer with one layer over the mean of its states beside the first: a logit for each class."""

    def __init__(self, folder: Path, classes: int) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(str(folder), local_files_only=True, attn_implementation="eager")
        # The word vectors stay the bundled embedder's, which ship already.
        self.body.embeddings.requires_grad_(False)
        self.head = nn.Linear(2 * self.body.config.hidden_size, classes)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Logits, float32 (messages, classes), for token ids and mask, int64 (messages, longest)."""
        states = self.body(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        share = (mask / mask.sum(1, keepdim=True)).unsqueeze(-1)
        logits: Tensor = self.head(torch.cat(((states * share).sum(1), states[:, 0]), dim=1))
        return logits

    def one(self, words: Tensor) -> Tensor:
        """Logits, float32 (classes,), for one message's word vectors, float32 (tokens, width): what is published."""
        states = self.body(inputs_embeds=words.unsqueeze(0)).last_hidden_state[0]
        logits: Tensor = self.head(torch.cat((states.mean(0), states[0])))
        return logits


def trained(
    model: MessageEncoder,
    tokenizer: MessageTokenizer,
    messages: Sequence[str],
    targets: Sequence[int],
    recipe: Recipe,
    harmless: int | None = None,
) -> MessageEncoder:
    """The model after its epochs; each roughens some messages anew, and puts some between harmless ones.

    `messages` stand with their `targets`, the places of their classes; `harmless` is the place of the class that
    stories are made of, None for no stories.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311  a reproducible draw
    filling = [text for text, wanted in zip(messages, targets, strict=True) if wanted == harmless]
    plan = []
    for _ in range(recipe.epochs):
        rough = [_in_story(_rough(text, rng), filling, recipe.stories, rng) for text in messages]
        plan += _batches(rough, targets, tokenizer, recipe.batch_tokens, rng)
    body = [parameter for parameter in model.body.parameters() if parameter.requires_grad]
    groups = [{"params": body, "lr": recipe.body_rate}, {"params": model.head.parameters(), "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    warm = max(1, len(plan) // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (len(plan) - step) / max(1, len(plan) - warm))
    )
    model.train()
    mean = 0.0
    for step, (ids, mask, wanted) in enumerate(plan, 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=recipe.bfloat16):
            loss = cross_entropy(model(ids, mask), wanted, label_smoothing=recipe.smoothing)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        mean += (float(loss.detach()) - mean) / min(100, step)
        if step % SAY_EVERY == 0 or step == len(plan):
            print(f"step {step}/{len(plan)} loss {mean:.3f}", flush=True)
    return model.eval()


def _rough(message: str, rng: random.Random) -> str:
    """The message as it may be typed: now and then with a slip in every third long word, or hurried, or as it is."""
    return distort(message, Distortion.TYPOS) if rng.random() < SLIPS else roughened(message, rng)


def _in_story(message: str, filling: Sequence[str], share: float, rng: random.Random) -> str:
    """Some messages with harmless ones around them, as people tell a story before they say what matters, or after."""
    if not filling or rng.random() > share or len(message.split()) > STORY_WORDS // 2:
        return message
    told = [message]
    for part in rng.sample(filling, min(4, len(filling))):
        if sum(len(each.split()) for each in (*told, part)) <= STORY_WORDS:
            told.insert(rng.choice((0, len(told))), part.rstrip(" .?!") + rng.choice((".", ".", ",", " -", "\n")))
    return " ".join(told)


def _batches(
    messages: Sequence[str], targets: Sequence[int], tokenizer: MessageTokenizer, tokens: int, rng: random.Random
) -> list[tuple[Tensor, Tensor, Tensor]]:
    """Batches of token ids, masks and targets, bucketed by length, in random order; of long messages the beginning."""
    rows = [(next(tokenizer.stretches(text)), wanted) for text, wanted in zip(messages, targets, strict=True)]
    rows.sort(key=lambda row: (len(row[0]), rng.random()))
    groups: list[list[tuple[list[int], int]]] = [[]]
    for row in rows:
        if groups[-1] and (len(groups[-1]) + 1) * len(row[0]) > tokens:
            groups.append([])
        groups[-1].append(row)
    made = [_tensors(group) for group in groups]
    rng.shuffle(made)
    return made


def _tensors(rows: Sequence[tuple[list[int], int]]) -> tuple[Tensor, Tensor, Tensor]:
    ids = nn.utils.rnn.pad_sequence([torch.tensor(each) for each, _ in rows], batch_first=True)
    sizes = torch.tensor([len(each) for each, _ in rows])
    return ids, (torch.arange(ids.shape[1]) < sizes.unsqueeze(1)).long(), torch.tensor([wanted for _, wanted in rows])


def published(model: MessageEncoder) -> bytes:
    """The graph that answers, most matrices in 8 bits."""
    width = model.body.config.hidden_size
    return quickened(
        exported(model, (torch.zeros(8, width),), INPUTS, OUTPUTS, {"words": {0: "tokens"}}),
        model.body.config.num_attention_heads,
    )


def thresholds(hearing: Hearing, questions: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """For each kind the mean share that only `ALARMS` of the ordinary questions reach."""
    heard = [opinions(question, lexicon, hearing) for question in questions]
    return {
        str(kind): round(
            float(np.quantile([sum(weight(kind, each, lexicon).values()) for each in heard], 1 - alarms)), 3
        )
        for kind, alarms in ALARMS.items()
    }


def main() -> None:
    """Train on the files named on the command line and write the shipped model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("examples", nargs="+", type=Path, help="labelled messages")
    parser.add_argument("--harmless", type=Path, required=True, nargs="+", help="ordinary questions to learn from")
    parser.add_argument("--held-out", type=Path, required=True, nargs="+", help="others, for the thresholds")
    parser.add_argument("--out", type=Path, default=SHIPPED, help="folder for the model")
    given = parser.parse_args()
    require_exporter()
    lexicon, base = shipped(), bundled_folder()
    found = [example for path in given.examples for example in read_examples(path)]
    ordinary = ordinary_questions(given.harmless, lexicon)
    messages = [*(example.question for example in found), *ordinary]
    labels = [*map(label, found), *[HARMLESS] * len(ordinary)]
    classes = tuple(sorted(set(labels)))
    torch.manual_seed(Recipe().seed)
    tokenizer = MessageTokenizer(base)
    targets = [classes.index(name) for name in labels]
    model = trained(MessageEncoder(base, len(classes)), tokenizer, messages, targets, Recipe(), classes.index(HARMLESS))
    graph, words = published(model), word_vectors(base)
    about = About(sha256(graph).hexdigest(), digest(words), classes, {})
    limits = thresholds(Hearing(graph, words, tokenizer, about), ordinary_questions(given.held_out, lexicon), lexicon)
    (given.out / "hearing.onnx").write_bytes(graph)
    about = About(about.sha256, about.words, classes, limits)
    (given.out / "hearing.json").write_bytes(TypeAdapter(About).dump_json(about, indent=1))
    print(f"{len(found)} labelled messages, {len(ordinary)} ordinary questions; thresholds {limits}")


if __name__ == "__main__":
    main()
