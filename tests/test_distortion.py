"""The same message, arriving otherwise."""

import pytest

from bot.clean import clean, fold
from bot.distortion import Distortion, distort

TEXT = "I can't breathe, help!"


@pytest.mark.parametrize(
    ("how", "changed"),
    [
        (Distortion.NONE, TEXT),
        (Distortion.CAPITALS, "I CAN'T BREATHE, HELP!"),
        (Distortion.BARE, "i cant breathe help"),
        (Distortion.LOOKALIKE, "I саn't brеаthе, hеlр!"),
    ],
)
def test_each_distortion_changes_one_thing(how: Distortion, changed: str) -> None:
    assert distort(TEXT, how) == changed


def test_hidden_letters_are_gone_after_cleaning() -> None:
    assert clean(distort(TEXT, Distortion.HIDDEN)) == TEXT


def test_look_alikes_fold_to_the_same_text() -> None:
    assert fold(distort(TEXT, Distortion.LOOKALIKE)) == fold(TEXT)


def test_slips_are_the_same_every_time_and_leave_short_words_alone() -> None:
    slipped = distort("my throat is closing up after the injection", Distortion.TYPOS)
    assert slipped == distort("my throat is closing up after the injection", Distortion.TYPOS)
    assert [word for word in slipped.split() if len(word) < 4] == ["my", "is", "up", "the"]
    assert slipped != "my throat is closing up after the injection"


def test_the_last_line_stands_behind_a_story_within_the_limit() -> None:
    long = distort("i want to die", Distortion.LAST_LINE)
    assert long.endswith("\ni want to die")
    assert 1_000 < len(clean(long)) < 2_000
