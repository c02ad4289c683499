"""Charts of a leaderboard tell their numbers and look the same each time."""

import numpy as np
import pandas as pd

from clv.plots import decile_calibration, draw, standings

TABLE = pd.DataFrame(
    {"standing": ["first", "within noise", "behind", "first", "behind"]},
    index=pd.MultiIndex.from_tuples(
        [
            ("mae", "a"),
            ("mae", "b"),
            ("mae", "c"),
            ("count_log_loss", "a"),
            ("count_log_loss", "b"),
        ],
        names=["score", "forecaster"],
    ),
)
DECILES = pd.DataFrame(
    {"expected": np.tile(np.arange(10) ** 2 / 10, 2), "observed": np.tile(np.arange(10) / 2, 2)},
    index=pd.MultiIndex.from_product(
        [["2024-01-01"], ["a", "b"], range(1, 11)], names=["origin", "forecaster", "decile"]
    ),
)


def test_standings_name_every_forecaster_and_count_its_places() -> None:
    axes = standings(TABLE)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["c", "b", "a"]
    assert [len(line.get_xdata()) for line in axes.lines] == [2, 1, 2]  # type: ignore[arg-type]
    assert draw(axes).alt.startswith("Of 2 scores: a first on 2, first or within noise on 2; b ")


def test_tenths_are_told_with_what_was_expected_and_what_happened() -> None:
    axes = decile_calibration(DECILES, ["a", "b"])
    assert len(axes.lines) == 3
    assert "a: lowest tenth 0.00 expected, 0.00 happened, highest 8.10 and 4.50" in draw(axes).alt


def test_the_same_table_gives_the_same_bytes() -> None:
    assert draw(standings(TABLE)).svg == draw(standings(TABLE)).svg
    made = [draw(decile_calibration(DECILES, ["a"])).svg for _ in range(2)]
    assert made[0] == made[1]
