"""Flows are as wide as customers are many; certainty is the chance of the customer's own label."""

from collections.abc import Callable
from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from clv.plots import certainty, draw, flows

MOVES = pd.DataFrame([[50, 10, 0], [5, 20, 15]], index=["EI", "EII"], columns=["EI", "EII", "EIV"])
CHANCES = pd.DataFrame(
    {"EI": [0.95, 0.7, 0.5, 0.2, 0.0], "EII": [0.05, 0.3, 0.5, 0.8, 1.0]}, index=list("abcde")
)
LABELS = pd.Series(["EI", "EI", "EI", "EII", "EII"], list("abcde"), name="cell")

CHARTS: dict[str, Callable[[], Axes]] = {
    "flows": lambda: flows(MOVES, "2024-01-01", "2024-07-01"),
    "certainty": lambda: certainty(CHANCES, LABELS),
}


def written(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def ribbons(axes: Axes) -> list[tuple[float, float]]:
    """The width of each ribbon at its beginning and at its end."""
    sides = []
    for ribbon in axes.collections:
        x, y = np.asarray(ribbon.get_paths()[0].vertices).T
        first, second = (float(np.ptp(y[x == end])) for end in (0, 1))
        sides.append((first, second))
    return sides


def blocks(axes: Axes) -> list[tuple[float, float, float]]:
    """Side, lower end and height of each block."""
    found = [patch for patch in axes.patches if isinstance(patch, Rectangle)]
    return [(patch.get_x(), patch.get_y(), patch.get_height()) for patch in found]


def bars(axes: Axes) -> dict[str, list[float]]:
    """The parts of each group's bar, the least certain first."""
    names = [label.get_text() for label in axes.get_yticklabels()]
    parts = np.array([[bar.get_width() for bar in band] for band in axes.containers])
    return dict(zip(names, parts.T.tolist(), strict=True))


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_is_closed_once_drawn_and_comes_again_byte_for_byte(name: str) -> None:
    one, other = (draw(CHARTS[name]()) for _ in range(2))
    assert one.svg == other.svg
    assert one.width > 300
    assert plt.get_fignums() == []


def test_the_two_days_and_the_sizes_of_the_groups_are_written() -> None:
    axes = flows(MOVES, "2024-01-01", "2024-07-01")
    assert [label.get_text() for label in axes.get_xticklabels()] == ["2024-01-01", "2024-07-01"]
    assert written(axes) == ["EI\n60", "EII\n40", "EI\n55", "EII\n30", "EIV\n15"]
    draw(axes)


def test_a_reader_who_cannot_see_the_flows_is_told_every_move_the_largest_first() -> None:
    assert draw(flows(MOVES)).alt == (
        "Customers from before to now: 50 from EI to EI; 20 from EII to EII; 15 from EII to EIV; "
        "10 from EI to EII; 5 from EII to EI."
    )


def test_a_move_that_nobody_made_has_no_ribbon() -> None:
    axes = flows(MOVES)
    assert [first for first, _ in ribbons(axes)] == pytest.approx([0.5, 0.1, 0.05, 0.2, 0.15])
    draw(axes)


def test_those_who_stayed_are_paler_than_those_who_moved() -> None:
    axes = flows(MOVES)
    shown = [ribbon.get_alpha() for ribbon in axes.collections]
    assert shown == [0.25, 0.6, 0.6, 0.25, 0.6]
    draw(axes)


@settings(max_examples=10)
@given(
    arrays(np.int64, st.tuples(st.integers(1, 4), st.integers(1, 4)), elements=st.integers(0, 9))
)
def test_ribbons_are_as_wide_as_customers_are_many_at_both_ends(counts: np.ndarray) -> None:
    counts[0, 0] += 1
    share = counts / counts.sum()
    axes = flows(pd.DataFrame(counts))
    for end in (0, 1):
        widths = [width[end] for width in ribbons(axes)]
        assert widths == pytest.approx(share[share > 0].tolist())
    heights = [height for _, _, height in blocks(axes)]
    assert heights == pytest.approx([*share.sum(axis=1), *share.sum(axis=0)])
    draw(axes)


def test_blocks_of_a_day_stand_apart_the_first_on_top_and_end_level() -> None:
    axes = flows(MOVES)
    for side in {x for x, _, _ in blocks(axes)}:
        found = [(low, low + height) for x, low, height in blocks(axes) if x == side]
        assert all(upper[0] > lower[1] for upper, lower in pairwise(found))
        assert found[-1][0] == pytest.approx(0)
    draw(axes)


def test_a_group_is_of_one_colour_on_both_days() -> None:
    axes = flows(MOVES)
    colours = [patch.get_facecolor() for patch in axes.patches]
    assert colours[:2] == colours[2:4]
    assert len(set(colours)) == 3
    draw(axes)


def test_a_group_too_small_for_its_name_is_named_in_words() -> None:
    axes = flows(pd.DataFrame([[995, 0], [0, 5]], ["A", "B"], ["A", "B"]))
    assert written(axes) == ["A\n995", "A\n995"]
    assert "5 from B to B" in draw(axes).alt


def test_an_empty_group_and_a_single_one_are_no_error() -> None:
    assert (
        "7 from A to A." in draw(flows(pd.DataFrame([[7, 0], [0, 0]], list("AB"), list("AB")))).alt
    )
    assert draw(flows(pd.DataFrame([[7]], ["A"], ["A"]))).alt.endswith(": 7 from A to A.")


def test_nobody_at_both_days_is_said_in_words() -> None:
    assert draw(flows(MOVES * 0)).alt == "Customers from before to now: nobody."


def test_each_bar_is_divided_by_the_probability_of_the_own_label() -> None:
    axes = certainty(CHANCES, LABELS)
    assert bars(axes) == {
        "EII": pytest.approx([0, 1 / 2, 1 / 2]),
        "EI": pytest.approx([1 / 3, 1 / 3, 1 / 3]),
    }
    assert axes.get_xlabel() == "share of the customers with this label"
    legend = axes.get_legend()
    assert legend is not None
    assert legend.get_title().get_text() == "probability of the label"
    assert draw(axes).alt == (
        "How sure the labels are. EI: 33% below .6, a coin flip, 33% .6 to .9, 33% above .9; "
        "EII: 50% .6 to .9, 50% above .9."
    )


def test_labels_belong_to_customers_and_not_to_rows() -> None:
    one, other = certainty(CHANCES, LABELS), certainty(CHANCES, LABELS[::-1])
    assert bars(one) == bars(other)
    assert draw(one).svg == draw(other).svg


def test_on_the_edge_a_label_is_neither_a_coin_flip_nor_sure() -> None:
    edges = pd.DataFrame({"A": [0.6, 0.9]}, index=list("xy"))
    axes = certainty(edges, pd.Series(["A", "A"], list("xy")))
    assert bars(axes) == {"A": [0, 1, 0]}
    draw(axes)


def test_the_impossible_and_the_certain_have_their_bands() -> None:
    ends = pd.DataFrame({"A": [0.0, 1.0]}, index=list("xy"))
    axes = certainty(ends, pd.Series(["A", "A"], list("xy")))
    assert bars(axes) == {"A": [0.5, 0, 0.5]}
    draw(axes)


def test_a_label_that_is_in_no_future_has_the_probability_zero() -> None:
    axes = certainty(CHANCES, LABELS.where(LABELS.index != "e", "EIV"))
    assert bars(axes)["EIV"] == [1, 0, 0]
    assert draw(axes).alt.endswith("EII: 100% .6 to .9; EIV: 100% below .6, a coin flip.")


def test_a_group_that_nobody_has_gets_no_bar() -> None:
    axes = certainty(CHANCES, pd.Series("EI", LABELS.index))
    assert list(bars(axes)) == ["EI"]
    draw(axes)
