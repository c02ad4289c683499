"""The chart of the money at stake says what it shows."""

import pandas as pd

from clv.plots import draw
from clv.plots.slipping import stakes

TABLE = pd.DataFrame(
    {"EI loyal": [25000.0, 10.0], "EII drifting": [500.0, 0.0]},
    index=["silence alone", "spent less"],
)


def test_bars_stand_in_the_order_of_the_table_with_their_sums() -> None:
    axes = stakes(TABLE)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["spent less", "silence alone"]
    assert [text.get_text() for text in axes.texts] == ["10.0", "25,500"]


def test_the_words_hold_every_number() -> None:
    alt = draw(stakes(TABLE)).alt
    assert "silence alone: EI loyal 25,000, EII drifting 500.0" in alt
    assert "spent less: EI loyal 10.0, EII drifting 0" in alt


def test_nobody_slipping_is_an_empty_chart() -> None:
    assert draw(stakes(pd.DataFrame())).svg
