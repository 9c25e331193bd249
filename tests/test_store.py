"""Generations on disk: the one that is served is always whole, and what is damaged is passed over by name."""

import os
import random
import shutil
from pathlib import Path

import filelock
import pytest

from index.generation import FILES, MANIFEST, DamagedGeneration, Generation
from index.store import BuilderBusy, NoGeneration, NotPublished, Store, read, write_file
from tests.faults import Disk, disk_full
from tests.passages import make_generation
from tests.versions import documents_of, version_of
from tests.word_embedder import WordEmbedder

DAMAGES = 400


def version(number: int) -> Generation:
    return make_generation(WordEmbedder(64), *documents_of(number))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with versions 1 and 2, the second one served."""
    store = Store(tmp_path / "home")
    with store.locked():
        first = store.publish(version(1))
        store.publish(version(2), keep=first.name)
    return store


def names(store: Store) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir())


def test_a_published_generation_is_served(store: Store) -> None:
    loaded = store.load()
    assert version_of(loaded.generation) == 2
    assert loaded.passed_over == ()
    assert loaded.name == store.pointer.read_text() == names(store)[1]


def test_a_generation_is_a_folder_of_plain_files_named_by_its_number_and_the_hash_of_its_manifest(store: Store) -> None:
    assert [name[:7] for name in names(store)] == ["000001-", "000002-"]
    assert sorted(os.listdir(store.folder / names(store)[0])) == sorted((*FILES, MANIFEST))
    assert sorted(os.listdir(store.home)) == ["current", "generations", "lock"]


def test_files_can_be_read_by_their_owner_alone(store: Store) -> None:
    for path in (store.pointer, *(store.folder / names(store)[1]).iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_the_last_two_are_kept(store: Store) -> None:
    with store.locked():
        store.publish(version(3), keep=names(store)[1])
    assert [name[:7] for name in names(store)] == ["000002-", "000003-"]


def test_a_generation_that_is_already_there_can_be_published_again(store: Store) -> None:
    with store.locked():
        store.publish(version(2), keep=names(store)[0])
    assert version_of(store.load().generation) == 2


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
@pytest.mark.parametrize("kind", ["changed", "cut", "missing", "a folder"])
def test_a_damaged_file_is_named_and_the_generation_before_it_serves(store: Store, name: str, kind: str) -> None:
    damage(store.folder / names(store)[1] / name, kind)
    loaded = store.load()
    assert version_of(loaded.generation) == 1
    (reason,) = loaded.passed_over
    assert reason.startswith(names(store)[1])
    assert name in reason


def damage(path: Path, kind: str) -> None:
    data = path.read_bytes()
    if kind == "changed":
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
    elif kind == "cut":
        path.write_bytes(data[:-1])
    else:
        path.unlink()
    if kind == "a folder":
        path.mkdir()


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\xfe", b"../../etc", b"000009-00", None])
def test_a_damaged_pointer_serves_the_newest_good_generation(store: Store, content: bytes | None) -> None:
    store.pointer.unlink()
    if content is not None:
        store.pointer.write_bytes(content)
    assert version_of(store.load().generation) == 2


def test_the_pointer_decides_and_not_the_number(store: Store) -> None:
    store.pointer.write_text(names(store)[0])
    assert version_of(store.load().generation) == 1


def test_random_damage_never_serves_anything_but_a_whole_generation(store: Store) -> None:
    chance = random.Random(7)
    good = {path.name: path.read_bytes() for path in (store.folder / names(store)[1]).iterdir()}
    for _ in range(DAMAGES):
        name = chance.choice(sorted(good))
        place, bit = chance.randrange(len(good[name])), 1 << chance.randrange(8)
        path = store.folder / names(store)[1] / name
        path.write_bytes(good[name][:place] + bytes([good[name][place] ^ bit]) + good[name][place + 1 :])
        loaded = store.load()
        assert loaded.name == names(store)[0]
        assert len(loaded.passed_over) == 1
        path.write_bytes(good[name])
    assert version_of(store.load().generation) == 2


def test_when_nothing_is_good_every_reason_is_given(store: Store) -> None:
    for name in names(store):
        damage(store.folder / name / "passages.npy", "cut")
    with pytest.raises(NoGeneration) as refusal:
        store.load()
    assert str(refusal.value).count("passages.npy: wanted SHA-256") == 2
    assert str(refusal.value).endswith("build it with footnote index")


def test_an_empty_folder_says_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(NoGeneration) as refusal:
        Store(tmp_path / "none").load()
    assert str(refusal.value) == f"{tmp_path / 'none'}: wanted an index, found none: build it with footnote index"


def test_a_folder_that_was_renamed_is_not_believed(store: Store, tmp_path: Path) -> None:
    shutil.copytree(store.folder / names(store)[0], tmp_path / names(store)[1])
    with pytest.raises(DamagedGeneration, match=r"manifest\.json: wanted SHA-256"):
        read(tmp_path / names(store)[1])


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "for ever"])
def test_at_every_operation_that_fails_a_whole_generation_is_served_and_the_next_try_succeeds(
    store: Store, lasting: bool
) -> None:
    count = operations(store)
    assert count > 20
    for number in range(count):
        refusal = publish_on(store, Disk(number.__le__ if lasting else number.__eq__, disk_full), 10 + number)
        assert version_of(store.load().generation) in ({2, 10 + number} if refusal else {10 + number})
        assert publish_on(store, Disk(lambda _: False, disk_full), 2) is None


def operations(store: Store) -> int:
    """How many operations one publication takes, counted while none fails."""
    disk = Disk(lambda _: False, disk_full)
    assert publish_on(store, disk, 2) is None
    return len(disk.names)


def publish_on(store: Store, disk: Disk, number: int) -> str | None:
    """Publish a version on a disk; the refusal, if any."""
    generation, keep = version(number), store.load().name
    with store.locked():
        try:
            with disk.faulty():
                store.publish(generation, keep)
        except NotPublished as refusal:
            return str(refusal)
    return None


def test_a_full_disk_is_told_with_what_to_do(store: Store) -> None:
    refusal = publish_on(store, Disk((3).__eq__, disk_full), 3)
    assert refusal == (
        f"{store.home}: wanted to write the index, found [Errno 28] No space left on device: "
        "free space or mend the folder's rights and try again; the index before this one is untouched"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_an_error_and_not_a_message_on_stderr() -> None:
    with pytest.raises(OSError, match="No space left on device"):
        write_file(Path("/dev/full"), b"a few bytes")


def test_a_home_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(NotPublished, match=r"wanted to write the index, found .*Not a directory"),
        Store(tmp_path / "file" / "home").locked(),
    ):
        pass


def test_a_second_builder_is_told_that_the_first_one_builds(store: Store) -> None:
    with filelock.FileLock(store.home / "lock"), pytest.raises(BuilderBusy) as refusal, store.locked(seconds=0.01):
        pass
    assert str(refusal.value) == (
        f"{store.home}: wanted to build the index, found another process building it for 0.01 s: "
        "wait for it, or give this one a folder of its own in FOOTNOTE_HOME"
    )


def test_what_an_interrupted_build_left_is_cleared_by_the_next(store: Store) -> None:
    (store.folder / "unfinished").mkdir()
    (store.folder / "unfinished" / "passages.npy").write_bytes(b"half")
    with store.locked():
        store.publish(version(3), keep=names(store)[1])
    assert [name[:7] for name in names(store)] == ["000002-", "000003-"]
