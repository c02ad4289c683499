"""The chart of a change says every part in words, and draws what there is."""

import numpy as np
import pandas as pd
import pytest

from clv.language import speaking
from clv.plots import bridge, draw
from clv.plots.style import BLUE, ORANGE


def parts(*money: float, reach: float = 1.0) -> pd.DataFrame:
    names = [f"part {i}" for i in range(len(money))]
    table = pd.DataFrame({"money": money}, index=names)
    return table.assign(lower=table["money"] - reach, upper=table["money"] + reach)


def test_every_part_is_said_with_its_sign_and_both_ends() -> None:
    alt = draw(bridge(parts(20.0, -50.0), 100.0, "money", "May", "June")).alt
    assert alt == "money, step by step: May 100.0; part 0 +20.0; part 1 -50.0; June 70.0."


def test_bars_start_where_the_one_before_ended_and_losses_have_their_own_colour() -> None:
    axes = bridge(parts(20.0, -50.0), 100.0, "money", "May", "June")
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.containers[0]]
    assert bars == [(0, 100), (100, 20), (120, -50), (0, 70)]
    colours = [bar.get_facecolor() for bar in axes.containers[0]]
    hexes = ["#{:02X}{:02X}{:02X}".format(*(round(255 * c) for c in each[:3])) for each in colours]
    assert hexes[1:3] == [BLUE, ORANGE]
    draw(axes)


def test_figures_stand_right_of_bars_and_intervals_inside_the_chart() -> None:
    axes = bridge(parts(20.0, -50.0, reach=30.0), 100.0, "money", "May", "June")
    places = [text.get_position()[0] for text in axes.texts]
    assert places[1] > 150
    assert max(places) < axes.get_xlim()[1]
    draw(axes)


def test_without_parts_both_ends_are_the_same() -> None:
    alt = draw(bridge(parts(), 5.0, "money", "May", "June")).alt
    assert "May 5; June 5" in alt


def test_money_that_is_not_known_draws_no_bar() -> None:
    alt = draw(bridge(parts(np.nan, 2.0), 5.0, "money", "May", "June")).alt
    assert "part 0 0; part 1 +2; June 7" in alt


@pytest.mark.parametrize("unit", [1e-6, 1e9])
def test_any_unit_of_money_is_drawn(unit: float) -> None:
    alt = draw(bridge(parts(0.5 * unit, reach=unit), unit, "money", "May", "June")).alt
    assert f"{unit:,.0f}" in alt or f"{unit:.3g}" in alt


def test_a_total_below_zero_keeps_its_side() -> None:
    axes = bridge(parts(-8.0), 3.0, "money", "May", "June")
    assert axes.get_xlim()[0] < -5
    draw(axes)


def test_it_speaks_chinese() -> None:
    with speaking("zh"):
        assert "逐步变化" in draw(bridge(parts(1.0), 3.0, "金额", "五月", "六月")).alt
