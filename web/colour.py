"""Colours as WCAG 2.2 measures them: contrast, and the nearest shade of a colour that can be read."""

import colorsys
import re

# WCAG 2.2, success criterion 1.4.3: text of ordinary size.
READABLE = 4.5
WHITE = "#ffffff"
# The dark theme's surface in footnote.css, on which the clinic's colour must be readable too.
NIGHT = "#18242b"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def is_colour(text: str) -> bool:
    """Whether text is a colour of the form `#rrggbb`."""
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def readable(colour: str, ground: str) -> str:
    """The nearest shade of a colour, in steps of 1 % lightness, that is readable on `ground`; itself where it is."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -0.01 if _luminance(ground) > 0.5 else 0.01
    shade = colour.lower()
    while contrast(shade, ground) < READABLE:
        lightness = min(1.0, max(0.0, lightness + step))
        shade = "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return shade


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
