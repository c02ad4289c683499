import pandas as pd
import pytest

from clv.evaluation import METRICS, sweep_cuts
from clv.rules import ContributionStability
from tests.rules.customers import customers

FEATURES = customers([(2 + n % 9, float(n * n % 97 + n), 1 + n % 9) for n in range(60)])
LATER = pd.DataFrame({"spend_holdout": FEATURES["contribution"] ** 1.5}, index=FEATURES.index)


def test_every_pair_of_cuts_has_a_line_with_the_shares_of_its_cells() -> None:
    table = sweep_cuts(FEATURES, LATER, (0.5, "pareto 0.8"), (0.3, 0.5, 0.7), draws=20)
    assert table.index.tolist() == [
        (one, f"quantile {other}")
        for one in ("quantile 0.5", "pareto 0.8")
        for other in (0.3, 0.5, 0.7)
    ]
    assert table[["EI", "EII", "EIII", "EIV"]].sum(axis=1).tolist() == pytest.approx([1] * 6)


def test_a_line_is_the_rule_with_these_cuts() -> None:
    line = sweep_cuts(FEATURES, LATER, (0.8,), (0.3,), draws=20).iloc[0]
    labels = ContributionStability(0.8, 0.3).fit(FEATURES).assign(FEATURES).labels
    assert line["EI"] == labels.eq("EI").mean()
    assert line["r2"] == float(METRICS["r2_log_spend"](LATER["spend_holdout"], labels))
    assert line["lower"] < line["r2"] < line["upper"]


def test_order_is_that_of_mean_later_money() -> None:
    assert not sweep_cuts(FEATURES, -LATER, (0.5,), (0.5,), draws=2)["in_order"].item()


def test_the_same_seed_gives_the_same_interval() -> None:
    first, second = (sweep_cuts(FEATURES, LATER, (0.5,), (0.5,), draws=20, seed=3) for _ in "ab")
    pd.testing.assert_frame_equal(first, second)
