"""The index is built when something changed, and only then; what did not change keeps its vectors."""

import dataclasses
import multiprocessing
import re
import resource
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import numpy as np
import pytest

from corpus.document import Document
from index import build
from index.build import Unsearchable, ensure
from index.embedder import UnusableVectors, Vectors
from index.generation import Generation
from index.origin import GOLDEN_TEXTS
from index.search import Searcher
from index.store import BuilderBusy, NotPublished, Store
from index.wording import passage_wording, sentence_wordings
from tests.passages import make_document
from tests.versions import build_version, documents_of, version_of
from tests.word_embedder import WordEmbedder

HARVEST = make_document("harvest", "Harvest: Cells are taken. Blood is drawn.")
FEVER = make_document("fever", "Fever: Fever passes. Call the nurse.")


def encoded(documents: Sequence[Document], home: Path, embedder: WordEmbedder | None = None) -> list[str]:
    """What building the documents had to encode, but for the golden texts."""
    embedder = embedder or WordEmbedder(64)
    embedder.encoded.clear()
    ensure(documents, embedder, home)
    return sorted(text for text in embedder.encoded if text not in GOLDEN_TEXTS)


def test_a_first_build_embeds_each_passage_and_each_sentence(tmp_path: Path) -> None:
    assert encoded([HARVEST], tmp_path) == [
        "Blood is drawn.",
        "Cells are taken.",
        "Harvest. Cells are taken. Blood is drawn.",
    ]


def test_what_is_built_is_what_the_embedder_says_of_the_passages_in_order(tmp_path: Path) -> None:
    generation = ensure([HARVEST, FEVER], WordEmbedder(64), tmp_path)
    assert generation.documents == (HARVEST, FEVER)
    assert [passage.heading for passage in generation.passages] == [("Harvest",), ("Fever",)]
    own = WordEmbedder(64).encode([passage_wording(passage) for passage in generation.passages])
    sentences = [text for passage in generation.passages for text in sentence_wordings(passage)]
    np.testing.assert_array_equal(generation.passage_vectors, own)
    np.testing.assert_array_equal(generation.sentence_vectors, WordEmbedder(64).encode(sentences))


def test_nothing_is_built_when_nothing_changed(tmp_path: Path) -> None:
    first = ensure([HARVEST], WordEmbedder(64), tmp_path)
    before = sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*"))
    assert encoded([HARVEST], tmp_path) == []
    assert ensure([HARVEST], WordEmbedder(64), tmp_path).fingerprint == first.fingerprint
    assert sorted(path.stat().st_mtime_ns for path in tmp_path.rglob("*")) == before


def test_a_new_document_is_embedded_and_the_old_one_is_not(tmp_path: Path) -> None:
    encoded([HARVEST], tmp_path)
    assert encoded([HARVEST, FEVER], tmp_path) == [
        "Call the nurse.",
        "Fever passes.",
        "Fever. Fever passes. Call the nurse.",
    ]


def test_a_document_that_went_is_not_found_any_more(tmp_path: Path) -> None:
    encoded([HARVEST, FEVER], tmp_path)
    assert encoded([FEVER], tmp_path) == []
    assert [document.id for document in Store(tmp_path).load().generation.documents] == ["fever"]


def test_a_new_review_date_is_stored_without_embedding_anything(tmp_path: Path) -> None:
    encoded([HARVEST], tmp_path)
    assert encoded([dataclasses.replace(HARVEST, owner="The MS team")], tmp_path) == []
    assert Store(tmp_path).load().generation.documents[0].owner == "The MS team"


def test_a_new_heading_embeds_the_passage_and_keeps_its_sentences(tmp_path: Path) -> None:
    encoded([HARVEST], tmp_path)
    assert encoded([make_document("harvest", "Collecting: Cells are taken. Blood is drawn.")], tmp_path) == [
        "Collecting. Cells are taken. Blood is drawn."
    ]


@pytest.mark.parametrize("other", [WordEmbedder(64, name="others"), WordEmbedder(128)])
def test_another_embedder_embeds_everything(tmp_path: Path, other: WordEmbedder) -> None:
    encoded([HARVEST], tmp_path)
    assert len(encoded([HARVEST], tmp_path, other)) == 3


@pytest.mark.parametrize(("name", "texts"), [("CHUNKER_VERSION", 0), ("WORDING_VERSION", 3)])
def test_another_chunker_or_wording_builds_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, texts: int
) -> None:
    encoded([HARVEST], tmp_path)
    before = Store(tmp_path).load().name
    monkeypatch.setattr(build, name, "another")
    assert len(encoded([HARVEST], tmp_path)) == texts
    assert Store(tmp_path).load().name[:6] == f"{int(before[:6]) + 1:06d}"


def test_a_damaged_generation_is_built_again_with_the_vectors_of_the_one_before(tmp_path: Path) -> None:
    encoded([HARVEST], tmp_path)
    encoded([HARVEST, FEVER], tmp_path)
    damaged = tmp_path / "generations" / Store(tmp_path).load().name / "passages.npy"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert len(encoded([HARVEST, FEVER], tmp_path)) == 3
    assert Store(tmp_path).load().passed_over == ()


