"""Colours as WCAG measures them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.colour import NIGHT, WHITE, contrast, is_colour, readable

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.478),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.542),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=1e-3) == contrast(other, one)


@given(COLOURS, st.sampled_from([WHITE, NIGHT]))
def test_every_colour_has_a_readable_shade(colour: str, ground: str) -> None:
    shade = readable(colour, ground)
    assert contrast(shade, ground) >= 4.5
    assert is_colour(shade)
    assert shade == colour or contrast(colour, ground) < 4.5


@pytest.mark.parametrize("text", ["", "red", "#fff", "#0b5a6g", "#0b5a6f;x", "#0b5a6f\n"])
def test_only_six_digits_are_a_colour(text: str) -> None:
    assert not is_colour(text)
