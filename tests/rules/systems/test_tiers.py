import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.systems.tiers import ValueTiers

LEVELS = ["low", "middle", "high"]
ROWS = st.lists(st.tuples(st.integers(1, 6), st.integers(0, 8).map(float)), min_size=1, max_size=40)


def table(rows: list[tuple[int, float]]) -> pd.DataFrame:
    features = pd.DataFrame(rows, columns=["purchases", "mean_amount"])
    features["contribution"] = features["purchases"] * features["mean_amount"]
    return features.set_axis([f"c{n}" for n in range(len(rows))])


def labels(features: pd.DataFrame, by: str = "contribution") -> list[str]:
    return ValueTiers(by=by).fit(features).assign(features).labels.tolist()


def test_thirds_of_the_contribution_are_high_middle_and_low() -> None:
    features = table([(1, float(n)) for n in range(9)])
    assert labels(features) == ["low"] * 3 + ["middle"] * 3 + ["high"] * 3


def test_by_rank_one_large_amount_does_not_outweigh_everything() -> None:
    features = table([(1, 900.0), (5, 20.0), (4, 30.0), (2, 10.0), (3, 5.0), (1, 8.0)])
    assert labels(features)[0] == "high"
    # ranks by amount 5.5 4.. of six: .92 .58 .75 .42 .08 .25, by purchases .17 .92 .75 .42 .58 .17
    scores = ValueTiers(by="amount_and_frequency").fit(features).assign(features).scores["value"]
    assert scores.round(2).tolist() == [0.54, 0.75, 0.75, 0.42, 0.33, 0.21]
    assert labels(features, "amount_and_frequency") == [
        "middle", "high", "high", "middle", "low", "low"
    ]  # fmt: skip


def test_equal_customers_share_a_band_and_the_cut_says_so() -> None:
    features = table([(1, 5.0)] * 5 + [(1, 9.0)])
    found = ValueTiers().fit(features).assign(features)
    assert found.labels.tolist() == ["middle"] * 5 + ["high"]
    assert [cut.tied for cut in found.cuts["value"]] == [5, 5]
    assert "W_DEGENERATE_CUT" in [notice.code for notice in found.notices]


def test_frozen_bands_show_growth() -> None:
    features = table([(n, float(n)) for n in range(1, 10)])
    for by in ("contribution", "amount_and_frequency"):
        learned = ValueTiers(by=by).fit(features)
        grown = table([(n + 4, float(n + 4)) for n in range(1, 10)])
        assert learned.assign(grown).labels.tolist() == ["middle"] * 2 + ["high"] * 7


def test_who_bought_nothing_in_the_window_is_low_and_not_unknown() -> None:
    features = table([(3, 5.0), (2, 9.0), (0, np.nan)])
    features = features.assign(purchases_total=[3, 2, 4], contribution=[15.0, 18.0, 0.0])
    for by in ("contribution", "amount_and_frequency"):
        assert labels(features, by)[2] == "low"


def test_who_never_bought_or_has_no_amount_is_apart() -> None:
    features = table([(3, 5.0), (2, 9.0), (0, np.nan), (2, np.nan)])
    for by in ("contribution", "amount_and_frequency"):
        assert labels(features, by)[2:] == ["no_purchase", "unknown_field"]
    nothing = table([(3, np.nan), (2, np.nan)])
    assert labels(nothing, "amount_and_frequency") == ["not_applicable"] * 2


def test_the_reference_of_the_ranks_are_those_who_bought() -> None:
    features = table([(n, float(n)) for n in range(1, 7)])
    more = pd.concat([features, table([(0, np.nan)] * 9).add_prefix("x", axis=0)])
    by = "amount_and_frequency"
    assert ValueTiers(by).fit(more).cuts_ == ValueTiers(by).fit(features).cuts_


def test_a_value_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_BY.*contribution or amount_and_frequency"):
        ValueTiers(by="mood").fit(table([(1, 1.0)]))
    with pytest.raises(InputError, match=r"E_COLUMNS.*mean_amount"):
        ValueTiers("amount_and_frequency").fit(table([(1, 1.0)]).drop(columns="mean_amount"))


@settings(max_examples=20, deadline=None)
@given(ROWS, st.sampled_from(["contribution", "amount_and_frequency"]), st.integers(0, 39))
def test_more_of_both_never_means_less(
    rows: list[tuple[int, float]], by: str, position: int
) -> None:
    features = table(rows)
    learned, who = ValueTiers(by=by).fit(features), position % len(rows)
    better = table([(n + 1, a + 1) if i == who else (n, a) for i, (n, a) in enumerate(rows)])
    before, after = (learned.assign(t).labels.iloc[who] for t in (features, better))
    assert LEVELS.index(after) >= LEVELS.index(before)
