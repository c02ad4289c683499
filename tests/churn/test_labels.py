import pandas as pd
import pytest

from clv.churn import no_purchase
from clv.errors import InputError


def test_churn_is_the_absence_of_a_purchase() -> None:
    outcomes = pd.DataFrame({"active_holdout": [True, False, False]}, index=["a", "b", "c"])
    churned = no_purchase(outcomes)
    assert churned.to_dict() == {"a": False, "b": True, "c": True}
    assert churned.dtype == bool


def test_outcomes_without_activity_are_refused() -> None:
    with pytest.raises(InputError, match="E_COLUMNS"):
        no_purchase(pd.DataFrame({"spend_holdout": [1.0]}))
