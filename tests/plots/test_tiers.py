"""The pyramid shows people to the left of the middle and their money to the right."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes

from clv.plots import draw, pyramid

TIERS = pd.DataFrame(
    {
        "share_customers": [0.01, 0.19, 0.8],
        "share_past": [0.3, 0.5, 0.2],
        "share_future": [0.4, 0.6, 0.0],
    },
    index=["platinum", "gold", "lead"],
)


def widths(axes: Axes) -> dict[str, list[float]]:
    return {
        str(bars.get_label()): [round(bar.get_width(), 6) for bar in bars]
        for bars in axes.containers
    }


def test_people_stand_to_the_left_and_money_to_the_right() -> None:
    axes = pyramid(TIERS)
    assert widths(axes) == {
        "customers": [-0.01, -0.19, -0.8],
        "money before the cut": [0.3, 0.5, 0.2],
        "money after the cut": [0.4, 0.6, 0.0],
    }
    draw(axes)


def test_the_first_tier_is_on_top_and_every_bar_carries_its_share() -> None:
    axes = pyramid(TIERS)
    places = dict(zip(TIERS.index, axes.get_yticks(), strict=True))
    assert [label.get_text() for label in axes.get_yticklabels()] == list(TIERS.index)
    assert places["platinum"] > places["gold"] > places["lead"]
    assert [text.get_text() for text in axes.texts] == [
        "1%", "19%", "80%", "30%", "50%", "20%", "40%", "60%", "0%",
    ]  # fmt: skip
    draw(axes)


def test_the_axis_and_the_legend_say_what_is_counted() -> None:
    axes = pyramid(TIERS)
    assert axes.get_xlabel() == "share of all customers (left), of all money (right)"
    axes.get_figure(root=True).canvas.draw()  # type: ignore[union-attr]
    assert not any("-" in label.get_text() for label in axes.get_xticklabels())
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == list(widths(axes))
    draw(axes)


def test_a_reader_who_cannot_see_it_is_told_the_numbers() -> None:
    assert draw(pyramid(TIERS)).alt == (
        "platinum: 1% of customers, 30% of the money before the cut, 40% after it; "
        "gold: 19% of customers, 50% of the money before the cut, 60% after it; "
        "lead: 80% of customers, 20% of the money before the cut, 0% after it"
    )


@pytest.mark.parametrize("tiers", [TIERS, TIERS.iloc[:1], TIERS * 0.0], ids=["all", "one", "empty"])
def test_it_is_closed_once_drawn_and_comes_again_byte_for_byte(tiers: pd.DataFrame) -> None:
    one, other = (draw(pyramid(tiers)) for _ in range(2))
    assert one.svg == other.svg
    assert one.width > 300
    assert plt.get_fignums() == []


def test_more_returned_than_bought_is_shown_with_its_sign() -> None:
    axes = pyramid(TIERS.assign(share_future=[0.8, 0.3, -0.1]))
    assert widths(axes)["money after the cut"][-1] == -0.1
    assert (
        "lead: 80% of customers, 20% of the money before the cut, -10% after it" in draw(axes).alt
    )
