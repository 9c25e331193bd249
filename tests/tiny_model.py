"""A transformer small enough to train in seconds, and questions that it can learn."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from bot.training.pair_encoder import PairEncoder

COLOURS = ("red", "blue", "green", "white", "black", "brown")
THINGS = ("cat", "dog", "cup", "hat", "car", "bed")
WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "where", "is", "the", "it", "near", "home", ".", "?", "a", "-")


def save_tiny_model(folder: Path, seed: int = 1) -> Path:
    """A two-layer BERT with random weights (by the seed) and a tokenizer of 27 words."""
    vocabulary = {word: number for number, word in enumerate((*WORDS, *COLOURS, *THINGS))}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(str(folder))
    torch.manual_seed(seed)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=512, **sizes)).save_pretrained(str(folder))
    return folder


def stirred(model: PairEncoder) -> PairEncoder:
    """The model for answering, with weights in the last matrix of each head, which start at zero (fixed seed)."""
    torch.manual_seed(2)
    for head in (model.sentence_head, model.passage_head):
        torch.nn.init.normal_(head[-1].weight, std=0.2)
    return model.eval()


def write_toy_set(folder: Path) -> Path:
    """Documents that say where coloured things are, with answered and unanswered questions for each."""
    folder.mkdir(parents=True, exist_ok=True)
    documents, questions = [], []
    for number, thing in enumerate(THINGS):
        colours = (COLOURS[number], COLOURS[(number + 2) % len(COLOURS)])
        sentences = [f"The {colour} {thing} is near home." for colour in colours]
        documents.append({"doc_id": thing, "title": "", "text": " ".join(sentences)})
        for colour in COLOURS:
            evidence = [sentence for sentence in sentences if colour in sentence]
            label = "answered" if evidence else "unanswered"
            row = {"id": f"{thing}{colour}", "doc_id": thing, "question": f"where is the {colour} {thing} ?"}
            questions.append({**row, "label": label, "evidence": evidence})
    for name, rows in (("docs", documents), ("questions", questions)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder
