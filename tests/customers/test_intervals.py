import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from clv.customers import retention, retention_interval, wilson_interval
from clv.errors import InputError
from clv.transactions import Transactions


def test_intervals_are_wilsons(cdnow_sample_log: Transactions) -> None:
    table = retention(cdnow_sample_log, "1997-10-01")
    cells = retention_interval(table, level=0.9)
    assert len(cells) == table.drop(columns="customers").notna().sum().sum()
    lower, upper = wilson_interval(cells["share"], cells["customers"], 0.9)
    np.testing.assert_allclose(cells["lower"], lower, atol=1e-12)
    np.testing.assert_allclose(cells["upper"], upper, atol=1e-12)
    assert cells.loc[cells["age"] == 3, "share"].tolist() == table[3].tolist()


def test_revenue_has_no_interval_of_shares(cdnow_sample_log: Transactions) -> None:
    table = retention(cdnow_sample_log, "1997-10-01", measure="revenue")
    with pytest.raises(InputError, match="E_MEASURE"):
        retention_interval(table)


@pytest.mark.parametrize(("k", "n"), [(0, 10), (3, 10), (10, 10), (417, 5000)])
def test_the_interval_of_a_share_is_wilsons(k: int, n: int) -> None:
    expected = binomtest(k, n).proportion_ci(0.95, method="wilson")
    lower, upper = wilson_interval(pd.Series([k / n]), pd.Series([n]))
    assert lower[0] == pytest.approx(expected.low, abs=1e-12)
    assert upper[0] == pytest.approx(expected.high, abs=1e-12)
