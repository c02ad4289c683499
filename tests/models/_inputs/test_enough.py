"""Tables from which no purchase model can learn, and tables from which it learns little."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import FitError
from clv.models import BGNBD
from clv.simulate import simulate_customers

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
CUSTOMERS = simulate_customers(TRUTH, np.full(2000, 39.0), seed=1)
ONCE, AGAIN = CUSTOMERS.query("frequency == 0"), CUSTOMERS.query("frequency > 0")


def codes(customers: pd.DataFrame) -> set[str]:
    """Return the notices of a fit."""
    return {notice.code for notice in BGNBD().fit(customers).notices_}


@pytest.mark.parametrize(
    ("customers", "code"),
    [
        (CUSTOMERS.head(0), "E_TOO_FEW"),
        (AGAIN.head(1), "E_TOO_FEW"),
        (ONCE, "E_NO_REPEATERS"),
        (AGAIN, "E_ONLY_REPEATERS"),
        (pd.concat([ONCE, AGAIN.head(9)]), "E_TOO_FEW"),
        (ONCE.assign(T=0.0), "E_NO_EXPOSURE"),
    ],
)
def test_too_little_is_refused_by_name(customers: pd.DataFrame, code: str) -> None:
    with pytest.raises(FitError, match=code):
        BGNBD().fit(customers)


def test_customers_of_weight_zero_do_not_count() -> None:
    with pytest.raises(FitError, match="E_NO_REPEATERS"):
        BGNBD().fit(CUSTOMERS, sample_weight=(CUSTOMERS["frequency"] == 0).astype(float))


def test_ten_repeat_buyers_are_accepted_with_a_notice() -> None:
    assert codes(pd.concat([ONCE.head(30), AGAIN.head(10)])) >= {"W_FEW_REPEATERS"}


def test_an_ordinary_table_raises_no_notice() -> None:
    assert codes(CUSTOMERS) == set()


def test_some_customers_without_exposure_are_fine() -> None:
    newcomers = pd.DataFrame({"frequency": 0, "recency": 0.0, "T": 0.0}, index=["a", "b"])
    with_them = BGNBD().fit(pd.concat([CUSTOMERS, newcomers]))
    assert with_them.loglik_ == pytest.approx(BGNBD().fit(CUSTOMERS).loglik_)


def test_one_customer_who_outweighs_the_rest_is_noticed() -> None:
    shop = pd.DataFrame({"frequency": 100_000, "recency": 38.0, "T": 39.0}, index=["shop"])
    assert "W_ONE_CUSTOMER" in codes(pd.concat([CUSTOMERS, shop]))
