"""The second opinion of triage: what it loads, how it hears long messages, what it changes and what it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import torch
from pydantic import TypeAdapter

from bot.answer import Kind
from bot.hearing import STRIDE_TOKENS, WINDOW_TOKENS, About, Hearing, MessageTokenizer, softmax
from bot.lexicon import shipped
from bot.scorer import digest, word_vectors
from bot.training.hearing import MessageEncoder, Recipe, published, thresholds, trained
from bot.triage import Triage, opinions, triage, weight
from bot.weights import UnusableModel
from tests.tiny_model import COLOURS, THINGS, save_tiny_model

CLASSES = shipped().likeness.classes


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def stored(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an untrained model over the tiny weights."""
    from hashlib import sha256

    folder = tmp_path_factory.mktemp("stored")
    torch.manual_seed(2)
    graph = published(MessageEncoder(tiny, len(CLASSES)).eval())
    limits = {str(kind): 0.5 for kind in (Kind.URGENT, Kind.PERSONAL, Kind.SMALLTALK)}
    about = About(sha256(graph).hexdigest(), digest(word_vectors(tiny)), CLASSES, limits)
    (folder / "hearing.onnx").write_bytes(graph)
    (folder / "hearing.json").write_bytes(TypeAdapter(About).dump_json(about))
    return folder


@dataclass(frozen=True)
class Sure:
    """An opinion that gives one class everything."""

    name: str
    thresholds: Mapping[str, float]

    def shares(self, message: str) -> Sequence[Mapping[str, float]]:  # noqa: ARG002
        """The whole share for its class."""
        return ({each: float(each == self.name) for each in CLASSES},)


def limits(urgent: float = 0.4, personal: float = 0.4, smalltalk: float = 0.4) -> dict[str, float]:
    return {"urgent": urgent, "personal": personal, "smalltalk": smalltalk}


def test_shares_of_a_message_add_up_to_one(stored: Path, tiny: Path) -> None:
    shares = Hearing.load(stored, tiny).shares("where is the red cat ?")
    assert len(shares) == 1
    assert tuple(shares[0]) == CLASSES
    assert sum(shares[0].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("words", "stretches"),
    [(0, 1), (1, 1), (WINDOW_TOKENS, 1), (WINDOW_TOKENS + 1, 2), (WINDOW_TOKENS + STRIDE_TOKENS + 1, 3), (2000, 24)],
)
def test_every_word_of_a_long_message_is_heard(tiny: Path, words: int, stretches: int) -> None:
    ids = list(MessageTokenizer(tiny).stretches(" ".join(["cat"] * (words - 1) + ["dog"]) if words else ""))
    assert len(ids) == stretches
    assert all(len(each) <= WINDOW_TOKENS + 2 for each in ids)
    assert sum(len(each) - 2 for each in ids) >= words
    if words > 1:
        assert ids[-1][-2] != ids[0][1]


def test_a_message_is_heard_as_it_looks_not_as_it_is_spelled(tiny: Path) -> None:
    tokenizer = MessageTokenizer(tiny)
    hidden = "c\u200bat"
    assert list(tokenizer.stretches(hidden)) == list(tokenizer.stretches("CAT")) == list(tokenizer.stretches("cat"))


def test_a_second_opinion_can_stop_what_words_let_through_and_let_through_what_they_stopped() -> None:
    plain = "what are the three steps?"
    assert triage(plain) is None
    assert triage(plain, second=Sure("urgent:abuse", limits())) == Triage(Kind.URGENT, "abuse")
    assert triage(plain, second=Sure("urgent:abuse", limits(urgent=0.6))) is None


@pytest.mark.parametrize("message", ["i want to die", "i cant breathe", "should i stop my tablets", "hello"])
def test_what_the_rules_say_stands_whatever_else_is_heard(message: str) -> None:
    assert triage(message, second=Sure("harmless", limits(0.99, 0.99, 0.99))) == triage(message)


def test_opinions_are_averaged() -> None:
    heard = opinions("what are the three steps?", shipped(), Sure("personal:diagnosis", limits()))
    alone = weight(Kind.PERSONAL, heard[:1], shipped())["personal:diagnosis"]
    assert weight(Kind.PERSONAL, heard, shipped())["personal:diagnosis"] == pytest.approx((alone + 1) / 2)


def test_softmax_of_large_logits_is_a_number() -> None:
    assert softmax([1000.0, 1000.0, -1000.0]) == pytest.approx([0.5, 0.5, 0.0])


def test_files_that_cannot_be_used_are_refused_by_name(stored: Path, tiny: Path, tmp_path: Path) -> None:
    def broken(name: str, content: bytes | None) -> str:
        folder = tmp_path / f"{name}{len(content or b'')}"
        folder.mkdir()
        for file in stored.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        (folder / name).unlink()
        if content is not None:
            (folder / name).write_bytes(content)
        with pytest.raises(UnusableModel) as error:
            Hearing.load(folder, tiny)
        assert str(folder / name) in str(error.value)
        return str(error.value)

    graph = (stored / "hearing.onnx").read_bytes()
    assert "No such file" in broken("hearing.onnx", None)
    assert "SHA-256" in broken("hearing.onnx", graph[:-9])
    assert "description" in broken("hearing.json", None)
    assert "description" in broken("hearing.json", b"{}")


def test_a_model_made_for_other_word_vectors_is_refused(stored: Path, tmp_path: Path) -> None:
    other = save_tiny_model(tmp_path / "other", seed=9)
    with pytest.raises(UnusableModel, match="word vectors"):
        Hearing.load(stored, other)


def test_training_learns_a_toy_set_and_comes_out_the_same_twice(tiny: Path) -> None:
    messages = [
        f"the {colour} {thing} is {place}" for colour in COLOURS for thing in THINGS for place in ("near", "home")
    ]
    targets = [int(text.endswith("home")) for text in messages]
    recipe = Recipe(epochs=6, batch_tokens=200, body_rate=3e-3, head_rate=1e-2, bfloat16=False)

    def made() -> MessageEncoder:
        torch.manual_seed(1)
        return trained(MessageEncoder(tiny, 2), MessageTokenizer(tiny), messages, targets, recipe)

    one, other = made(), made()
    assert all(torch.equal(value, other.state_dict()[name]) for name, value in one.state_dict().items())
    ids = [next(MessageTokenizer(tiny).stretches(text)) for text in messages]
    with torch.inference_mode():
        right = [int(one(torch.tensor([row]), torch.ones(1, len(row)))[0].argmax()) for row in ids]
    assert sum(a == b for a, b in zip(right, targets, strict=True)) > 0.9 * len(targets)


def test_thresholds_are_reached_by_few_ordinary_questions(stored: Path, tiny: Path) -> None:
    asked = [f"where is the {colour} {thing} ?" for colour in COLOURS for thing in THINGS]
    hearing = Hearing.load(stored, tiny)
    found = thresholds(hearing, asked, shipped())
    assert set(found) == {"urgent", "personal", "smalltalk"}
    for kind in (Kind.URGENT, Kind.PERSONAL, Kind.SMALLTALK):
        reached = [sum(weight(kind, opinions(text, shipped(), hearing), shipped()).values()) for text in asked]
        assert sum(share > found[kind] + 5e-4 for share in reached) <= 1
