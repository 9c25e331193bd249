"""The judge from files, and what it makes of raw scores."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.caution import Caution
from bot.evidence import Relatedness, Thresholds
from bot.judge import Calibration, PairJudge, logistic
from bot.scorer import word_vectors
from bot.training.pair_encoder import PairEncoder
from bot.training.publishing import published
from bot.training.run import scorer, write
from bot.weights import UnusableModel
from tests.evidence import hit
from tests.tiny_model import save_tiny_model, stirred

CALIBRATION = Calibration(
    (1.5, -1.0), (1.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0), (1.0, 5.0), {Caution.BALANCED: (0.6, 0.3, -1.0)}
)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def graph(tiny: Path) -> bytes:
    return published(stirred(PairEncoder(tiny)))


@pytest.fixture
def stored(tiny: Path, graph: bytes, tmp_path: Path) -> Path:
    write(graph, word_vectors(tiny), CALIBRATION, tmp_path)
    return tmp_path


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


def test_a_probability_is_the_calibrations_logistic_of_the_raw_scores(tiny: Path, graph: bytes, stored: Path) -> None:
    one = hit("The red cat is near home.", cosine=0.4)
    (raw,) = scorer(graph, tiny).scores("where is the cat ?", [one])
    (judged,) = PairJudge.load(stored, tiny).judge("where is the cat ?", [one])
    assert judged.probability == pytest.approx(1 / (1 + math.exp(1 - 1.5 * raw.passage[0])), abs=1e-9)
    z = raw.sentences[0][0] + 0.5 * 0.4
    assert judged.sentences == pytest.approx((1 / (1 + math.exp(-z)),), abs=1e-9)


def test_the_fingerprint_names_the_file_and_the_thresholds_are_the_stored_ones(tiny: Path, stored: Path) -> None:
    judge = PairJudge.load(stored, tiny)
    assert judge.fingerprint == "sha256:" + json.loads((stored / "evidence.json").read_text())["sha256"]
    assert judge.thresholds(Caution.BALANCED) == Thresholds(0.6, 0.3, Relatedness(1.0, 5.0, -1.0))


def rewritten(folder: Path, **changes: object) -> None:
    """The description in the folder with other values."""
    path = folder / "evidence.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda folder: (folder / "evidence.onnx").unlink(), r"evidence\.onnx: .*No such file"),
        (lambda folder: (folder / "evidence.onnx").write_bytes(b"short"), r"evidence\.onnx: wanted SHA-256"),
        (
            lambda folder: (folder / "evidence.onnx").write_bytes((folder / "evidence.onnx").read_bytes()[:-1]),
            r"evidence\.onnx: wanted SHA-256",
        ),
        (lambda folder: (folder / "evidence.json").unlink(), "evidence model's description"),
        (lambda folder: (folder / "evidence.json").write_text("{}"), "evidence model's description"),
        (lambda folder: (folder / "evidence.json").write_text("{"), "evidence model's description"),
        (
            lambda folder: rewritten(folder, calibration={"passage": [1], "sentence": [], "thresholds": {}}),
            "evidence model's description",
        ),
        (lambda folder: rewritten(folder, words="0" * 64), f"wanted word vectors with SHA-256 {'0' * 64}"),
    ],
)
def test_a_damaged_model_is_refused_by_name(
    tiny: Path, stored: Path, damage: Callable[[Path], object], complaint: str
) -> None:
    damage(stored)
    with pytest.raises(UnusableModel, match=f"(?s){complaint}.*footnote train"):
        PairJudge.load(stored, tiny)


def test_a_file_that_is_no_graph_is_refused_by_name_though_its_hash_is_right(tiny: Path, tmp_path: Path) -> None:
    write(b"no graph", word_vectors(tiny), CALIBRATION, tmp_path)
    with pytest.raises(UnusableModel, match=r"evidence\.onnx: wanted an ONNX graph"):
        PairJudge.load(tmp_path, tiny)


def test_a_model_over_other_word_vectors_is_refused(stored: Path, tmp_path: Path) -> None:
    other = save_tiny_model(tmp_path / "other", seed=5)
    with pytest.raises(UnusableModel, match="wanted word vectors with SHA-256"):
        PairJudge.load(stored, other)


@pytest.mark.parametrize(("z", "p"), [(0.0, 0.5), (1000.0, 1 / (1 + math.exp(-30))), (-1000.0, 1 / (1 + math.exp(30)))])
def test_the_logistic_stays_finite(z: float, p: float) -> None:
    assert logistic((1.0,), (z,)) == pytest.approx(p, abs=1e-15)
