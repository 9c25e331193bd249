"""The trained weights on disk."""

import hashlib
from pathlib import Path

import pytest
import torch

from bot.weights import LEVELS, UnusableModel, pack, read_checked, unpack

BASE = {"matrix": torch.tensor([[1.0, 2.0], [3.0, 4.0]]), "row": torch.tensor([1.0, 1.0]), "still": torch.eye(2)}


def test_differences_come_back_to_within_half_a_level_of_each_row() -> None:
    trained = BASE | {"matrix": torch.tensor([[1.5, 1.9], [3.0, 4.25]])}
    found = unpack(pack(trained, BASE), BASE)
    steps = torch.tensor([[0.5], [0.25]]) / LEVELS
    assert torch.all((found["matrix"] - trained["matrix"]).abs() <= steps / 2 + 1e-7)


def test_small_and_new_tensors_are_kept_in_half_precision_and_unchanged_ones_are_the_bundled() -> None:
    trained = BASE | {"row": torch.tensor([0.5, -2.0]), "head": torch.tensor([[0.25]])}
    found = unpack(pack(trained, BASE), BASE)
    assert found["row"].tolist() == [0.5, -2.0]
    assert found["head"].tolist() == [[0.25]]
    assert torch.equal(found["still"], torch.eye(2))


def test_a_tensor_that_training_left_alone_takes_no_room() -> None:
    assert len(pack(BASE, BASE)) < 100


@pytest.mark.parametrize("content", [b"", b"not safetensors", pack({"a": torch.ones(1)}, {})[:-2]])
def test_bytes_that_are_no_model_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(UnusableModel, match=r"wanted a safetensors file.*footnote train"):
        unpack(content, BASE)


def test_a_difference_of_another_shape_is_refused() -> None:
    packed = pack({"matrix": torch.ones(3, 2)}, {"matrix": torch.zeros(3, 2)})
    with pytest.raises(UnusableModel, match=r"matrix of shape \(3, 2\)"):
        unpack(packed, BASE)


def test_a_missing_file_and_one_of_another_hash_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evidence.safetensors"
    with pytest.raises(UnusableModel, match="No such file"):
        read_checked(path, "0" * 64)
    path.write_bytes(b"other")
    found = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(UnusableModel, match=f"wanted SHA-256 {'0' * 64}, found {found}"):
        read_checked(path, "0" * 64)
    assert read_checked(path, found) == b"other"
