"""The command that measures ranking gives the figures that can be worked out by hand."""

import json
import math
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from index import measure
from index.embedder import UnusableVectors
from index.measure import Figure, Query, figure, kept_vectors, main, ndcg, read_passages, read_queries
from tests.word_embedder import WordEmbedder

TEXTS = {
    "a": ("Harvest", "Cells are taken from the blood."),
    "b": ("Fever", "Fever after treatment passes."),
    "c": ("Rest", "Rest helps against fatigue."),
}
QUERIES = {"q1": "fever after treatment", "q2": "fatigue", "q3": "nobody judged this"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lines = [json.dumps({"_id": name, "title": title, "text": text}) for name, (title, text) in TEXTS.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines) + "\n")
    lines = [json.dumps({"_id": name, "text": text}) for name, text in QUERIES.items()]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\tb\t1\nq2\tc\t2\nq2\ta\t1\n")
    return tmp_path


def queries(folder: Path) -> tuple[Query, ...]:
    return read_queries(folder / "queries.jsonl", folder / "qrels.tsv")


def test_a_collection_is_read_with_its_titles_as_headings_and_its_judged_questions(folder: Path) -> None:
    passages = read_passages(folder / "corpus.jsonl")
    assert [(passage.id, passage.heading, passage.text) for passage in passages] == [
        (name, (title,), text) for name, (title, text) in TEXTS.items()
    ]
    assert queries(folder) == (Query("fever after treatment", {"b": 1}), Query("fatigue", {"c": 2, "a": 1}))


@pytest.mark.parametrize(
    ("ranked", "grades", "expected"),
    [
        (["a", "b"], {"a": 1}, 1),
        (["b", "a"], {"a": 1}, 1 / math.log2(3)),
        (["x", "y"], {"a": 1}, 0),
        ([], {"a": 1}, 0),
        (["b", "a"], {"a": 2, "b": 1}, (1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3))),
        ([*"bcdefghijk", "a"], {"a": 1}, 0),
        (["a"], dict.fromkeys("abcdefghijklmnop", 1), 1 / sum(1 / math.log2(1 + rank) for rank in range(1, 11))),
    ],
)
def test_ndcg_is_the_one_worked_out_by_hand(ranked: Sequence[str], grades: Mapping[str, int], expected: float) -> None:
    assert ndcg(ranked, grades) == pytest.approx(expected, abs=1e-12)


def test_ndcg_agrees_with_numpy_on_random_rankings() -> None:
    chance = random.Random(10)
    discount = 1 / np.log2(np.arange(2, 12))
    for _ in range(200):
        names = [str(number) for number in range(30)]
        grades = {name: chance.randint(0, 3) for name in chance.sample(names, 12)} | {"0": 1}
        chance.shuffle(names)
        gains = np.array([grades.get(name, 0) for name in names[:10]])
        ideal = np.sort(list(grades.values()))[::-1][:10]
        assert ndcg(names, grades) == pytest.approx((gains @ discount) / (ideal @ discount), abs=1e-12)


def test_a_figure_comes_with_its_number_and_interval() -> None:
    found = figure("dense", lambda text: [text], [Query("a", {"a": 1}), Query("b", {"a": 1})])
    assert found == Figure("dense", 0.5, pytest.approx(1.96 * 0.5**0.5 / 2**0.5), 2)
    assert str(found) == "dense    nDCG@10 0.500 ± 0.980 (n = 2)"


def test_vectors_words_and_both_are_measured_through_the_searcher(folder: Path) -> None:
    passages, embedder = read_passages(folder / "corpus.jsonl"), WordEmbedder(512)
    found = measure.measure(passages, kept_vectors(passages, embedder, None), queries(folder), embedder)
    # q1 finds "b" alone at the top; q2 finds "c" first, then "a", the earlier of the two that share nothing.
    assert [(each.name, each.mean, each.n) for each in found] == [("dense", 1.0, 2), ("BM25", 1.0, 2), ("both", 1.0, 2)]


def test_vectors_are_kept_in_the_file_and_taken_from_it(folder: Path) -> None:
    passages, embedder = read_passages(folder / "corpus.jsonl"), WordEmbedder(512)
    first = kept_vectors(passages, embedder, folder / "vectors.npy")
    embedder.encoded.clear()
    np.testing.assert_array_equal(kept_vectors(passages, embedder, folder / "vectors.npy"), first)
    assert embedder.encoded == []


def test_vectors_of_another_collection_are_refused(folder: Path) -> None:
    passages = read_passages(folder / "corpus.jsonl")
    np.save(folder / "vectors.npy", np.eye(5, dtype=np.float32))
    with pytest.raises(UnusableVectors, match=r"wanted vectors of shape \(3, 512\), found \(5, 5\)"):
        kept_vectors(passages, WordEmbedder(512), folder / "vectors.npy")


@pytest.mark.parametrize("arguments", [(), ("a", "b", "c")])
def test_the_command_says_what_it_wants(arguments: Sequence[str]) -> None:
    with pytest.raises(SystemExit, match=r"wanted python -m index\.measure FOLDER"):
        main(arguments)


@pytest.mark.model
def test_the_command_prints_three_figures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([str(folder), str(folder / "vectors.npy")])
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["dense", "BM25", "both"]
