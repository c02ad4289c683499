import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.rules import Assignment
from clv.rules.systems.cycle import PurchaseCycle

LENGTHS = ["weekly", "fortnightly", "monthly", "quarterly"]


def buyers(*rows: tuple[int, float, float]) -> pd.DataFrame:
    """Purchases, median gap, variation of the gaps."""
    table = pd.DataFrame(rows, columns=["purchases", "median_gap", "gap_cv"])
    return table.set_index(pd.Index([f"c{n}" for n in table.index]))


def found(*rows: tuple[int, float, float]) -> Assignment:
    table = buyers(*rows)
    return PurchaseCycle().fit(table).assign(table)


def labels(*rows: tuple[int, float, float]) -> list[str]:
    return found(*rows).labels.tolist()


def test_cycles_are_cut_at_the_geometric_middles() -> None:
    middles = [np.sqrt(7 * 14), np.sqrt(14 * 30), np.sqrt(30 * 91)]
    cuts = [cut.threshold for cut in found((4, 7.0, 0.5)).cuts["median_gap"]]
    assert cuts[::-1] == pytest.approx(middles, abs=0.05)


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (1, "weekly"),
        (9.5, "weekly"),
        (10, "fortnightly"),
        (20, "fortnightly"),
        (21, "monthly"),
        (52, "monthly"),
        (53, "quarterly"),
        (400, "quarterly"),
    ],
)
def test_the_median_gap_tells_the_cycle(days: float, label: str) -> None:
    assert labels((6, days, 0.4)) == [label]


def test_no_more_regular_than_chance_is_irregular_whatever_the_gap() -> None:
    assert labels((6, 7.0, 0.999), (6, 7.0, 1.0), (6, 300.0, 2.5)) == [
        "weekly",
        "irregular",
        "irregular",
    ]


def test_fewer_than_four_purchases_show_no_cycle() -> None:
    few = found((3, 7.0, 0.1), (2, 7.0, np.nan), (1, np.nan, np.nan), (4, 7.0, 0.1))
    assert few.labels.tolist() == ["too_little_history"] * 3 + ["weekly"]
    (notice,) = few.notices
    assert (notice.code, notice.count) == ("W_NO_CYCLE", 3)


def test_a_table_of_one_time_buyers_is_labelled_all_the_same() -> None:
    assert labels((1, np.nan, np.nan), (1, np.nan, np.nan)) == ["too_little_history"] * 2


def test_gaps_that_should_be_there_and_are_not_are_unknown() -> None:
    assert labels((0, np.nan, np.nan), (9, np.nan, np.nan), (9, 7.0, 0.1)) == [
        "no_purchase",
        "unknown_field",
        "weekly",
    ]


def test_regularity_is_the_shape_of_the_gamma_by_moments_with_a_cap() -> None:
    shapes = found((9, 7.0, 0.5), (9, 7.0, 1.0), (9, 7.0, 0.0), (9, 7.0, 0.1)).scores["regularity"]
    assert shapes.tolist() == pytest.approx([4, 1, 100, 100])


def test_regularity_finds_the_shape_that_made_the_gaps() -> None:
    gaps = np.random.default_rng(3).gamma(4.0, 5.0, 4000)
    variation = float(gaps.std(ddof=1) / gaps.mean())
    assert found((4001, 20.0, variation)).scores["regularity"].item() == pytest.approx(4, rel=0.1)


def test_runs_are_shown_where_the_table_has_them() -> None:
    table = buyers((9, 7.0, 0.5)).assign(longest_active_run=4, longest_empty_run=2)
    said = PurchaseCycle().fit(table).assign(table).explain("c0")
    assert "longest run of active periods 4, of empty ones 2" in said
    assert "longest run of active periods unknown" in found((9, 7.0, 0.5)).explain("c0")


@settings(max_examples=10, deadline=None)
@given(st.integers(4, 50), st.floats(1, 400), st.floats(0, 200), st.floats(0, 0.99))
def test_longer_gaps_never_make_a_shorter_cycle(
    purchases: int, gap: float, longer: float, variation: float
) -> None:
    short, long = labels((purchases, gap, variation), (purchases, gap + longer, variation))
    assert LENGTHS.index(short) <= LENGTHS.index(long)


@settings(max_examples=10, deadline=None)
@given(st.floats(0, 5), st.floats(0, 5))
def test_more_variation_is_never_more_regular(one: float, more: float) -> None:
    scores = found((9, 7.0, one), (9, 7.0, one + more)).scores["regularity"]
    assert 0 < scores.iloc[1] <= scores.iloc[0] <= 100 * (1 + 1e-9)
