"""What a customer table says about money."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from clv.errors import FitError
from clv.models._inputs.spend import LOG_FREQUENCY, MOST_RANKED, Spend, read_spend
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


def test_ranks_are_weighted_like_repeated_customers() -> None:
    x, mean = [1, 2, 2, 5, 7], [3.0, 1.0, 4.0, 4.0, 9.0]
    weighted = read_spend(table(x, mean), sample_weight=[1.0, 3.0, 2.0, 1.0, 2.0])
    repeated = table(
        np.repeat(x, [1, 3, 2, 1, 2]).tolist(), np.repeat(mean, [1, 3, 2, 1, 2]).tolist()
    )
    assert weighted.dependence == pytest.approx(read_spend(repeated).dependence)


def test_one_in_so_many_is_ranked_where_there_are_very_many() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(1, 20, 3 * MOST_RANKED)
    mean = x + 20 * rng.random(x.size)
    spend = read_spend(pd.DataFrame({"frequency": x, "monetary_value": mean}))
    assert spend.dependence == pytest.approx(spearmanr(x, mean).statistic, abs=0.01)


def test_dependence_that_a_model_knows_of_is_not_noticed() -> None:
    x = np.arange(1, 400)
    spend = read_spend(table(x.tolist(), (500.0 + x).tolist()))
    notices = spend.notices(dependence_is_modelled=True)
    assert "W_SPEND_DEPENDS" not in {notice.code for notice in notices}


def test_log_frequency_is_made_where_it_is_missing() -> None:
    customers = table([0, 1, 5, 5], [0.0, 5.0, 7.0, -1.0])
    made = read_spend(customers, covariates=[LOG_FREQUENCY])
    assert made.z.tolist() == [[0, 0, np.log(5), np.log(5)]]
    given = customers.assign(log_frequency=[4.0, 3.0, 2.0, 1.0])
    assert read_spend(given, covariates=[LOG_FREQUENCY]).z.tolist() == [[4, 3, 2, 1]]


def test_covariates_come_in_the_order_asked_for() -> None:
    customers = table([1, 2], [5.0, 7.0]).assign(b=[3.0, 4.0], a=[1, 2])
    spend = read_spend(customers, covariates=["a", LOG_FREQUENCY, "b"])
    assert spend.z.tolist() == [[1, 2], [0, np.log(2)], [3, 4]]
    assert read_spend(customers).z.shape == (0, 2)


@pytest.mark.parametrize("frequency", [1.5, -1.0, 2e6])
def test_a_frequency_that_counts_nothing_is_refused(frequency: float) -> None:
    customers = pd.DataFrame({"frequency": [1.0, frequency], "monetary_value": [5.0, 5.0]})
    with pytest.raises(FitError, match="E_HISTORY: 1 customers have a frequency"):
        read_spend(customers)


def test_what_is_no_number_is_named_with_its_column_and_count() -> None:
    customers = table([1, 2, 0], [np.nan, np.inf, 5.0])
    with pytest.raises(FitError, match="column monetary_value holds 2 values"):
        read_spend(customers)
    with pytest.raises(FitError, match="no column age"):
        read_spend(customers, covariates=["age"])
