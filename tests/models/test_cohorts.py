"""From survivors of a cohort to rows."""

import numpy as np
import pytest

from clv.errors import InputError
from clv.models.cohorts import cohort_table


def test_every_customer_is_in_one_row() -> None:
    table = cohort_table([631, 468, 382], start=1000)
    assert table["weight"].sum() == 1000
    assert table["tenure"].tolist() == [1, 2, 3, 3]
    assert table["lost"].tolist() == [True, True, True, False]
    assert table["lost"].dtype == bool


@pytest.mark.parametrize("survivors", [[90, 95], [110], [50, -1], [50, np.nan]])
def test_survivors_never_grow(survivors: list[float]) -> None:
    with pytest.raises(InputError, match="E_SURVIVORS"):
        cohort_table(survivors, start=100)
