import numpy as np
import pandas as pd
import pytest

from clv.models import BGNBD, GammaGamma
from clv.simulate import simulate_customers
from clv.valuation import leverage, top_groups

CUSTOMERS = simulate_customers(
    {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4},
    np.full(1000, 50.0),
    seed=1,
    spend={"p": 6.0, "q": 4.0, "gamma": 15.0},
)
CUSTOMERS.attrs |= {"time_unit": "W"}


def models(customers: pd.DataFrame) -> tuple[BGNBD, GammaGamma]:
    return BGNBD().fit(customers), GammaGamma().fit(customers)


def test_many_alike_give_no_leverage_to_anybody() -> None:
    found = leverage(models(CUSTOMERS), CUSTOMERS, 39.0)
    assert found.customers == 1
    assert 0 < found.share < 0.1
    assert found.notice is None
    assert found.others_without == pytest.approx(found.others, rel=0.1)


def test_a_wholesale_account_of_270_orders_is_warned_of() -> None:
    account = pd.DataFrame(
        {"frequency": 270, "recency": 49.0, "T": 50.0, "monetary_value": 5000.0}, index=["whole"]
    )
    customers = pd.concat([CUSTOMERS, account])
    customers.attrs = CUSTOMERS.attrs
    found = leverage(models(customers), customers, 39.0)
    assert found.notice is not None
    assert found.notice.code == "W_LEVERAGE"
    assert found.share > 0.5


def test_the_best_are_marked_whatever_the_order_of_rows() -> None:
    value = pd.Series([3.0, 3.0, 1.0, 9.0], index=list("badc"))
    marked = top_groups(value, (0.25, 0.5))
    assert marked.index[marked["top 25%"] == "in"].tolist() == ["c"]
    assert set(marked.index[marked["top 50%"] == "in"]) == {"a", "c"}  # of equals the first id
    again = top_groups(value[::-1], (0.25, 0.5))
    assert again.loc[marked.index].equals(marked)


def test_somebody_is_always_the_best() -> None:
    assert (top_groups(pd.Series([1.0, 2.0]))["top 0.1%"] == "in").sum() == 1
