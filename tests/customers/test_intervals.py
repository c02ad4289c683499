import numpy as np
import pytest

from clv.customers import retention, retention_interval
from clv.errors import InputError
from clv.evaluation import wilson_interval
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
