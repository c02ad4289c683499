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


@pytest.mark.parametrize(
    ("customers", "shares"), [(2, []), (5, [20]), (40, [5, 20]), (100, [1, 5, 20])]
)
def test_a_share_that_is_less_than_a_customer_is_no_group(
    customers: int, shares: list[int]
) -> None:
    marked = top_groups(pd.Series(range(customers), dtype=float))
    assert list(marked) == [f"top {share}%" for share in shares]
    held = (marked == "in").sum()
    assert held.tolist() == [share * customers // 100 for share in shares]


def test_the_largest_of_few_customers_is_asked_about() -> None:
    value = CUSTOMERS.iloc[:40]
    value.attrs = CUSTOMERS.attrs
    found = leverage(models(CUSTOMERS), value, 39.0)
    assert found.customers == 1
    assert found.notice is not None
    assert f"{found.share:.0%} of the expected money lies with 1 of 40 customers" in (
        found.notice.found
    )
