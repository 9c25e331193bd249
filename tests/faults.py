"""A disk that fails, or a power switch that is pulled, at a chosen operation of the operating system."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

OPERATIONS = ("mkdir", "open", "write", "fsync", "close", "rename", "replace")
Fault = Callable[[], None]


class Disk:
    """Counts the operations of `os` and calls the fault at each one that `when` accepts, by its number from 0.

    Half of the data of a write is written before its fault, so that it leaves a torn file.
    """

    def __init__(self, when: Callable[[int], bool], fault: Fault) -> None:
        self.names: list[str] = []
        self._when = when
        self._fault = fault

    @contextmanager
    def faulty(self) -> Iterator["Disk"]:
        """Replace the operations for a while."""
        with mock.patch.multiple(os, **{name: self._wrapped(name, getattr(os, name)) for name in OPERATIONS}):
            yield self

    def _wrapped(self, name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.names.append(name)
            if self._when(len(self.names) - 1):
                if name == "write":
                    operation(arguments[0], arguments[1][: len(arguments[1]) // 2])
                if name == "close":
                    operation(*arguments, **options)
                self._fault()
            return operation(*arguments, **options)

        return call


def disk_full() -> None:
    """What a full disk says."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def power_cut() -> None:
    """What `kill -9` does: nothing of this process runs any more."""
    os.kill(os.getpid(), signal.SIGKILL)
