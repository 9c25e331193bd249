"""The pictures of an evaluation as SVG, each with a text that says what it shows."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas
from matplotlib.style import context

from bot.evaluation.coverage import CoveragePoint, ReliabilityBin
from bot.evaluation.intervals import Figure, Unit

BLUE, RUST, GREY = (
    "#1b5e9e",
    "#b0480b",
    "#6b7280",
)  # at least 4.5 : 1 on white, and told apart when colours are not seen
STYLE = {
    "font.size": 11,
    "font.family": "DejaVu Sans",  # ships with matplotlib, so that every machine draws the same
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e5e7eb",
    "svg.hashsalt": "footnote",  # without it the ids in the file change at every run
}
WIDTH, HEIGHT = 6.4, 4.6  # inches; the page scales them
ROW = 0.29  # inches for a figure's line


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture: its SVG text, and what a person who does not see it is told."""

    svg: str
    description: str

    @property
    def source(self) -> str:
        """The picture as a `data:` address, so that a page needs no other file."""
        return "data:image/svg+xml," + quote(self.svg)


def coverage_plot(curve: Sequence[CoveragePoint]) -> Plot:
    """Answered share against error share; `curve` is not empty."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="a coin")
        kept, false, error = ([getattr(point, name) for point in curve] for name in ("kept", "false", "error"))
        axes.plot([0, *kept], [0, *false], color=BLUE, linewidth=2.2, label="unanswered questions still answered")
        axes.plot(kept, error, color=RUST, linewidth=1.6, linestyle="--", label="answers that should be refusals")
        _share_axes(axes, "Share of the answered questions that are kept", "Share")
        axes.legend(loc="upper left", frameon=False, fontsize=10)

    told = ", ".join(f"{_false(curve, kept):.2f} at {kept * 100:.0f} % kept" for kept in (0.9, 0.8, 0.7))
    return Plot(_svg(draw), f"Coverage curve. Share of the unanswered questions that are still answered: {told}.")


def reliability_plot(bins: Sequence[ReliabilityBin]) -> Plot:
    """Score of the shown passages against the share that holds the evidence; `bins` is not empty."""

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=GREY, linestyle=":", label="the score means what it says")
        shares = [row.share for row in bins]
        errors = ([row.share - row.share_low for row in bins], [row.share_high - row.share for row in bins])
        axes.errorbar(
            [row.score for row in bins], shares, errors, color=BLUE, marker="o", capsize=3, label="measured, 95 %"
        )
        for row in bins:
            axes.annotate(
                str(row.n), (row.score, row.share), (7, -11), textcoords="offset points", fontsize=9, color=GREY
            )
        _share_axes(axes, "Score of the passage, mean of its bin", "Share of passages that hold the evidence")
        axes.legend(loc="upper left", frameon=False, fontsize=10)

    told = "; ".join(f"score {row.score:.2f}, share {row.share:.2f}, {row.n} passages" for row in bins)
    return Plot(_svg(draw), f"Reliability plot. {told}.")


def interval_plot(figures: Sequence[Figure], labels: Sequence[str], title: str) -> Plot:
    """A line for each share: its value and interval. Figures without a value or in other units are left out."""
    pairs = [(row, label) for row, label in zip(figures, labels, strict=True) if row.unit is Unit.RATIO and row.n]
    rows = [(label, row.value, row.low, row.high, row.higher_is_better) for row, label in pairs]

    def draw(axes: Axes) -> None:
        for place, (_, value, low, high, higher) in enumerate(rows):
            if value is not None and low is not None and high is not None:
                colour, marker = (BLUE, "o") if higher else (RUST, "D")
                axes.plot([low, high], [place, place], color=colour, linewidth=2.2, alpha=0.55, solid_capstyle="round")
                axes.plot([value], [place], color=colour, marker=marker, markersize=7)
        axes.set_yticks(range(len(rows)), [label for label, *_ in rows])
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_xlim(0, 1)
        axes.grid(axis="y", visible=False)

    told = "; ".join(f"{label} {_told(row)}" for row, label in pairs)
    return Plot(_svg(draw, 8.6, 0.7 + ROW * max(1, len(rows))), f"{title}. {told}.")


def _told(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "not measured"
    return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"


def _false(curve: Sequence[CoveragePoint], kept: float) -> float:
    return next(point.false for point in curve if point.kept >= kept)


def _share_axes(axes: Axes, across: str, up: str) -> None:
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel=across, ylabel=up)


def _svg(draw: Callable[[Axes], None], width: float = WIDTH, height: float = HEIGHT) -> str:
    with context(STYLE):
        canvas = Canvas(figsize=(width, height), layout="constrained")
        draw(canvas.add_subplot())
        file = io.StringIO()
        canvas.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
