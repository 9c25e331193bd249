"""A cross-encoder of another make as the judge."""

from pathlib import Path

import pytest
from transformers import BertConfig, BertForSequenceClassification

from bot.caution import Caution
from bot.cross_encoder import CrossEncoderJudge
from bot.weights import UnusableModel
from corpus.document import Passage, Sentence
from index.search import Hit
from tests.tiny_model import save_tiny_model

TEXT = "The red cat is near home. It is a dog."
HIT = Hit(Passage("d:1", "d", "Things", ("Home",), 0, 38, TEXT, (Sentence(0, 25), Sentence(26, 38))), 0.5, (0.5, 0.4))


def saved(folder: Path, labels: int) -> Path:
    save_tiny_model(folder)
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    config = BertConfig(vocab_size=27, num_labels=labels, **sizes)
    BertForSequenceClassification(config).save_pretrained(str(folder))
    return folder


def test_it_scores_every_sentence_in_0_to_1_and_a_passage_by_its_best(tmp_path: Path) -> None:
    (judged,) = CrossEncoderJudge.load(saved(tmp_path, 1)).judge("where is the cat ?", [HIT])
    assert len(judged.sentences) == 2
    assert judged.probability == max(judged.sentences)
    assert all(0 < share < 1 for share in judged.sentences)


def test_no_hits_give_no_judgements(tmp_path: Path) -> None:
    judge = CrossEncoderJudge.load(saved(tmp_path, 1))
    assert judge.judge("where is it ?", []) == ()
    assert judge.thresholds(Caution.CAREFUL).answered > judge.thresholds(Caution.GENEROUS).answered


def test_a_folder_without_a_model_and_a_model_of_several_scores_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnusableModel, match="found none that loads"):
        CrossEncoderJudge.load(tmp_path / "empty")
    (tmp_path / "three").mkdir()
    with pytest.raises(UnusableModel, match="with 1 score, found 3"):
        CrossEncoderJudge.load(saved(tmp_path / "three", 3))
