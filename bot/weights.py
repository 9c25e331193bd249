"""The trained weights on disk: what training changed, as 8-bit differences from the bundled weights.

Training moves each weight little, so the difference needs few bits: with one scale for each row, 8 bits lose far less
than 8 bits for the weights themselves would, and the file stays an eighth of the model's size.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

LEVELS = 127
"""Largest magnitude of a signed 8-bit difference; -128 is not used, so that the range is symmetric."""


class UnusableModel(Exception):
    """A model file that is missing, damaged, or made for other weights; the message names it and what to do."""


def pack(trained: Mapping[str, Tensor], bundled: Mapping[str, Tensor]) -> bytes:
    """The trained tensors as a safetensors file.

    Matrices of the bundled model become int8 differences with a float32 scale for each row; all other tensors, which
    are small, are kept in float16. Tensors that training left as they were are not stored.
    """
    kept: dict[str, Tensor] = {}
    for name, tensor in trained.items():
        base = bundled.get(name)
        if base is not None and torch.equal(base, tensor):
            continue
        if base is None or tensor.dim() < 2:
            kept[name] = tensor.half()
            continue
        difference = tensor - base
        scale = difference.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / LEVELS
        kept[f"{name}.difference"] = (difference / scale).round().to(torch.int8)
        kept[f"{name}.scale"] = scale
    return save(kept)


def unpack(packed: bytes, bundled: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The trained tensors in float32: those of `pack`, and the bundled ones where training changed nothing.

    Raises:
        UnusableModel: the bytes are no safetensors file, or a difference has no bundled tensor of its shape.
    """
    try:
        stored = load(packed)
    except (SafetensorError, ValueError, KeyError) as error:
        raise UnusableModel(f"wanted a safetensors file, found {error}; {REINSTALL}") from error
    tensors = dict(bundled)
    for name, tensor in stored.items():
        if name.endswith(".scale"):
            continue
        if not name.endswith(".difference"):
            tensors[name] = tensor.float()
            continue
        owner = name.removesuffix(".difference")
        if owner not in bundled or bundled[owner].shape != tensor.shape:
            raise UnusableModel(
                f"wanted a bundled tensor {owner} of shape {tuple(tensor.shape)}, found none; {REINSTALL}"
            )
        tensors[owner] = bundled[owner] + tensor.float() * stored[f"{owner}.scale"]
    return tensors


def read_checked(path: Path, wanted: str) -> bytes:
    """The file's bytes, once their SHA-256 is the wanted one.

    Raises:
        UnusableModel: the file is missing, cannot be read, or is not the one that was made.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableModel(f"{path}: wanted the evidence model, found {error.strerror}; {REINSTALL}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise UnusableModel(f"{path}: wanted SHA-256 {wanted}, found {found}; {REINSTALL}")
    return content


REINSTALL = "install footnote again, or train the model with `footnote train`"
