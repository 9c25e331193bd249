from pathlib import Path

import pytest

from bot.evaluation.baseline import Kept, UnusableBaseline, Worsening, load, save, worse
from bot.evaluation.intervals import Figure, Unit


def figure(name: str, value: float | None, higher: bool = True, unit: Unit = Unit.RATIO) -> Figure:
    return Figure(name, name.title(), value, 10, None, None, higher, unit)


def test_what_is_saved_is_loaded_again_without_times_and_empty_figures(tmp_path: Path) -> None:
    path = tmp_path / "figures.json"
    figures = (
        figure("right", 0.51234),
        figure("words", 31.5, False, Unit.WORDS),
        figure("time", 12.0, False, Unit.MILLISECONDS),
        figure("none", None),
    )
    save(figures, path)
    assert load(path) == (Kept("right", 0.5123, 0.1), Kept("words", 31.5, 5.0))


@pytest.mark.parametrize(
    ("higher", "found", "passes"),
    [(True, 0.48, True), (True, 0.47, True), (True, 0.46, False), (True, 0.9, True),
     (False, 0.53, True), (False, 0.54, False), (False, 0.1, True)],
)  # fmt: skip
def test_a_figure_may_be_worse_by_its_tolerance_and_no_more(higher: bool, found: float, passes: bool) -> None:
    kept = Kept("right", 0.5, 0.03)
    expected = () if passes else (Worsening("Right", kept, found),)
    assert worse([figure("right", found, higher)], [kept]) == expected


def test_a_worsening_says_what_was_and_what_is() -> None:
    kept = Kept("right", 0.5, 0.03)
    assert str(Worsening("Right", kept, 0.4)) == "Right: was 0.500, is 0.400, may differ by 0.030"


def test_a_kept_figure_that_was_not_measured_is_an_error_not_a_pass() -> None:
    baseline = [Kept("right", 0.5, 0.03), Kept("words", 30, 5), Kept("false", 0.1, 0.03)]
    with pytest.raises(UnusableBaseline, match="wanted the figures words, false, found none; evaluate the set"):
        worse([figure("right", 0.5), figure("words", None)], baseline)


@pytest.mark.parametrize("text", ["", "[]", "{oops", '{"right": 0.5}', '{"right": {"value": 0.5}}', "3"])
def test_a_damaged_baseline_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "figures.json"
    path.write_text(text)
    with pytest.raises(UnusableBaseline, match=r"figures\.json: wanted .*, found .*; save the baseline again"):
        load(path)


def test_a_missing_baseline_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableBaseline, match=r"none\.json: wanted a baseline, found none; check the path"):
        load(tmp_path / "none.json")
