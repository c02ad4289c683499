"""From customers to distinct histories and back."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_array_equal

from clv.errors import FitError
from clv.models._inputs.histories import read_histories
from clv.models._maths.histories import Histories
from tests.models import cdnow


def test_every_customer_finds_the_own_history_again() -> None:
    customers = cdnow.customers("sample")
    data = read_histories(customers)
    assert_array_equal(data.x[data.position], customers["frequency"])
    assert_array_equal(data.t_x[data.position], customers["recency"])
    assert_array_equal(data.T[data.position], customers["T"])


def test_days_collapse_customers_and_weights_count_them() -> None:
    data = read_histories(cdnow.customers("sample"))
    assert data.x.size == 1016
    assert data.weight.sum() == data.n_customers == 2357
    assert data.n_repeaters == 946


def test_sample_weights_add_up_within_a_history() -> None:
    customers = cdnow.customers("sample")
    weight = np.arange(len(customers), dtype=float)
    data = read_histories(customers, weight)
    same = data.position == data.position[0]
    assert data.weight[data.position[0]] == weight[same].sum()


def test_another_unit_of_time_divides_all_times() -> None:
    data = read_histories(cdnow.customers("sample"))
    assert_array_equal(data.in_units_of(data.mean_age).T, data.T / data.mean_age)
    assert_array_equal(data.in_units_of(2.0).t_x, data.t_x / 2)


def test_covariates_tell_histories_apart() -> None:
    customers = cdnow.customers("sample")
    customers = customers.assign(card=np.arange(len(customers)) % 2, age=20.0)
    plain, data = read_histories(customers), read_histories(customers, covariates=("card", "age"))
    assert plain.z.shape == (0, 1016)
    assert 1016 < data.x.size < 2032
    assert data.z.shape == (2, data.x.size)
    assert_array_equal(data.z[:, data.position], customers[["card", "age"]].T)
    assert_array_equal(data.x[data.position], customers["frequency"])
    assert data.weight.sum() == 2357


def test_a_missing_covariate_is_named() -> None:
    with pytest.raises(FitError, match="E_COLUMNS.*no column age"):
        read_histories(cdnow.customers("sample"), covariates=("age",))


def test_a_new_customer_has_no_past() -> None:
    new = Histories.new()
    assert (new.x.tolist(), new.t_x.tolist(), new.T.tolist()) == ([0], [0.0], [0.0])
    assert new.n_customers == 1


def test_the_mean_age_is_that_of_customers_by_weight() -> None:
    customers = cdnow.customers("sample")
    assert read_histories(customers).mean_age == pytest.approx(customers["T"].mean())
    weight = np.linspace(0, 3, len(customers))
    weighted = read_histories(customers, weight).mean_age
    assert weighted == pytest.approx(np.average(customers["T"], weights=weight))


def test_some_histories_can_be_taken_out_and_repeated() -> None:
    customers = cdnow.customers("sample")
    data = read_histories(customers.assign(age=np.arange(2357.0)), covariates=("age",))
    some = data.at(np.array([7, 7, 3]))
    assert some.x.tolist() == data.x[[7, 7, 3]].tolist()
    assert some.t_x.tolist() == data.t_x[[7, 7, 3]].tolist()
    assert some.T.tolist() == data.T[[7, 7, 3]].tolist()
    assert some.z.tolist() == data.z[:, [7, 7, 3]].tolist()
    assert some.position.tolist() == [0, 1, 2]


def test_one_in_so_many_histories_has_some_of_every_kind() -> None:
    data = read_histories(cdnow.customers("sample"))
    some = data.every(10)
    assert some.x.size == pytest.approx(102, abs=1)
    shares = [float((part.x > 0) @ part.weight / part.weight.sum()) for part in (data, some)]
    assert shares[1] == pytest.approx(shares[0], abs=0.15)
    assert some.x.max() > 10


def test_without_recency_what_is_left_leads_back() -> None:
    data = read_histories(cdnow.customers("sample"))
    ages = data.without_recency()
    assert ages.x.size < data.x.size / 2
    assert_array_equal(ages.x[ages.position], data.x)
    assert_array_equal(ages.T[ages.position], data.T)
    assert not ages.t_x.any()
    assert ages.weight.sum() == 2357
    assert pd.DataFrame({"x": ages.x, "T": ages.T}).duplicated().sum() == 0
