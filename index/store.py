"""The generations on disk: written beside each other, read back, verified, published by the rename of a pointer.

HOME/current                          the name of the generation that is served
HOME/generations/000007-<sha256>/     one generation; the hash is that of its manifest, which holds all others
HOME/lock                             held by whoever builds
"""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import filelock

from index.generation import FILES, MANIFEST, DamagedGeneration, Generation, digest, from_files, to_files

# A build of 100,000 passages takes hours on a CPU; who waits longer than this for another's build is told so.
LOCK_SECONDS = 600.0
UNFINISHED = "unfinished"


class NoGeneration(Exception):
    """There is no generation that can be served."""


class NotPublished(Exception):
    """A generation could not be written; what was served before is untouched."""


class BuilderBusy(Exception):
    """Another process builds the same index."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A verified generation, its name, and why newer ones were passed over."""

    name: str
    generation: Generation
    passed_over: tuple[str, ...] = ()


class Store:
    """The generations of one folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "generations"
        self.pointer = home / "current"

    @contextlib.contextmanager
    def locked(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Held by one builder at a time; freed by the system when its process dies. Raises `BuilderBusy`."""
        lock = filelock.FileLock(self.home / "lock")
        with unpublished(self.home):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                lock.acquire(timeout=seconds)
            except filelock.Timeout as error:
                raise BuilderBusy(
                    f"{self.home}: wanted to build the index, found another process building it for {seconds:g} s: "
                    "wait for it, or give this one a folder of its own in FOOTNOTE_HOME"
                ) from error
        try:
            yield
        finally:
            lock.release()

    def load(self) -> Loaded:
        """The generation that the pointer names, else the newest one that verifies. Raises `NoGeneration`."""
        reasons: list[str] = []
        for name in self._candidates():
            try:
                return Loaded(name, read(self.folder / name), tuple(reasons))
            except (DamagedGeneration, OSError) as error:
                reasons.append(f"{name}: {error}")
        raise NoGeneration(
            f"{self.home}: wanted an index, found {'; '.join(reasons) or 'none'}: build it with footnote index"
        )

    def publish(self, generation: Generation, keep: str | None = None) -> Loaded:
        """Write, read back, verify, then move the pointer; keep one generation beside it. Raises `NotPublished`.

        Whenever it stops, the pointer names the old generation or the new one, and that one is complete.
        """
        files = to_files(generation)
        name = f"{self._last_number() + 1:06d}-{digest(files[MANIFEST])}"
        unfinished = self.folder / UNFINISHED
        with unpublished(self.home):
            shutil.rmtree(unfinished, ignore_errors=True)
            write_folder(unfinished, files)
            os.rename(unfinished, self.folder / name)
            sync_folder(self.folder)
            published = Loaded(name, read(self.folder / name))
            self._point_to(name)
        self._prune({name, keep})
        return published

    def _point_to(self, name: str) -> None:
        """Replace the pointer in one step."""
        beside = self.home / "current.new"
        write_file(beside, name.encode())
        os.replace(beside, self.pointer)
        sync_folder(self.home)

    def _candidates(self) -> tuple[str, ...]:
        """The name in the pointer, then the others from the newest to the oldest."""
        names = sorted(self._names(), reverse=True)
        try:
            current = self.pointer.read_text(encoding="ascii")
        except (OSError, ValueError):
            return tuple(names)
        return tuple(sorted(names, key=lambda name: name != current))

    def _names(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return [path.name for path in self.folder.iterdir() if path.name[:6].isdecimal()]
        return []

    def _last_number(self) -> int:
        return max((int(name[:6]) for name in self._names()), default=0)

    def _prune(self, keep: set[str | None]) -> None:
        """Remove the others; what cannot be removed now is tried again after the next build."""
        for name in set(self._names()) - keep:
            with contextlib.suppress(OSError):
                shutil.rmtree(self.folder / name)


@contextlib.contextmanager
def unpublished(home: Path) -> Iterator[None]:
    """Turn what the disk refuses or damages inside into `NotPublished`."""
    try:
        yield
    except (OSError, DamagedGeneration) as error:
        raise NotPublished(
            f"{home}: wanted to write the index, found {error}: "
            "free space or mend the folder's rights and try again; the index before this one is untouched"
        ) from error


def read(folder: Path) -> Generation:
    """The generation of a folder, verified. Raises `DamagedGeneration` and `OSError`."""
    files = {name: (folder / name).read_bytes() for name in (*FILES, MANIFEST)}
    return from_files(files, folder.name.partition("-")[2])


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a new folder and wait until the disk has them."""
    os.mkdir(folder)
    for name, data in files.items():
        write_file(folder / name, data)
    sync_folder(folder)


def write_file(path: Path, data: bytes) -> None:
    """Write and sync a file. Raises `OSError` at a full disk, which a buffered writer may report only on stderr."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
