import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from clv.plots import churn_lift, churn_profit, draw

AT = [0.0, 0.5, 1.0]
CURVE = pd.DataFrame(
    {
        "ranking": ["gain"] * 3 + ["risk"] * 3,
        "share": AT * 2,
        "profit": [0.0, 90, 40, 0, 60, 40],
        "lower": [0.0, 80, 30, 0, 50, 30],
        "upper": [0.0, 99, 50, 0, 70, 50],
    }
)
PLANS = pd.DataFrame(
    {"share": [1.0, 0.5, 0.5], "profit": [40.0, 90.0, 60.0]}, index=["everybody", "gain", "risk"]
)
LIFTS = pd.DataFrame(
    {
        "competitor": ["a", "a", "b", "b"],
        "budget": [0.1, 1.0] * 2,
        "lift": [2.0, 1, 1.5, 1],
        "lower": [1.8, 1, 1.2, 1],
        "upper": [2.2, 1, 1.8, 1],
        "best": [3.0, 1] * 2,
    }
)


def test_profit_has_a_line_a_ranking_and_a_dot_where_each_plan_stands() -> None:
    axes = churn_profit(CURVE, PLANS, "euro")
    assert "euro" in axes.get_ylabel()
    assert "share of customers" in axes.get_xlabel()
    dots = [np.ravel(line.get_xydata()).tolist() for line in axes.lines if line.get_marker() == "o"]
    assert dots == [[0.5, 90], [0.5, 60]]
    assert axes.get_xlim() == (0, 1)
    drawing = draw(axes)
    assert "gain: 90 from 50% of the customers; risk: 60" in drawing.alt
    assert plt.get_fignums() == []


def test_beside_deep_losses_the_highest_point_can_still_be_seen() -> None:
    deep = CURVE.assign(lower=CURVE["lower"] - 9000 * CURVE["share"] ** 3)
    deep["profit"] -= 9000 * (deep["share"] == 1)
    axes = churn_profit(deep, PLANS)
    assert axes.get_ylim()[0] > -200
    assert axes.get_ylim()[1] > 99
    assert "the log's unit of money" in axes.get_ylabel()
    draw(axes)


def test_lift_is_set_beside_a_perfect_ranking() -> None:
    axes = churn_lift(LIFTS)
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["perfect", "a", "b"]
    alt = draw(axes).alt
    assert "a: 2.00 in the top 10%; b: 1.50 in the top 10%; a perfect ranking: 3.00" in alt
    assert plt.get_fignums() == []


def test_the_same_table_gives_the_same_bytes() -> None:
    assert draw(churn_lift(LIFTS)).svg == draw(churn_lift(LIFTS)).svg
    assert draw(churn_profit(CURVE, PLANS)).svg == draw(churn_profit(CURVE, PLANS)).svg
