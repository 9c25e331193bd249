"""The files of the evidence model."""

import hashlib
from pathlib import Path

import pytest

from bot.weights import UnusableModel, read_checked


def test_a_missing_file_and_one_of_another_hash_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "evidence.onnx"
    with pytest.raises(UnusableModel, match="No such file"):
        read_checked(path, "0" * 64)
    path.write_bytes(b"other")
    found = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(UnusableModel, match=f"wanted SHA-256 {'0' * 64}, found {found}"):
        read_checked(path, "0" * 64)
    assert read_checked(path, found) == b"other"
