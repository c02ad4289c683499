import pandas as pd
import pytest

from clv.customers import OUTCOMES, SUMMARY, calibration_holdout, outcomes, summarise
from clv.errors import InputError
from clv.transactions import Transactions

DAYS = ("1997-10-01", "1998-07-01")


def test_it_is_the_summary_beside_the_outcomes(cdnow_sample_log: Transactions) -> None:
    table = calibration_holdout(cdnow_sample_log, *DAYS)
    assert tuple(table.columns) == (*SUMMARY, *OUTCOMES, "duration_holdout")
    pd.testing.assert_frame_equal(
        table[list(SUMMARY)], summarise(cdnow_sample_log, DAYS[0]), check_flags=False
    )
    pd.testing.assert_frame_equal(
        table[list(OUTCOMES)], outcomes(cdnow_sample_log, *DAYS), check_flags=False
    )
    assert table.attrs == {
        "as_of": DAYS[0], "time_unit": "W", "until": DAYS[1], "newcomers": 0
    }  # fmt: skip


@pytest.mark.parametrize(("unit", "length"), [("D", 273), ("W", 39), ("M", 273 / 30.4375)])
def test_the_holdout_has_its_length_in_units(
    cdnow_sample_log: Transactions, unit: str, length: float
) -> None:
    table = calibration_holdout(cdnow_sample_log, *DAYS, unit=unit)
    assert set(table["duration_holdout"]) == {length}


def test_a_holdout_that_ends_before_it_begins_is_refused(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match="E_WINDOW"):
        calibration_holdout(cdnow_sample_log, *DAYS[::-1])
