"""The customers of the checks are such as a summary could have made."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from clv.models._inputs.gate import check_histories
from clv.models.checks.tables import contracts, histories, opportunities, spenders


@pytest.mark.parametrize("draw", [contracts, histories, opportunities, spenders])
def test_seed_decides_the_customers(draw: Callable[[int, int], pd.DataFrame]) -> None:
    assert draw(50, 1).equals(draw(50, 1))
    assert not draw(50, 1).equals(draw(50, 2))
    assert draw(50, 1).index.name == "customer_id"
    assert draw(50, 1).attrs["time_unit"] in {"W", "M"}


@pytest.mark.parametrize("draw", [histories, opportunities, spenders])
def test_histories_are_possible(draw: Callable[[int, int], pd.DataFrame]) -> None:
    table = draw(500, 1)
    check_histories(table)
    assert 0.3 < (table["frequency"] > 0).mean() < 0.95
    assert (table["recency"] < table["T"]).any()


def test_gaps_are_at_most_even() -> None:
    table = histories(500, 1)
    x, t_x = table["frequency"], table["recency"]
    even = x * np.log((t_x / x).where(x > 0, 1.0))
    assert (table["log_gaps"] <= even + 1e-9).all()
    once = x == 1
    assert np.allclose(table.loc[once, "log_gaps"], np.log(t_x[once]))


def test_opportunities_are_whole_and_at_most_one_purchase_each() -> None:
    table = opportunities(500, 1)
    assert (table == table.round()).all(axis=None)
    assert (table["frequency"] <= table["recency"]).all()


def test_spend_is_known_of_repeat_buyers_alone() -> None:
    table = spenders(500, 1)
    assert ((table["monetary_value"] > 0) == (table["frequency"] > 0)).all()


def test_contracts_are_lost_at_a_renewal_or_kept() -> None:
    table = contracts(500, 1)
    assert (table.loc[table["lost"], "tenure"] >= 1).all()
    assert 0.2 < table["lost"].mean() < 0.95
