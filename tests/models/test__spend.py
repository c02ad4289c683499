"""What a customer table says about money."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from clv.models._spend import Spend, read_spend
from tests.models import cdnow


def table(x: list[int], mean: list[float]) -> pd.DataFrame:
    """Return customers with these repeat purchases and means."""
    return pd.DataFrame({"frequency": x, "monetary_value": mean})


def remedy(spend: Spend, code: str) -> str:
    """Return the way out that goes with a notice."""
    return next(notice.remedy for notice in spend.notices() if notice.code == code)


def test_only_repeat_purchases_of_a_positive_mean_say_something() -> None:
    spend = read_spend(table([0, 1, 2, 3], [0.0, 5.0, 0.0, -4.0]))
    assert spend.x.tolist() == [0, 1, 0, 0]
    assert spend.mean.tolist() == [0, 5, 0, 0]
    assert spend.unpaid == 2


def test_dependence_is_the_rank_correlation_of_spearman() -> None:
    data = read_spend(cdnow.customers("sample")).informative()
    assert data.dependence == pytest.approx(spearmanr(data.x, data.mean).statistic)


def test_what_is_constant_depends_on_nothing() -> None:
    assert read_spend(table([1, 2, 3], [5.0, 5.0, 5.0])).dependence == 0
    assert read_spend(table([2, 2, 2], [5.0, 6.0, 7.0])).dependence == 0


@pytest.mark.parametrize("sign", [1, -1])
def test_spend_that_goes_with_frequency_is_noticed_either_way(sign: int) -> None:
    x = np.arange(1, 400)
    spend = read_spend(table(x.tolist(), (500.0 + sign * x).tolist()))
    assert "by class of frequency" in remedy(spend, "W_SPEND_DEPENDS")


def test_the_average_is_weighted() -> None:
    spend = read_spend(table([1, 1], [10.0, 20.0]), sample_weight=[3.0, 1.0])
    assert spend.average == 12.5
