"""Charts of purchase models: labelled, closed, deterministic, and they tell their numbers."""

from collections.abc import Callable

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from clv.plots import (
    draw,
    frequency_histogram,
    iso_value,
    model_classes,
    model_gaps,
    spend_fit,
    tracking,
)

TRACKED = pd.DataFrame(
    {"actual": [2.0, 4.0, 5.0, 5.0], "bg_nbd": [2.0, 4.0, 4.0, 4.0], "mine": [1.0, 1.0, 6.0, 6.0]},
    index=pd.date_range("2024-01-01", periods=4, freq="7D", name="week"),
)
TRACKED.attrs = {"cut": "2024-01-15"}
COUNTS = pd.DataFrame(
    {"actual": [60, 40], "lower": [50.0, 31.0], "upper": [69.0, 50.0], "nbd": [70.0, 30.0]},
    index=["0", "1+"],
)
CLASSES = pd.DataFrame(
    {
        "customers": [60, 40],
        "bg_nbd": [0.2, 3.0],
        "actual": [0.25, 4.0],
        "lower": [0.1, 3.5],
        "upper": [0.4, 4.5],
    },
    index=["0", "1+"],
)
GAPS = pd.DataFrame(
    {
        "difference": [np.nan, 0.05, -0.01],
        "difference_lower": [np.nan, 0.03, -0.02],
        "difference_upper": [np.nan, 0.07, 0.01],
    },
    index=["bg_nbd", "nbd", "mbg_nbd"],
)
SURFACE = pd.DataFrame(
    np.outer([0.5, 1, 2, 4], [0.2, 0.6, 1.0]), index=[1, 2, 3, 4], columns=[13.0, 26.0, 39.0]
)
SURFACE.attrs = {
    "age": 39.0, "time_unit": "W", "annual_discount_rate": 0.1, "horizon": 26.0, "once": 0.3,
}  # fmt: skip
KNOWN = pd.DataFrame({"frequency": [1, 3, 3], "recency": [9.0, 30.0, 3.0], "T": [39.0, 37.0, 9.0]})
SPEND = pd.DataFrame({"share": [0.5, 0.4], "Gamma-Gamma": [0.6, 0.3]}, index=[10.0, 30.0])
SPEND.attrs = {"width": 20.0, "customers": 1234}

CHARTS: dict[str, Callable[[], Axes]] = {
    "cumulative": lambda: tracking(TRACKED),
    "weekly": lambda: tracking(TRACKED, cumulative=False),
    "frequency_histogram": lambda: frequency_histogram(COUNTS),
    "model_classes": lambda: model_classes(CLASSES, "purchases before", "purchases after"),
    "model_gaps": lambda: model_gaps(GAPS, "log loss", "bg_nbd"),
    "iso_value": lambda: iso_value(SURFACE, KNOWN),
    "spend_fit": lambda: spend_fit(SPEND),
}
EVERY = pytest.mark.parametrize("name", CHARTS)


def legend(axes: Axes) -> list[str]:
    found = axes.get_legend()
    assert found is not None
    return [text.get_text() for text in found.get_texts()]


@EVERY
def test_a_chart_has_labelled_axes_and_is_closed_once_drawn(name: str) -> None:
    axes = CHARTS[name]()
    assert axes.get_xlabel() or name in ("cumulative", "weekly")  # a calendar speaks for itself
    assert axes.get_ylabel() or name == "model_gaps"
    drawing = draw(axes)
    assert drawing.width > 300
    assert any(character.isdigit() for character in drawing.alt)
    assert plt.get_fignums() == []


@EVERY
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    assert draw(CHARTS[name]()).svg == draw(CHARTS[name]()).svg


def test_tracking_says_how_far_each_model_is_off_after_the_cut() -> None:
    axes = tracking(TRACKED)
    assert legend(axes) == ["happened", "BG/NBD: -20%", "mine: +20%"]
    lines = [np.asarray(line.get_ydata()).tolist() for line in axes.lines[:2]]
    assert lines == [[2, 6, 11, 16], [2, 6, 10, 14]]
    assert "10 happened; off by BG/NBD: -20% (8); mine: +20% (12)" in draw(axes).alt


def test_no_purchase_after_the_cut_is_no_error() -> None:
    quiet = TRACKED.assign(actual=[2.0, 4.0, 0.0, 0.0])
    quiet.attrs = TRACKED.attrs
    axes = tracking(quiet)
    assert legend(axes) == ["happened", "BG/NBD", "mine"]
    draw(axes)


def test_the_words_count_the_classes_in_which_a_model_is_right() -> None:
    for axes in (frequency_histogram(COUNTS), model_classes(CLASSES, "x", "y")):
        assert "lies inside the interval in" in draw(axes).alt
    assert "NBD lies inside the interval in 0 of 2 classes" in draw(frequency_histogram(COUNTS)).alt


def test_uneven_classes_are_drawn_on_a_root_scale_and_even_ones_are_not() -> None:
    uneven = model_classes(CLASSES, "x", "y")
    assert uneven.get_ylabel() == "y\n(root scale)"
    draw(uneven)
    level = model_classes(CLASSES.assign(actual=[3.8, 4.0]), "x", "y")
    assert level.get_ylabel() == "y"
    draw(level)


def test_what_is_not_clear_is_grey_and_the_reference_is_no_row() -> None:
    axes = model_gaps(GAPS, "log loss", "bg_nbd")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["NBD", "MBG/NBD"]
    colours = [line.get_color() for line in axes.lines[1::2]]
    assert colours[0] != colours[1] == "#8a8a8a"
    assert axes.get_xlabel() == "log loss, less that of BG/NBD"
    draw(axes)


def test_only_customers_of_about_that_age_are_dots() -> None:
    axes = iso_value(SURFACE, KNOWN)
    assert np.asarray(axes.lines[-1].get_xdata()).tolist() == [9.0, 30.0]
    told = draw(axes).alt
    assert "in 26 weeks" in told
    assert "0.30 after none" in told


def test_a_surface_without_customers_or_end_is_drawn_too() -> None:
    endless = SURFACE.copy()
    endless.attrs = SURFACE.attrs | {"horizon": np.inf}
    assert "still to come" in draw(iso_value(endless)).alt


def test_the_spend_says_where_the_model_differs() -> None:
    assert "1,234 customers: most often near 10.0" in draw(spend_fit(SPEND)).alt
