"""From customers to distinct histories and back."""

import numpy as np
from numpy.testing import assert_array_equal

from clv.models._histories import read_histories
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
