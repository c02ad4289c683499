import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules.measures.net_benefit import rescue_table
from clv.rules.systems.quadrants import ContributionStability
from clv.rules.systems.rescue import RescueOrRelease
from tests.rules.customers import FOUR
from tests.rules.facts import facts

FACTS = facts()
LABELS = RescueOrRelease().fit(FACTS).assign(FACTS)


def test_the_row_of_the_settings_counts_as_the_labels_do() -> None:
    table = rescue_table(LABELS, uplifts=[0.1], costs=[1.0], draws=20)
    counts = LABELS.labels.value_counts()
    for cell in ("rescue", "keep", "release"):
        assert table.loc[0, cell] == counts[cell]


def test_more_uplift_pays_more_and_more_cost_pays_less() -> None:
    table = rescue_table(LABELS, draws=20).pivot(index="uplift", columns="costs", values="total")
    assert (table.diff().iloc[1:] >= 0).all(axis=None)
    assert (table.T.diff().iloc[1:] <= 0).all(axis=None)


def test_the_interval_holds_the_total_and_hangs_on_the_seed_alone() -> None:
    table = rescue_table(LABELS, draws=200)
    assert ((table["low"] < table["total"]) & (table["total"] < table["high"])).all()
    pd.testing.assert_frame_equal(rescue_table(LABELS, draws=200), table)
    assert not rescue_table(LABELS, draws=200, seed=1)["low"].equals(table["low"])


def test_neither_order_nor_names_change_the_interval() -> None:
    order = np.random.default_rng(0).permutation(len(FACTS))
    other = FACTS.iloc[order].set_axis([f"other {n}" for n in order])
    shuffled = RescueOrRelease().fit(other).assign(other)
    pd.testing.assert_frame_equal(
        rescue_table(shuffled, draws=50), rescue_table(LABELS, draws=50), rtol=1e-12
    )


def test_nothing_to_resample_is_said() -> None:
    with pytest.raises(InputError, match="E_DRAWS"):
        rescue_table(LABELS, draws=0)
    good = FOUR.iloc[:1].assign(mean_amount=100.0, median_gap=30.0)
    with pytest.raises(InputError, match="E_EMPTY"):
        rescue_table(RescueOrRelease().fit(good).assign(good))


@pytest.mark.parametrize(
    ("uplifts", "costs"), [([], [1]), ([0.1], []), ([np.nan], [1]), ([0.1], [-1]), ([-0.1], [1])]
)
def test_assumptions_that_are_none_are_refused(uplifts: list[float], costs: list[float]) -> None:
    with pytest.raises(InputError, match="E_ASSUMED"):
        rescue_table(LABELS, uplifts, costs, draws=5)


def test_labels_without_costs_are_refused() -> None:
    with pytest.raises(InputError, match="E_SYSTEM: T1 weighs no costs"):
        rescue_table(ContributionStability().fit(FOUR).assign(FOUR))
