import numpy as np
import pandas as pd

from clv.churn.models._parts import customer_parts


def test_a_customer_is_in_one_part_wherever_the_row_stands() -> None:
    index = pd.Index([f"k{i}" for i in range(1000)] * 2)
    parts = customer_parts(index, 5)
    assert (parts[:1000] == parts[1000:]).all()
    np.testing.assert_array_equal(customer_parts(index[::-1], 5), parts[::-1])


def test_parts_are_of_about_equal_size() -> None:
    sizes = np.bincount(customer_parts(pd.Index([f"k{i}" for i in range(5000)]), 5))
    assert len(sizes) == 5
    assert sizes.min() > 850
