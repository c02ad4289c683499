"""Charts of the number of groups say the numbers and leave no figure open."""

from collections.abc import Callable
from functools import partial

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from clv.plots import draw, group_counts, group_stability_dots, tendency
from clv.segments import GroupCount, Tendency

COUNTS = GroupCount(
    pd.DataFrame(
        {"silhouette": [float("nan"), 0.5, 0.4], "bic": [9000.0, 2.5e6, 12.0]},
        index=pd.Index([1, 2, 3], name="n_groups"),
    ),
    pd.Series({"silhouette": 2, "bic": 3}),
    100,
)
LUMPS = Tendency(
    pd.DataFrame(
        {
            "silhouette": [0.5, 0.4],
            "expected": [0.45, 0.42],
            "lower": [0.4, 0.4],
            "upper": [0.5, 0.45],
            "excess": [0.05, -0.02],
        },
        index=pd.Index([2, 3], name="n_groups"),
    ),
    0.5, 2, "none", ("purchases",), 100, 19,
)  # fmt: skip
STABILITY = pd.DataFrame(
    {
        "share_customers": [0.3, 0.7],
        "jaccard": [0.9, 0.4],
        "lower": [0.8, 0.2],
        "upper": [1.0, 0.6],
        "verdict": ["highly stable", "dissolves"],
    },
    index=["S1", "S2"],
)


def test_every_criterion_has_a_row_with_its_values_and_its_choice() -> None:
    axes = group_counts(COUNTS)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["the silhouette", "BIC"]
    shown = [text.get_text() for text in axes.texts]
    assert shown == ["–", "0.50", "0.40", "9k", "2.5M", "12"]
    bold = [text.get_text() for text in axes.texts if text.get_fontweight() == "bold"]
    assert bold == ["0.50", "12"]
    assert draw(axes).alt == COUNTS.sentence()


def test_silhouettes_stand_beside_those_without_groups() -> None:
    axes = tendency(LUMPS)
    assert [np.asarray(line.get_ydata()).tolist() for line in axes.lines] == [
        [0.45, 0.42],
        [0.5, 0.4],
    ]
    assert axes.get_ylabel() == "mean silhouette width (0 to 1)"
    assert draw(axes).alt == LUMPS.sentence()


def test_each_group_has_its_index_and_its_share() -> None:
    axes = group_stability_dots(STABILITY)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["S1 (30%)", "S2 (70%)"]
    assert draw(axes).alt == (
        "Jaccard index after resampling. S1: 0.90, highly stable; S2: 0.40, dissolves"
    )


@pytest.mark.parametrize(
    "chart",
    [
        partial(group_counts, COUNTS),
        partial(tendency, LUMPS),
        partial(group_stability_dots, STABILITY),
    ],
)
def test_charts_come_again_byte_for_byte_and_are_closed(chart: Callable[[], Axes]) -> None:
    one, other = (draw(chart()) for _ in range(2))
    assert one.svg == other.svg
    assert plt.get_fignums() == []
