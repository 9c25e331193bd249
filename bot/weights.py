"""The files of the models, and what to say when one cannot be used."""

import hashlib
from pathlib import Path


class UnusableModel(Exception):
    """A model file that is missing, damaged, or made for other weights; the message names it and what to do."""


class ExporterMissing(Exception):
    """The libraries that only training needs are not installed; the message says how to install them."""


def read_checked(path: Path, wanted: str) -> bytes:
    """The file's bytes, once their SHA-256 is the wanted one.

    Raises:
        UnusableModel: the file is missing, cannot be read, or is not the one that was made.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnusableModel(f"{path}: wanted the model, found {error.strerror}; {REINSTALL}") from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise UnusableModel(f"{path}: wanted SHA-256 {wanted}, found {found}; {REINSTALL}")
    return content


REINSTALL = "install footnote again, or train the model anew: `footnote train`, bot/model/README.md"
