"""The second signal of triage, with weights that can be worked out by hand."""

import math
from pathlib import Path

import pytest

from bot.lexicon import FOLDER, shipped
from bot.likeness import EDGE, WINDOW, Likeness, ending_features, parts, read_concepts, stem, stems

CONCEPTS = "# a comment\nchild: baby toddler\nbelongings: dog baby\n"
TABLE = (
    "# made by hand\nthresholds\turgent=0.5\nfeature\tharmless\turgent:overdose\n"
    "~\t100\t0\nswallowed\t-50\t200\n~past\t0\t-300\n"
)


def by_hand(folder: Path) -> Likeness:
    (folder / "concepts.txt").write_text(CONCEPTS)
    (folder / "likeness.tsv").write_text(TABLE)
    return Likeness.read(folder)


def shares(harmless: float, urgent: float) -> dict[str, float]:
    together = math.exp(harmless) + math.exp(urgent)
    return {"harmless": math.exp(harmless) / together, "urgent:overdose": math.exp(urgent) / together}


def test_shares_are_the_softmax_of_the_weights_over_the_root_of_the_length(tmp_path: Path) -> None:
    found = by_hand(tmp_path).shares(["baby", "swallowed", "it", EDGE], [])
    assert found == (pytest.approx(shares(1 - 0.5 / 2, 2 / 2), abs=1e-9),)


def test_marks_weigh_the_same_however_long_the_message_is(tmp_path: Path) -> None:
    found = by_hand(tmp_path).shares(["swallowed"], ["~past", "~unknown"])
    assert found == (pytest.approx(shares(1 - 0.5, 2 - 3), abs=1e-9),)


def test_no_words_have_no_shares(tmp_path: Path) -> None:
    assert by_hand(tmp_path).shares([], []) == ()


def test_the_classes_of_a_kind_are_named_after_it(tmp_path: Path) -> None:
    likeness = by_hand(tmp_path)
    assert (likeness.of("urgent"), likeness.of("personal"), likeness.thresholds) == (
        ("urgent:overdose",),
        (),
        {"urgent": 0.5},
    )


def test_a_row_with_a_missing_weight_is_named(tmp_path: Path) -> None:
    by_hand(tmp_path)
    (tmp_path / "likeness.tsv").write_text(TABLE + "lost\t1\n")
    with pytest.raises(ValueError, match="row 6: wanted 2 weights, found 1; train it anew"):
        Likeness.read(tmp_path)


def test_a_word_may_stand_for_several_ideas(tmp_path: Path) -> None:
    (tmp_path / "concepts.txt").write_text(CONCEPTS)
    assert read_concepts(tmp_path / "concepts.txt") == {
        "baby": ("@child", "@belongings"),
        "toddler": ("@child",),
        "dog": ("@belongings",),
    }


@pytest.mark.parametrize(
    ("word", "root"),
    [("stopping", "stop"), ("stopped", "stop"), ("stops", "stop"), ("take", "tak"), ("taking", "tak"), ("is", "is")],
)
def test_forms_of_a_word_share_a_stem(word: str, root: str) -> None:
    assert stem(word) == root


def test_a_word_brings_itself_its_neighbours_and_pairs_of_ideas() -> None:
    concepts = {"baby": ("@child",), "swallowed": ("@take",), "pills": ("@tablet",)}
    assert ending_features("baby", "swallowed", "pills", concepts, stems(["baby", "swallowed", "pills"])) == [
        *("pills", "pil~", "swallow pil", "baby * pil", "@tablet", "@child @tablet", "@take @tablet"),
    ]


def test_the_end_of_a_sentence_is_told_from_the_word_before_it() -> None:
    assert ending_features("i", "stopped", EDGE, {}, stems(["i", "stopped"])) == ["stop ^"]


def test_a_short_message_is_read_as_one() -> None:
    assert parts(["a"] * WINDOW) == [(0, WINDOW)]


def test_a_long_message_is_read_by_sentences_and_in_overlapping_stretches() -> None:
    words = ["a"] * 30 + [EDGE] + ["b"] * 5 + [EDGE] + ["c", EDGE] + ["d"] * 12
    assert parts(words) == [(0, 30), (31, 36), (39, 51), (0, 40), (20, 51)]


def test_no_word_of_a_message_is_left_unread() -> None:
    for length in range(1, 400):
        read = {place for start, stop in parts(["a"] * length) for place in range(start, stop)}
        assert read == set(range(length))


def test_the_shipped_table_has_a_threshold_for_each_kind_that_it_decides() -> None:
    likeness = shipped().likeness
    assert set(likeness.thresholds) == {"urgent", "personal", "smalltalk"}
    assert [kind for kind in likeness.thresholds if not likeness.of(kind)] == []
    assert all(0 < share < 1 for share in likeness.thresholds.values())


def test_the_shipped_table_says_how_it_was_made() -> None:
    assert "python -m bot.training.likeness" in (FOLDER / "likeness.tsv").read_text().splitlines()[1]
