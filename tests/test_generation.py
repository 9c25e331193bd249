"""A generation goes to files and back unchanged, and changed files are refused."""

import dataclasses
import datetime
import io
import json
import pickle
import random
from collections.abc import Callable

import numpy as np
import pytest

from corpus.document import Reference, Sentence, SentenceKind
from index.generation import (
    FILES,
    MANIFEST,
    DamagedGeneration,
    Generation,
    corpus_digest,
    digest,
    from_files,
    to_files,
)
from tests.passages import make_document, make_generation, origin_of
from tests.word_embedder import WordEmbedder

EMBEDDER = WordEmbedder(64)
PLAIN = make_document("plain", "Harvest: Cells are taken. Blood is drawn.", "Fever: Fever – 38 °C – passes. Call.")
RICH = dataclasses.replace(
    make_document("rich", "Rest: Rest helps fatigue."),
    references=(Reference("2", "AJMC.", "https://example.org/2", 3, 8), Reference("5", "Jones.", None, 9, 14)),
    reviewed=datetime.date(2026, 11, 20),
    source="https://example.org",
    owner="The MS team",
    synonyms=(("aHSCT", "stem cell transplant"),),
)
GENERATION = make_generation(EMBEDDER, PLAIN, RICH)
MUTATIONS = 2000


def same(one: Generation, other: Generation) -> bool:
    return (
        (one.documents, one.passages, one.origin) == (other.documents, other.passages, other.origin)
        and np.array_equal(one.passage_vectors, other.passage_vectors)
        and np.array_equal(one.sentence_vectors, other.sentence_vectors)
    )


def test_a_generation_comes_back_as_it_went() -> None:
    files = to_files(GENERATION)
    assert tuple(files) == (*FILES, MANIFEST)
    assert same(from_files(files, digest(files[MANIFEST])), GENERATION)


def test_sentences_keep_their_kinds_and_citations() -> None:
    first, *rest = GENERATION.passages
    cited = (dataclasses.replace(first.sentences[0], kind=SentenceKind.ITEM, citations=("2", "5")), first.sentences[1])
    passage = dataclasses.replace(first, sentences=cited, citations=("2", "5"))
    files = to_files(dataclasses.replace(GENERATION, passages=(passage, *rest)))
    found = from_files(files, digest(files[MANIFEST])).passages[0]
    assert found == passage
    assert found.sentences[0] == Sentence(cited[0].start, cited[0].end, SentenceKind.ITEM, ("2", "5"))
    assert isinstance(found.sentences[0].kind, SentenceKind)


def test_equal_generations_give_equal_bytes() -> None:
    assert to_files(make_generation(WordEmbedder(64), PLAIN, RICH)) == to_files(GENERATION)


def test_the_manifest_says_what_each_file_must_be_and_where_it_comes_from() -> None:
    files = to_files(GENERATION)
    manifest = json.loads(files[MANIFEST])
    assert manifest["format"] == "1"
    assert manifest["files"] == {name: digest(files[name]) for name in FILES}
    assert {name: manifest["origin"][name] for name in ("corpus", "chunker", "wording", "embedder")} == {
        "corpus": digest(files["documents.jsonl"]),
        "chunker": "1",
        "wording": "1",
        "embedder": EMBEDDER.fingerprint,
    }
    assert np.array(manifest["origin"]["golden"]).shape == (3, 64)


@pytest.mark.parametrize(
    "change",
    [{"title": "Other"}, {"reviewed": None}, {"owner": "x"}, {"references": ()}, {"synonyms": ()}, {"id": "other"}],
)
def test_the_corpus_digest_changes_with_everything_that_a_document_says(change: dict[str, object]) -> None:
    assert corpus_digest([PLAIN, dataclasses.replace(RICH, **change)]) != corpus_digest([PLAIN, RICH])  # type: ignore[arg-type]


def test_the_corpus_digest_changes_with_the_order_of_the_documents() -> None:
    assert corpus_digest([PLAIN, RICH]) != corpus_digest([RICH, PLAIN])


def flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def lengthen(data: bytes, chance: random.Random) -> bytes:
    return data + chance.randbytes(chance.randint(1, 64))


def blank(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    length = chance.randint(1, 512)
    return data[:start] + bytes(len(data[start : start + length])) + data[start + length :]


def move(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(1, len(data))
    return data[start:] + data[:start]


def refused(files: dict[str, bytes], manifest_digest: str, name: str) -> bool:
    """Whether the files are refused as damaged, by the name of the damaged one."""
    try:
        from_files(files, manifest_digest)
    except DamagedGeneration as error:
        return str(error).startswith(f"{name}: wanted SHA-256")
    return False


def test_two_thousand_damaged_files_are_all_detected() -> None:
    chance = random.Random(20261123)
    files = to_files(GENERATION)
    kinds: tuple[Callable[[bytes, random.Random], bytes], ...] = (flip, cut, lengthen, blank, move)
    undetected = []
    changed = 0
    while changed < MUTATIONS:
        name, kind = chance.choice(list(files)), chance.choice(kinds)
        damaged = kind(files[name], chance)
        if damaged == files[name]:
            continue
        changed += 1
        if not refused(files | {name: damaged}, digest(files[MANIFEST]), name):
            undetected.append((name, kind.__name__))
    assert undetected == []


def test_a_file_of_another_generation_is_detected() -> None:
    files, others = to_files(GENERATION), to_files(make_generation(EMBEDDER, PLAIN))
    for name in files:
        with pytest.raises(DamagedGeneration, match=f"{name}: wanted SHA-256"):
            from_files(files | {name: others[name]}, digest(files[MANIFEST]))


def signed(files: dict[str, bytes], **changes: bytes) -> tuple[dict[str, bytes], str]:
    """Files with other contents and a manifest that fits them: what a faulty program would write."""
    changed = files | {name.replace("_", "."): data for name, data in changes.items()}
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = {name: digest(changed[name]) for name in FILES}
    changed[MANIFEST] = json.dumps(manifest).encode()
    return changed, digest(changed[MANIFEST])


@pytest.mark.parametrize(
    ("name", "vectors", "message"),
    [
        ("passages_npy", GENERATION.passage_vectors[:-1], r"found \(2, 64\)"),
        ("sentences_npy", GENERATION.sentence_vectors[:, :10], r"wanted vectors of shape \(5, 64\), found \(5, 10\)"),
        ("sentences_npy", GENERATION.sentence_vectors * np.float32(0.5), "wanted finite rows of length 1"),
        ("passages_npy", np.full_like(GENERATION.passage_vectors, np.nan), "found length nan"),
    ],
)
def test_vectors_that_do_not_fit_their_passages_are_refused_even_with_right_hashes(
    name: str, vectors: np.ndarray, message: str
) -> None:
    buffer = io.BytesIO()
    np.save(buffer, vectors)
    with pytest.raises(DamagedGeneration, match=message):
        from_files(*signed(to_files(GENERATION), **{name: buffer.getvalue()}))


def test_a_pickle_is_never_opened() -> None:
    buffer = io.BytesIO()
    np.save(buffer, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    for data in (buffer.getvalue(), pickle.dumps([1, 2])):
        with pytest.raises(DamagedGeneration, match="pickle"):
            from_files(*signed(to_files(GENERATION), passages_npy=data))


def test_another_format_is_refused_by_its_number() -> None:
    files = to_files(GENERATION)
    files[MANIFEST] = files[MANIFEST].replace(b'"format": "1"', b'"format": "2"')
    with pytest.raises(DamagedGeneration, match=r"manifest\.json: wanted format 1, found format 2"):
        from_files(files, digest(files[MANIFEST]))


def test_the_fingerprint_is_that_of_the_origin() -> None:
    assert GENERATION.fingerprint == origin_of(EMBEDDER, PLAIN, RICH).fingerprint