def test_progress_counts_texts_up_to_all_of_them(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    ensure(documents_of(1), WordEmbedder(64), tmp_path, lambda done, total: seen.append((done, total)))
    assert [total for _, total in seen] == [seen[-1][0]] * len(seen)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_a_text_that_occurs_twice_is_embedded_once(tmp_path: Path) -> None:
    found = encoded([make_document("d", "Rest: Rest. Rest. Sleep."), make_document("e", "Rest: Rest. Eat.")], tmp_path)
    assert found.count("Rest.") == 1


def test_no_documents_are_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Unsearchable) as refusal:
        ensure([], WordEmbedder(64), tmp_path)
    assert str(refusal.value) == (
        "wanted at least one document, found none: put .txt or .md files into the corpus folder"
    )


def test_a_document_without_a_passage_is_refused_by_its_id(tmp_path: Path) -> None:
    with pytest.raises(Unsearchable, match=r"^empty: wanted at least one passage to search, found none: add text"):
        ensure([HARVEST, Document("empty", "Empty", "Heading", (), ())], WordEmbedder(64), tmp_path)


def test_two_documents_with_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unsearchable, match=r"^harvest: wanted passages of its own, found harvest:.* twice"):
        ensure([HARVEST, HARVEST], WordEmbedder(64), tmp_path)


class SickEmbedder(WordEmbedder):
    """Gives a vector that is not one for a text about fever."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = super().encode(texts)
        vectors[["Fever" in text for text in texts]] = np.nan
        return vectors


def test_a_model_that_gives_a_nan_is_not_published(tmp_path: Path) -> None:
    before = ensure([HARVEST], SickEmbedder(64), tmp_path)
    with pytest.raises(UnusableVectors, match="found length nan"):
        ensure([HARVEST, FEVER], SickEmbedder(64), tmp_path)
    assert Store(tmp_path).load().generation.origin == before.origin


def test_a_second_builder_that_will_not_wait_is_told_so(tmp_path: Path) -> None:
    with filelock.FileLock(tmp_path / "lock"), pytest.raises(BuilderBusy, match="found another process building it"):
        ensure([HARVEST], WordEmbedder(64), tmp_path, lock_seconds=0)


def test_an_index_that_is_up_to_date_opens_while_another_process_holds_the_lock(tmp_path: Path) -> None:
    ensure([HARVEST], WordEmbedder(64), tmp_path)
    with filelock.FileLock(tmp_path / "lock"):
        assert ensure([HARVEST], WordEmbedder(64), tmp_path, lock_seconds=0).documents == (HARVEST,)


def test_four_builders_at_once_publish_once(tmp_path: Path) -> None:
    embedders = [WordEmbedder(64) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda embedder: ensure(documents_of(1), embedder, tmp_path), embedders))
    assert sum(len(embedder.encoded) > len(GOLDEN_TEXTS) for embedder in embedders) == 1
    assert len(list((tmp_path / "generations").iterdir())) == 1


def build_with_small_files(home: str, version: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    try:
        build_version(home, version)
    except NotPublished as refusal:
        raise SystemExit(0 if "File too large" in str(refusal) else 3) from refusal


def test_a_disk_that_takes_no_more_leaves_the_index_before_it(tmp_path: Path) -> None:
    build_version(str(tmp_path), 1)
    process = multiprocessing.get_context("forkserver").Process(target=build_with_small_files, args=(str(tmp_path), 2))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    assert version_of(Store(tmp_path).load().generation) == 1


SWAPS = 20


class Serving:
    """The searcher of the moment, as a server holds it."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher


def test_twenty_swaps_under_searches_never_show_two_versions_in_one_answer(tmp_path: Path) -> None:
    embedder = WordEmbedder(64)
    serving = Serving(Searcher(ensure(documents_of(1), embedder, tmp_path), embedder, lexical=True))
    over = threading.Event()
    answers: list[int] = []

    def ask() -> None:
        while not over.is_set():
            time.sleep(0.001)
            hits = serving.searcher.search("what does sentence 2 of part 3 say of the version", 8)
            said = {number for hit in hits for number in re.findall(r"version (\d+)", hit.passage.text)}
            assert len(said) == 1
            answers.append(int(said.pop()))

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for version in range(2, SWAPS + 2):
            serving.searcher = Searcher(ensure(documents_of(version), embedder, tmp_path), embedder, lexical=True)
        over.set()
        for asked in asking:
            asked.result()
    assert len(answers) > SWAPS
    assert version_of(Store(tmp_path).load().generation) == SWAPS + 1


def test_a_searcher_goes_on_when_its_files_are_gone(tmp_path: Path) -> None:
    embedder = WordEmbedder(64)
    searcher = Searcher(ensure([HARVEST, FEVER], embedder, tmp_path), embedder, lexical=False)
    for version in (1, 2):
        ensure(documents_of(version), embedder, tmp_path)
    assert searcher.search("call the nurse", 1)[0].passage.document_id == "fever"


def test_generations_are_immutable(tmp_path: Path) -> None:
    generation: Generation = ensure([HARVEST], WordEmbedder(64), tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        generation.documents = ()  # type: ignore[misc]
