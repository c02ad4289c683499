"""The customer tables are those of lifetimes where it is right; where it is not, a test says so."""

import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from clv.customers import calibration_holdout, summarise
from clv.datasets import Dataset, cdnow, cdnow_sample
from clv.transactions import Transactions
from tests.customers.tables import values
from tests.transactions.logs import read_rows

CUT, LAST = "1997-10-01", "1997-09-30"


@pytest.fixture(scope="module")
def lifetimes() -> Iterator[Any]:
    """Its tools, with the warnings that they raise under today's pandas held back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifetimes import utils

        yield utils


def raw(data: Dataset) -> pd.DataFrame:
    """The rows of the file, untouched."""
    table = pd.read_csv(data.path, sep=r"\s+", header=None, dtype=str)
    table = (
        table[table[1] != "date"].iloc[:, [-4, -3, -1]].set_axis(["id", "date", "amount"], axis=1)
    )
    return table.assign(
        date=pd.to_datetime(table["date"], format="%Y%m%d"), amount=table["amount"].astype(float)
    )


def frame(*rows: tuple[str, str, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["id", "date", "amount"])
    return table.assign(date=pd.to_datetime(table["date"]))


def summary(tools: Any, rows: pd.DataFrame, last: str, **options: Any) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tools.summary_data_from_transaction_data(  # type: ignore[no-any-return]
            rows, "id", "date", "amount", observation_period_end=last, **options
        )


def assert_same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    np.testing.assert_array_equal(ours.index, theirs.index)
    for column in ("frequency", "recency", "T"):
        np.testing.assert_array_equal(ours[column], theirs[column], err_msg=column)
    # They sum in binary: the last digits are theirs alone.
    np.testing.assert_allclose(ours["monetary_value"], theirs["monetary_value"], rtol=1e-14)


@pytest.mark.parametrize(("multiple", "unit"), [(1, "D"), (7, "W")])
@pytest.mark.parametrize("data", [cdnow_sample(), cdnow()], ids=["sample", "cohort"])
def test_by_days_the_summary_is_that_of_lifetimes(
    lifetimes: Any,
    cdnow_log: Transactions,
    cdnow_sample_log: Transactions,
    data: Dataset,
    multiple: int,
    unit: str,
) -> None:
    log = cdnow_log if data.name == "cdnow" else cdnow_sample_log
    theirs = summary(lifetimes, raw(data), LAST, freq="D", freq_multiplier=multiple)
    assert_same(summarise(log, CUT, unit), theirs)


@pytest.mark.parametrize("data", [cdnow_sample(), cdnow()], ids=["sample", "cohort"])
def test_by_weeks_it_is_that_of_lifetimes_given_the_past_alone(
    lifetimes: Any, cdnow_log: Transactions, cdnow_sample_log: Transactions, data: Dataset
) -> None:
    log = cdnow_log if data.name == "cdnow" else cdnow_sample_log
    rows = raw(data)
    theirs = summary(lifetimes, rows[rows["date"] <= LAST], LAST, freq="W")
    assert_same(summarise(log, CUT, "W", grain="W"), theirs)


def test_lifetimes_sees_the_rest_of_the_last_week_and_we_do_not(lifetimes: Any) -> None:
    """30 September 1997 is a Tuesday: lifetimes takes purchases until Sunday, the future."""
    rows = [("a", "1997-09-01", 5.0), ("a", "1997-10-03", 5.0), ("b", "1997-09-02", 5.0)]
    theirs = summary(lifetimes, frame(*rows), LAST, freq="W")
    assert theirs["frequency"].tolist() == [1, 0]
    log = read_rows(*rows, as_of="1997-12-01")
    assert summarise(log, CUT, grain="W")["frequency"].tolist() == [0, 0]


def test_with_its_first_transaction_lifetimes_has_our_purchases_and_mean_amount(
    lifetimes: Any, cdnow_sample_log: Transactions
) -> None:
    theirs = summary(lifetimes, raw(cdnow_sample()), LAST, freq="D", include_first_transaction=True)
    ours = summarise(cdnow_sample_log, CUT)
    np.testing.assert_array_equal(ours["purchases"], theirs["frequency"])
    np.testing.assert_allclose(ours["mean_amount"], theirs["monetary_value"], rtol=1e-14)


def test_a_return_is_a_purchase_to_lifetimes_and_none_to_us(lifetimes: Any) -> None:
    rows = [("a", "1997-01-01", 50.0), ("a", "1997-01-08", 30.0), ("a", "1997-01-20", -20.0)]
    theirs = summary(lifetimes, frame(*rows), "1997-01-31", freq="D")
    assert values(theirs, "a", "frequency", "recency", "monetary_value") == [2, 19, 5]
    ours = summarise(read_rows(*rows, as_of="1997-02-01"), "1997-02-01", "D")
    assert values(ours, "a", "frequency", "recency", "monetary_value") == [1, 7, 10]


def test_a_free_visit_counts_for_both(lifetimes: Any) -> None:
    rows = [("a", "1997-01-01", 50.0), ("a", "1997-01-08", 0.0), ("a", "1997-01-20", 20.0)]
    theirs = summary(lifetimes, frame(*rows), "1997-01-31", freq="D")
    assert_same(summarise(read_rows(*rows, as_of="1997-02-01"), "1997-02-01", "D"), theirs)


def test_the_holdout_counts_are_those_of_lifetimes(
    lifetimes: Any, cdnow_sample_log: Transactions
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifetimes.calibration_and_holdout_data(
            raw(cdnow_sample()), "id", "date", LAST, "1998-06-30", monetary_value_col="amount"
        )
    ours = calibration_holdout(cdnow_sample_log, CUT, "1998-07-01", "D")
    for column, their in (
        ("frequency", "frequency_cal"),
        ("recency", "recency_cal"),
        ("T", "T_cal"),
        ("purchases_holdout", "frequency_holdout"),
        ("duration_holdout", "duration_holdout"),
    ):
        np.testing.assert_array_equal(ours[column], theirs[their], err_msg=column)


def test_lifetimes_values_the_holdout_by_row_and_we_by_what_was_spent(lifetimes: Any) -> None:
    """Two rows of one day: a mean of 15 a row, while 30 was spent on the one day of purchase."""
    rows = [("a", "1997-01-01", 5.0), ("a", "1997-02-03", 10.0), ("a", "1997-02-03", 20.0)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = lifetimes.calibration_and_holdout_data(
            frame(*rows), "id", "date", "1997-01-31", "1997-02-28", monetary_value_col="amount"
        )
    assert values(theirs, "a", "frequency_holdout", "monetary_value_holdout") == [1, 15]
    ours = calibration_holdout(read_rows(*rows, as_of="1997-03-01"), "1997-02-01", "1997-03-01")
    assert values(ours, "a", "purchases_holdout", "spend_holdout") == [1, 30]
