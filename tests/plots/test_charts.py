"""Every chart labels its axes, shows the numbers that it was given and leaves no figure open."""

from collections.abc import Callable
from datetime import date
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from clv.plots import (
    certainty,
    classes,
    concentration,
    dots,
    draw,
    flows,
    profiles,
    pyramid,
    quadrant_map,
    reliability,
    shares,
    volume,
)

CELLS = pd.DataFrame(
    {
        "name": ["loyal", "drifting", "steady", "not loyal"],
        "strategy": ["consolidate", "turn around", "lift", "liquidate or rescue"],
        "customers": [10, 20, 30, 40],
        "share_customers": [0.1, 0.2, 0.3, 0.4],
        "share_past": [0.5, 0.3, 0.1, 0.1],
        "share_future": [0.6, 0.1, 0.2, 0.1],
    },
    index=["EI", "EII", "EIII", "EIV"],
)
TOLD = pd.Series({cell: f"{n} customers\nand money" for cell, n in CELLS["customers"].items()})
PROFILES = pd.DataFrame(
    {"customers": [1, 3], "mean_amount": [80.0, 20.0], "purchases": [0.0, 4.0]}, index=["S1", "S2"]
)
SCORES = pd.DataFrame(
    {"value": [0.1, 0.3], "lower": [0.05, 0.2], "upper": [0.2, 0.4]}, index=["rules", "learned"]
)
CALIBRATION = pd.DataFrame(
    {
        "competitor": ["a", "a", "b", "b"],
        "predicted": [0.2, 0.8, 0.3, 0.7],
        "observed": [0.25, 0.75, 0.3, 0.6],
        "lower": [0.2, 0.7, 0.2, 0.5],
        "upper": [0.3, 0.8, 0.4, 0.7],
    }
)
CLASSES = pd.DataFrame(
    {"expected": [0.2, 1.0], "actual": [0.3, 0.9], "lower": [0.2, 0.8], "upper": [0.4, 1.1]},
    index=["0", "1+"],
)
WEEKLY = pd.Series([3, 1, 2], index=pd.date_range("1997-09-22", periods=3, freq="7D"))
MONEY = pd.Series([60.0, 30.0, 10.0], index=["a", "b", "c"])
MOVES = pd.DataFrame([[6, 2], [1, 3]], index=["EI", "EII"], columns=["EI", "EII"])
CHANCES = pd.DataFrame({"EI": [0.95, 0.4], "EII": [0.05, 0.6]}, index=["a", "b"])
LABELS = pd.Series(["EI", "EII"], index=["a", "b"])

CHARTS: dict[str, Callable[[], Axes]] = {
    "quadrant_map": lambda: quadrant_map(CELLS, TOLD),
    "shares": lambda: shares(CELLS),
    "profiles": lambda: profiles(PROFILES),
    "dots": lambda: dots(SCORES, "R² (1 is perfect)", highlight="rules"),
    "reliability": lambda: reliability(CALIBRATION, "forecast", "observed"),
    "classes": lambda: classes(CLASSES, "purchases before", "purchases after"),
    "volume": lambda: volume(WEEKLY, date(1997, 10, 1)),
    "concentration": lambda: concentration(MONEY, MONEY[::-1]),
    "flows": lambda: flows(MOVES),
    "certainty": lambda: certainty(CHANCES, LABELS),
    "pyramid": lambda: pyramid(CELLS),
}
NO_X = ("shares", "volume", "flows")
NO_Y = ("shares", "dots", "profiles", "flows", "certainty", "pyramid")


def words(axes: Axes) -> str:
    legend = axes.get_legend()
    found: list[Any] = [*axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
    return " ".join(t.get_text() for t in found + (legend.get_texts() if legend else []))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_has_labelled_axes_and_is_closed_once_drawn(name: str) -> None:
    axes = CHARTS[name]()
    assert axes.get_xlabel() or name in NO_X
    assert axes.get_ylabel() or name in NO_Y
    drawing = draw(axes)
    assert drawing.width > 300
    assert any(character.isdigit() for character in drawing.alt)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    assert draw(CHARTS[name]()).svg == draw(CHARTS[name]()).svg


def test_drawing_leaves_other_peoples_settings_alone() -> None:
    before = mpl.rcParams.copy()
    for chart in CHARTS.values():
        draw(chart())
    assert mpl.rcParams == before


def test_the_map_tells_of_each_cell_in_its_corner() -> None:
    axes = quadrant_map(CELLS, TOLD)
    for text in ("EI  loyal", "liquidate or rescue", "10 customers\nand money"):
        assert text in words(axes)
    assert "EIV not loyal: 40 customers, and money" in draw(axes).alt


def test_profiles_are_multiples_of_the_mean_of_all_customers() -> None:
    axes = profiles(PROFILES)
    assert [t.get_text() for t in axes.texts] == ["2.3", "0.0", "0.6", "1.3"]
    assert "S2 (3)" in words(axes)
    draw(axes)


def test_concentration_marks_what_the_top_fifth_holds() -> None:
    axes = concentration(pd.Series([80.0] + [5.0] * 4), pd.Series([20.0] * 5))
    assert "80% in the top 20%" in words(axes)
    assert "20% in the top 20%" in words(axes)
    draw(axes)


def test_no_later_money_is_a_flat_line_and_no_error() -> None:
    axes = concentration(MONEY, MONEY * 0)
    later = axes.lines[2].get_ydata()
    assert np.asarray(later).tolist() == [0, 0, 0, 0]
    draw(axes)


def test_no_competitor_is_missing_from_a_chart_of_reliability() -> None:
    many = pd.concat([CALIBRATION.assign(competitor=f"model {i}") for i in range(9)])
    axes = reliability(many, "forecast", "observed")
    legend = axes.get_legend()
    assert legend is not None
    assert len(legend.get_texts()) == 1 + 9
    draw(axes)
