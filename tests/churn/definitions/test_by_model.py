import pandas as pd
import pytest

from clv.churn import certainly_alive, not_alive, unlikely_to_buy
from clv.errors import InputError
from tests.churn.tables import Given

CUSTOMERS = pd.DataFrame({"frequency": [0, 2, 3]}, index=["a", "b", "c"])


class Alive:
    """A model that says who is alive."""

    def __init__(self, *values: float) -> None:
        self.values = values

    def probability_alive(self, customers: pd.DataFrame) -> "pd.Series[float]":
        return pd.Series(self.values, customers.index)


def test_the_threshold_itself_is_not_above_it() -> None:
    model = Given(pd.Series([0.5, 0.4, 0.6], CUSTOMERS.index))
    assert unlikely_to_buy(model, CUSTOMERS, 273).tolist() == [False, True, False]
    assert model.asked == 273


def test_whom_the_model_cannot_tell_has_no_label() -> None:
    model = Given(pd.Series([0.4, float("nan"), 0.6], CUSTOMERS.index))
    assert unlikely_to_buy(model, CUSTOMERS, 273).isna().tolist() == [False, True, False]


def test_who_is_below_the_threshold_is_not_alive() -> None:
    labels = not_alive(Alive(1.0, 0.4, float("nan")), CUSTOMERS)
    assert labels.tolist()[:2] == [False, True]
    assert labels.isna().tolist() == [False, False, True]


def test_those_alive_whatever_their_silence_are_counted() -> None:
    told = certainly_alive(Alive(1.0, 1.0, 0.9), CUSTOMERS)
    assert told is not None
    assert told.count == 2
    assert "1 of them bought once" in told.found
    assert certainly_alive(Alive(0.9, 0.8, 0.7), CUSTOMERS) is None


@pytest.mark.parametrize("threshold", [-0.1, 1.1, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(threshold: float) -> None:
    model = Given(pd.Series(0.5, CUSTOMERS.index))
    with pytest.raises(InputError, match="E_PARAMETER: above"):
        unlikely_to_buy(model, CUSTOMERS, 1, threshold)
    with pytest.raises(InputError, match="E_PARAMETER: below"):
        not_alive(Alive(1.0, 1.0, 1.0), CUSTOMERS, threshold)
