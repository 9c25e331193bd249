"""`kill -9` while an index is built and published: what is served is the old one or the new one, never a mixture.

`FOOTNOTE_KILLS=200` runs the long form. A kill does not take back what the kernel has, so it says nothing of a power
cut: that every file and folder is synced before the pointer moves, and its own folder after, is a test of its own.
"""

import contextlib
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from index.store import Store
from tests.faults import Disk, power_cut
from tests.versions import build_for_ever, build_version, version_of

KILLS = int(os.environ.get("FOOTNOTE_KILLS", "60"))
# A build of these documents takes about 30 ms; a kill may come anywhere in the first ten of them.
LONGEST_LIFE = 0.3
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.versions", "tests.faults"])


def started(target: Callable[..., None], *arguments: Any) -> BaseProcess:
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    return process


def received(pipe: Connection) -> Iterator[int]:
    """What came through a pipe until its other end was gone."""
    with contextlib.suppress(EOFError):
        while True:
            yield pipe.recv()


def build_until(home: str, version: int, operation: int) -> None:
    """Build a version and die at an operation of the disk, if there are so many."""
    with Disk(operation.__eq__, power_cut).faulty():
        build_version(home, version)


def test_killed_at_every_step_the_old_or_the_new_index_is_served_whole_and_the_next_build_succeeds(
    tmp_path: Path,
) -> None:
    home = str(tmp_path)
    served = set()
    for operation in range(1000):
        build_version(home, 1)
        process = started(build_until, home, 2, operation)
        process.join(30)
        served.add(version := version_of(Store(tmp_path).load().generation))
        assert version in (1, 2)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
    assert process.exitcode == 0
    assert operation > 20
    assert served == {1, 2}


def test_killed_at_any_time_no_index_is_torn_mixed_or_lost_once_it_was_published(tmp_path: Path) -> None:
    chance = random.Random(200)
    home, served = str(tmp_path), 0
    build_version(home, served)
    for _ in range(KILLS):
        reader, writer = PROCESSES.Pipe(duplex=False)
        process = started(build_for_ever, home, served + 1, writer)
        writer.close()
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        process.kill()
        process.join(30)
        published = list(received(reader))
        found = version_of(Store(tmp_path).load().generation)
        assert max(published, default=served) <= found <= max(published, default=served) + 1
        served = found
    assert served > 0
    build_version(home, served + 1)
    assert version_of(Store(tmp_path).load().generation) == served + 1


def test_every_file_and_folder_is_synced_before_the_pointer_moves_and_its_own_folder_after(tmp_path: Path) -> None:
    build_version(str(tmp_path), 1)
    disk = Disk(lambda _: False, power_cut)
    with disk.faulty():
        build_version(str(tmp_path), 2)
    # Five files and their folder, the rename, its folder, the pointer's file, its replacement, its folder.
    steps = [name for name in disk.names if name in ("fsync", "rename", "replace")]
    assert steps == ["fsync"] * 6 + ["rename"] + ["fsync"] * 2 + ["replace", "fsync"]
