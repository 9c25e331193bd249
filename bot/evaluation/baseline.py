"""The quality gate: figures kept from an earlier evaluation of a frozen set, and whether new ones are worse."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.intervals import Figure, Unit

TOLERANCE = {
    Unit.RATIO: 0.03,  # on some 130 answered questions: four of them, more than another processor's rounding moves
    Unit.WORDS: 5.0,  # a ninth of the 45 words that a patient can read
}


class UnusableBaseline(Exception):
    """A baseline file is missing, is not what `save` writes, or holds a figure that was not measured now."""


# Cases that may fall the other way because scores differ in their last bits between processors.
ROUNDED_CASES = 2.5
MOST_ROOM = 0.1


@dataclass(frozen=True, slots=True)
class Kept:
    """A figure's value as it was, and how much worse it may become."""

    name: str
    value: float
    tolerance: float


@dataclass(frozen=True, slots=True)
class Worsening:
    """A figure that is worse than its kept value by more than the tolerance."""

    title: str
    kept: Kept
    found: float

    def __str__(self) -> str:
        return f"{self.title}: was {self.kept.value:.3f}, is {self.found:.3f}, may differ by {self.kept.tolerance:.3f}"


def save(figures: Sequence[Figure], path: Path) -> None:
    """Keep these figures as the baseline, each with the tolerance of its unit; times differ by machine and stay out."""
    kept = {
        figure.name: {"value": round(figure.value, 4), "tolerance": _tolerance(figure)}
        for figure in figures
        if figure.value is not None and figure.unit in TOLERANCE
    }
    path.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def _tolerance(figure: Figure) -> float:
    """That of the unit, but room for two cases of a small set, up to 0.1: processors round the model's scores apart."""
    return round(max(TOLERANCE[figure.unit], min(MOST_ROOM, ROUNDED_CASES / max(1, figure.n))), 4)


def load(path: Path) -> tuple[Kept, ...]:
    """The figures kept in a file.

    Raises:
        UnusableBaseline: the file is missing or holds something else.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_kept(name, row) for name, row in rows.items())
    except FileNotFoundError:
        raise UnusableBaseline(f"{path}: wanted a baseline, found none; check the path, or save one first") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        wanted = '{"figure": {"value": 0.5, "tolerance": 0.03}}'
        raise UnusableBaseline(f"{path}: wanted {wanted}, found {error!r}; save the baseline again") from None


def worse(figures: Sequence[Figure], baseline: Sequence[Kept]) -> tuple[Worsening, ...]:
    """The kept figures that are now worse by more than their tolerance, in the order of the baseline.

    Raises:
        UnusableBaseline: a kept figure was not measured now.
    """
    found = {figure.name: figure for figure in figures if figure.value is not None}
    missing = [kept.name for kept in baseline if kept.name not in found]
    if missing:
        raise UnusableBaseline(
            f"wanted the figures {', '.join(missing)}, found none; evaluate the set that they are of"
        )
    return tuple(
        Worsening(figure.title, kept, value)
        for kept in baseline
        if (value := (figure := found[kept.name]).value) is not None and _loss(kept, figure, value) > kept.tolerance
    )


def _loss(kept: Kept, figure: Figure, value: float) -> float:
    """How much worse the figure has become; 1e-9 forgives the last digit of a float."""
    change = value - kept.value
    return (-change if figure.higher_is_better else change) - 1e-9


def _kept(name: str, row: Any) -> Kept:
    return Kept(name, float(row["value"]), float(row["tolerance"]))
