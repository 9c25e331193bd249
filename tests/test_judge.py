"""The judge from files, and what it makes of raw scores."""

import hashlib
import json
import math
from pathlib import Path

import pytest

from bot.caution import Caution
from bot.judge import BATCH_TOKENS, Calibration, PairJudge, batched, logistic
from bot.pair_encoder import WINDOW_TOKENS, PairEncoder, PairTokenizer
from bot.training.run import write
from bot.weights import UnusableModel
from corpus.document import Passage, Sentence
from index.search import Hit
from tests.tiny_model import save_tiny_model

CALIBRATION = Calibration((1.5, -1.0), (1.0, 0.0, 0.5, 0.0), {Caution.BALANCED: (0.6, 0.3)})


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture
def stored(tiny: Path, tmp_path: Path) -> Path:
    write(PairEncoder(tiny), PairEncoder(tiny), CALIBRATION, tmp_path)
    return tmp_path


def hit(*sentences: str, cosine: float = 0.5) -> Hit:
    text = " ".join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Sentence(start, start + len(sentence)))
        start += len(sentence) + 1
    name = hashlib.sha256(text.encode()).hexdigest()[:8]
    passage = Passage(f"d:{name}", "d", "Things", ("Home",), 0, len(text), text, tuple(spans))
    return Hit(passage, cosine, (cosine,) * len(sentences))


def test_every_hit_is_judged_with_a_probability_for_each_sentence_best_first(tiny: Path, stored: Path) -> None:
    judge = PairJudge.load(stored, tiny)
    hits = [hit("The red cat is near home."), hit("The blue dog is a dog.", "It is near.")]
    judged = judge.judge("where is the cat ?", hits)
    assert {each.hit for each in judged} == set(hits)
    assert [len(each.sentences) for each in judged] == [len(each.passage.sentences) for each in judged]
    assert judged[0].probability >= judged[1].probability
    assert all(0 < p < 1 for each in judged for p in (each.probability, *each.sentences))


def test_no_hits_give_no_judgements(tiny: Path, stored: Path) -> None:
    assert PairJudge.load(stored, tiny).judge("where is it ?", []) == ()


def test_a_probability_is_the_calibrations_logistic_of_the_raw_scores(tiny: Path, stored: Path) -> None:
    judge = PairJudge.load(stored, tiny)
    one = hit("The red cat is near home.", cosine=0.4)
    (raw,) = judge.scores("where is the cat ?", [one])
    (judged,) = judge.judge("where is the cat ?", [one])
    assert judged.probability == pytest.approx(1 / (1 + math.exp(1 - 1.5 * raw.passage[0])), abs=1e-9)
    z = raw.sentences[0][0] + 0.5 * 0.4
    assert judged.sentences == pytest.approx((1 / (1 + math.exp(-z)),), abs=1e-9)


def test_what_a_passage_scores_does_not_depend_on_its_company(tiny: Path, stored: Path) -> None:
    judge = PairJudge.load(stored, tiny)
    one, other = hit("The red cat is near home."), hit("It is a dog. " * 30 + "It is near.")
    alone = judge.scores("where is the cat ?", [one])[0]
    together = judge.scores("where is the cat ?", [other, one])[1]
    assert together.passage == pytest.approx(alone.passage, abs=1e-4)


def test_a_passage_longer_than_the_window_is_split_and_every_sentence_judged(tiny: Path, stored: Path) -> None:
    sentences = ["The red cat is near the white bed and home. " + "the cat " * 40 + "."] * 9
    pairs = PairTokenizer(tiny).pairs("where is the cat ?", hit(*sentences).passage)
    assert len(pairs) > 1
    assert [index for _, part in pairs for index in part] == list(range(9))
    assert max(len(pair.ids) for pair, _ in pairs) <= WINDOW_TOKENS
    (judged,) = PairJudge.load(stored, tiny).judge("where is the cat ?", [hit(*sentences)])
    assert len(judged.sentences) == 9


def test_batches_hold_every_place_once_and_keep_to_the_limit() -> None:
    sizes = [BATCH_TOKENS // 3] * 7 + [BATCH_TOKENS * 2]
    groups = batched(range(8), sizes)
    assert [place for group in groups for place in group] == list(range(8))
    assert [len(group) for group in groups] == [3, 3, 1, 1]


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda folder: (folder / "evidence.safetensors").unlink(), "No such file"),
        (lambda folder: (folder / "evidence.safetensors").write_bytes(b"short"), "wanted SHA-256"),
        (lambda folder: (folder / "evidence.json").unlink(), "evidence model's description"),
        (lambda folder: (folder / "evidence.json").write_text("{}"), "evidence model's description"),
        (lambda folder: (folder / "evidence.json").write_text("{"), "evidence model's description"),
    ],
)
def test_a_damaged_model_is_refused_by_name(tiny: Path, stored: Path, damage: object, complaint: str) -> None:
    damage(stored)  # type: ignore[operator]
    with pytest.raises(UnusableModel, match=complaint):
        PairJudge.load(stored, tiny)


def test_a_model_of_another_shape_is_refused(tiny: Path, stored: Path) -> None:
    about = json.loads((stored / "evidence.json").read_text())
    content = (stored / "evidence.safetensors").read_bytes().replace(b"sentence_head.0.bias", b"sentence_head.9.bias")
    (stored / "evidence.safetensors").write_bytes(content)
    about["sha256"] = hashlib.sha256(content).hexdigest()
    (stored / "evidence.json").write_text(json.dumps(about))
    with pytest.raises(UnusableModel, match="of this version"):
        PairJudge.load(stored, tiny)


@pytest.mark.parametrize(("z", "p"), [(0.0, 0.5), (1000.0, 1 / (1 + math.exp(-30))), (-1000.0, 1 / (1 + math.exp(30)))])
def test_the_logistic_stays_finite(z: float, p: float) -> None:
    assert logistic((1.0,), (z,)) == pytest.approx(p, abs=1e-15)
