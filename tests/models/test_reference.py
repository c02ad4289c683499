"""The reference fits stand by themselves."""

import numpy as np
import pytest

from clv.errors import FitError, InputError
from clv.models import BGNBD, lifetimes_fit
from clv.models.reference import LifetimesModel
from tests.models import cdnow


@pytest.mark.parametrize(
    ("model", "names"),
    [("bg_nbd", {"r", "alpha", "a", "b"}), ("gamma_gamma", {"p", "q", "gamma"})],
)
def test_a_reference_fit_has_our_names_and_a_time(model: str, names: set[str]) -> None:
    fit = lifetimes_fit(cdnow.customers("sample"), model)
    assert set(fit) == names | {"seconds"}
    assert min(fit.values()) > 0


def test_where_lifetimes_gives_up_the_error_has_a_name() -> None:
    customers = cdnow.customers("sample")
    contradiction = customers.assign(recency=customers["T"] + customers["frequency"])
    with pytest.raises(FitError, match="E_REFERENCE: lifetimes gave up on bg_nbd"):
        lifetimes_fit(contradiction, "bg_nbd")


def test_another_reference_is_refused() -> None:
    with pytest.raises(InputError, match="E_MODEL"):
        lifetimes_fit(cdnow.customers("sample"), "nbd")


def test_its_own_forecast_is_close_to_ours_and_one_for_each_customer() -> None:
    customers = cdnow.customers("sample")
    theirs = LifetimesModel("bg_nbd").fit(customers)
    ours = BGNBD().fit(customers).predict(customers, 39.0)
    assert theirs.predict(customers, 39.0) == pytest.approx(ours.to_numpy(), rel=1e-2)
    assert not theirs.has_distribution


def test_only_its_pareto_tells_a_distribution_of_known_customers() -> None:
    customers = cdnow.customers("sample").iloc[:300]
    theirs = LifetimesModel("pareto_nbd").fit(customers)
    table = theirs.pmf(customers, 39.0, 3)
    assert theirs.has_distribution
    assert table.shape == (300, 4)
    assert ((table.sum(axis=1) > 0) & (table.sum(axis=1) < 1 + 1e-6)).all()


def test_a_forecast_that_is_no_number_is_an_error_with_a_count() -> None:
    customers = cdnow.customers("sample")
    theirs = LifetimesModel("bg_nbd").fit(customers)
    asked = "conditional_expected_number_of_purchases_up_to_time"
    setattr(theirs.fitter_, asked, lambda t, x, t_x, T: np.where(x > 20, np.nan, x))
    with pytest.raises(FitError, match="no number from 0 for [1-9][0-9]* of [0-9]+ histories"):
        theirs.predict(customers, 39.0)
    with pytest.raises(InputError, match="E_MODEL"):
        LifetimesModel("nbd")
