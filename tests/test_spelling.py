"""What a typed word may have meant."""

import pytest

from bot.spelling import Speller, tolerance

SPELLER = Speller.of(["fever", "temperature", "kill", "die", "suicide", "feel", "days"], ["never", "bill", "hot"])


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("fever", ("fever",)),
        ("fevr", ("fever",)),
        ("feever", ("fever",)),
        ("fvere", ()),  # two slips in a short word
        ("temprature", ("temperature",)),
        ("temprture", ("temperature",)),
        ("tmeprature", ("temperature",)),
        ("dei", ("die",)),
        ("dye", ()),
        ("dys", ("days",)),  # one letter lost
        ("never", ("never",)),  # a word of its own
        ("bill", ("bill",)),
        ("k1ll", ("kill",)),
        ("$u1cide", ("suicide",)),
        ("kiiiiill", ("kill",)),
        ("feeeeeel", ("feel",)),
        ("fe", ()),
        ("é" * 30, ()),
        ("x" * 2000, ()),
    ],
)
def test_a_word_is_itself_or_what_it_slipped_from(typed: str, readings: tuple[str, ...]) -> None:
    assert SPELLER.readings(typed) == readings


def test_longer_words_may_hold_more_slips() -> None:
    assert [tolerance(length) for length in (2, 3, 8, 9)] == [0, 1, 1, 2]
