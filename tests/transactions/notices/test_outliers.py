import numpy as np
import pandas as pd
import pytest

from clv.transactions.notices.outliers import outlier_bound
from tests.transactions.notice_tables import codes, in_rows, laid, regulars


def priced(amounts: object) -> pd.DataFrame:
    log = regulars(1000, 500)
    return log.assign(amount=np.resize(np.round(np.asarray(amounts, dtype=float), 2), len(log)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("spread", [0.3, 1.0, 2.0])
def test_lognormal_amounts_have_no_outliers(seed: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    assert in_rows(priced(rng.lognormal(3, spread, 10_000) + 0.01)) == []


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("p", "q"), [(6.25, 3.74), (1.0, 2.0), (0.5, 3.0)])
def test_gamma_spend_has_no_outliers(seed: int, p: float, q: float) -> None:
    rng = np.random.default_rng(seed)
    assert in_rows(priced(rng.gamma(p, size=10_000) / rng.gamma(q, 1 / 15, 10_000) + 0.01)) == []


def test_a_thousand_million_among_tens_is_an_outlier() -> None:
    log = priced([10, 20, 30])
    log.loc[7, "amount"] = 1e9
    (notice,) = in_rows(log)
    assert (notice.code, notice.count, notice.samples) == ("W_OUTLIER", 1, ("1000000000",))
    assert "outliers='winsorise'" in notice.remedy


def test_an_outlier_that_is_set_aside_is_none() -> None:
    log = priced([10, 20, 30]).assign(reason=None)
    log.loc[7, ["amount", "reason"]] = 1e9, "outlier"
    assert in_rows(log) == []


def test_wholesale_prices_are_no_outliers() -> None:
    assert "W_OUTLIER" not in codes(in_rows(priced([10] * 50 + [900])))


def test_the_bound_scales_with_the_unit_of_money() -> None:
    amounts = np.random.default_rng(1).lognormal(3, 1, 10_000) + 0.01
    euros, cents = (outlier_bound(laid(priced(amounts * unit))) for unit in (1, 100))
    assert euros is not None
    assert cents == pytest.approx(100 * euros, rel=0.2)


def test_outliers_do_not_move_their_own_bound() -> None:
    amounts = np.random.default_rng(1).lognormal(3, 1, 10_000) + 0.01
    spoilt = np.where(np.arange(10_000) % 50 == 0, 1e9, amounts)
    clean, bound = (outlier_bound(laid(priced(given))) for given in (amounts, spoilt))
    assert bound == pytest.approx(clean, rel=0.5)


def test_few_amounts_have_no_bound() -> None:
    log = regulars()
    assert outlier_bound(laid(log[:9])) is None
    assert outlier_bound(laid(log[:10])) is not None
    assert outlier_bound(laid(log.assign(amount=0))) is None


def test_the_bound_of_amounts_of_every_size_is_a_number() -> None:
    sizes = [10.0**n for n in range(-9, 16)]
    log = regulars()
    log["amount"] = np.resize(sizes, len(log))
    bound = outlier_bound(laid(log))
    assert bound is not None
    assert np.isfinite(bound)


def test_a_return_of_a_thousand_million_is_an_outlier() -> None:
    log = priced([10, 20, 30])
    log.loc[7, "amount"] = -1e9
    found = {n.code: n for n in in_rows(log)}
    assert found.keys() == {"W_RETURNS", "W_OUTLIER"}
    assert (found["W_OUTLIER"].count, found["W_OUTLIER"].samples) == (1, ("-1000000000",))
