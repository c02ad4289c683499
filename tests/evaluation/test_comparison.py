import numpy as np
import pandas as pd
import pytest

from clv.evaluation import Comparison, compare, error_interval, resample
from clv.evaluation.metrics import brier, log_loss

RNG = np.random.default_rng(0)
GOOD = RNG.uniform(0.05, 0.95, 300)
EVENT = RNG.uniform(size=300) < GOOD
MADE = {"good": GOOD, "blind": np.full(300, 0.5), "same": GOOD}
RESULT = compare({"log_loss": (EVENT, MADE), "brier": (EVENT, MADE)}, draws=300, seed=7)


def limits(competitor: str, against: str) -> list[float]:
    gaps = RESULT.differences
    return [float(gaps[side]["brier", competitor, against]) for side in ("lower", "upper")]


def test_scores_are_those_of_the_metric_on_the_customers_as_they_are() -> None:
    assert RESULT.scores.loc[("log_loss", "good"), "value"] == log_loss(EVENT, GOOD)
    assert RESULT.scores.loc[("brier", "blind"), "value"] == 0.25


def test_every_pair_stands_both_ways_round() -> None:
    assert len(RESULT.differences) == 2 * 3 * 2
    there, back = (limits(*pair) for pair in (("good", "blind"), ("blind", "good")))
    assert there == pytest.approx([-back[1], -back[0]])


def test_differences_are_taken_draw_by_draw_and_widened_for_the_number_of_pairs() -> None:
    samples = resample(
        lambda w: brier(EVENT, GOOD, w) - brier(EVENT, MADE["blind"], w), 300, 300, 7
    )
    value = brier(EVENT, GOOD) - brier(EVENT, MADE["blind"])
    expected = error_interval(value, samples, 1 - 0.05 / 3)
    assert limits("good", "blind") == pytest.approx([float(limit) for limit in expected])
    assert RESULT.pair_level == pytest.approx(1 - 0.05 / 3)


def test_a_difference_is_clear_where_its_interval_excludes_zero() -> None:
    assert RESULT.lead_of("brier", "good")["clear"].to_dict() == {"blind": True, "same": False}


def test_the_tables_of_one_metric_are_indexed_by_competitor() -> None:
    assert list(RESULT.scores_on("brier").index) == ["good", "blind", "same"]
    assert list(RESULT.scores_on("brier")) == ["value", "lower", "upper"]
    assert list(RESULT.lead_of("log_loss", "blind").index) == ["good", "same"]


def test_one_competitor_alone_has_scores_and_no_differences() -> None:
    alone: Comparison = compare({"brier": (EVENT, {"good": GOOD})}, draws=20)
    assert len(alone.scores) == 1
    assert alone.differences.empty


def test_the_same_seed_gives_the_same_tables() -> None:
    again = compare({"log_loss": (EVENT, MADE), "brier": (EVENT, MADE)}, draws=300, seed=7)
    pd.testing.assert_frame_equal(again.scores, RESULT.scores)
    pd.testing.assert_frame_equal(again.differences, RESULT.differences)


def test_lines_that_stand_for_several_customers_score_as_those() -> None:
    size = RNG.integers(1, 4, 300)
    repeated = {name: np.repeat(made, size) for name, made in MADE.items()}
    lines = compare({"brier": (EVENT, MADE)}, draws=200, stand_for=size)
    whole = compare({"brier": (np.repeat(EVENT, size), repeated)}, draws=200)
    assert lines.scores["value"].tolist() == pytest.approx(whole.scores["value"].tolist())
    width = [(r.scores["upper"] - r.scores["lower"])["brier", "good"] for r in (lines, whole)]
    assert width[0] == pytest.approx(width[1], rel=0.25)


def test_beside_one_competitor_the_others_have_a_difference() -> None:
    table = RESULT.beside("blind").loc["brier"]
    assert np.isnan(table["difference"]["blind"])
    assert not table["clear"]["blind"]
    assert table["difference"]["good"] == RESULT.lead_of("brier", "good")["value"]["blind"]
    assert [table[f"difference_{side}"]["good"] for side in ("lower", "upper")] == limits(
        "good", "blind"
    )
