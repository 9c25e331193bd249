from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from bot.evaluation.coverage import CoveragePoint, ReliabilityBin
from bot.evaluation.intervals import Figure, Unit
from web.plots import Plot, coverage_plot, interval_plot, reliability_plot

CURVE = (CoveragePoint(0.9, 0.5, 0.1, 0.2), CoveragePoint(0.6, 0.8, 0.25, 0.3), CoveragePoint(0.2, 1.0, 0.5, 0.4))
BINS = (ReliabilityBin(0.1, 0.2, 4, 0.15, 0.0, 0.0, 0.5), ReliabilityBin(0.8, 0.9, 6, 0.85, 1.0, 0.6, 1.0))
RIGHT = Figure("right", "Right", 0.5, 10, 0.25, 0.75, True)
FALSE = Figure("false", "False", 0.2, 10, 0.1, 0.4, False)
EMPTY = Figure("none", "None", None, 0, None, None, True)
TIME = Figure("time", "Time", 12.0, 10, 11.0, 13.0, False, Unit.MILLISECONDS)


def test_the_coverage_curve_is_told_at_three_places() -> None:
    assert coverage_plot(CURVE).description == (
        "Coverage curve. Share of the unanswered questions that are still answered: "
        "0.50 at 90 % kept, 0.25 at 80 % kept, 0.25 at 70 % kept."
    )


def test_the_reliability_plot_tells_every_bin() -> None:
    assert reliability_plot(BINS).description == (
        "Reliability plot. score 0.15, share 0.00, 4 passages; score 0.85, share 1.00, 6 passages."
    )


def test_an_interval_plot_tells_what_it_draws_and_leaves_out_the_rest() -> None:
    plot = interval_plot([RIGHT, FALSE, EMPTY, TIME], ["right", "false", "none", "time"], "All")
    assert plot.description == "All. right 0.50 (0.25 to 0.75); false 0.20 (0.10 to 0.40)."


@pytest.mark.parametrize(
    "plot", [coverage_plot(CURVE), reliability_plot(BINS), interval_plot([RIGHT], ["right"], "All")]
)
def test_a_picture_is_well_formed_and_needs_nothing_from_elsewhere(plot: Plot) -> None:
    root = ElementTree.fromstring(plot.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert unquote(plot.source) == "data:image/svg+xml," + plot.svg


def test_the_same_figures_give_the_same_picture() -> None:
    assert coverage_plot(CURVE) == coverage_plot(CURVE)
