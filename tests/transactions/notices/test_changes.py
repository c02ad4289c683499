from datetime import date
from typing import Any

import numpy as np
import pytest

from clv.errors import InputError
from clv.transactions.notices.changes import content_notices, volume_notices
from tests.transactions.notice_tables import codes

BEFORE: dict[str, Any] = {
    "as_of": date(2024, 7, 1),
    "first_day": date(2023, 1, 1),
    "last_day": date(2024, 6, 30),
    "rows_in": 8000,
    "rows_used": 7800,
    "customers": 2600,
    "purchase_days": 7700,
    "amount": 1e5,
    "rows_per_customer": 3.0,
    "set_aside_share": {"date_missing": 0.02},
    "weekly_rows": [100] * 13,
    "monthly_rows": {f"2024-{month:02d}": 400 for month in range(1, 7)},
}
LATER: dict[str, Any] = {
    **BEFORE, "as_of": date(2024, 7, 29), "last_day": date(2024, 7, 28), "rows_used": 8200,
}  # fmt: skip


def test_a_steady_log_has_not_changed() -> None:
    assert content_notices(LATER, BEFORE) + volume_notices(LATER, BEFORE) == []


@pytest.mark.parametrize(("times", "found"), [(1.4, set()), (1.6, {"W_ROWS_PER_CUSTOMER"})])
def test_a_jump_of_rows_per_customer_is_noticed(times: float, found: set[str]) -> None:
    assert codes(content_notices({**LATER, "rows_per_customer": 3.2 * times}, BEFORE)) == found


def test_merged_ids_stop_the_run() -> None:
    with pytest.raises(InputError, match=r"E_IDS_MERGED: 9\.9 rows .* had 3\.0.*as text"):
        content_notices({**LATER, "rows_per_customer": 9.9}, BEFORE)


def test_a_longer_time_explains_more_rows_per_customer() -> None:
    young = {**BEFORE, "first_day": date(2024, 6, 1), "rows_per_customer": 1.1}
    old = {**LATER, "first_day": date(2024, 6, 1), "as_of": date(2025, 6, 1)}
    assert content_notices({**old, "rows_per_customer": 8.0}, young) == []


def test_a_reason_that_takes_more_rows_than_before_is_noticed() -> None:
    for share, found in ((0.039, set()), (0.05, {"W_SET_ASIDE"})):
        aside = {"date_missing": share, "on_or_after_as_of": 0.5}
        assert codes(content_notices({**LATER, "set_aside_share": aside}, BEFORE)) == found
    new = {"amount_missing": 0.011}
    assert codes(content_notices({**LATER, "set_aside_share": new}, BEFORE)) == {"W_SET_ASIDE"}


def test_a_tenth_of_the_rows_missing_is_noticed_in_the_past() -> None:
    months = {month: int(0.9 * n) for month, n in BEFORE["monthly_rows"].items()}
    (notice,) = volume_notices({**LATER, "monthly_rows": months}, BEFORE)
    assert (notice.code, notice.count) == ("W_HISTORY_CHANGED", 240)


def test_a_row_booked_late_or_cancelled_is_no_change() -> None:
    months = BEFORE["monthly_rows"] | {"2024-06": 398, "2024-05": 420}
    assert volume_notices({**LATER, "monthly_rows": months}, BEFORE) == []


def test_an_earlier_day_is_compared_for_the_months_that_both_hold() -> None:
    months = {month: n for month, n in BEFORE["monthly_rows"].items() if month < "2024-04"}
    early = {**BEFORE, "as_of": date(2024, 4, 1), "monthly_rows": months, "rows_used": 6600}
    assert volume_notices(early, BEFORE) == []


@pytest.mark.parametrize("new", [200, 700])
def test_new_rows_far_from_what_was_foretold_are_noticed(new: int) -> None:
    (notice,) = volume_notices({**LATER, "rows_used": 7800 + new}, BEFORE)
    assert notice.code == "W_VOLUME"
    assert notice.found.startswith(f"{new} rows are new")


@pytest.mark.parametrize("new", [310, 490])
def test_new_rows_near_what_was_foretold_are_not(new: int) -> None:
    assert volume_notices({**LATER, "rows_used": 7800 + new}, BEFORE) == []


def test_where_weeks_vary_more_is_allowed() -> None:
    uneven = {**BEFORE, "weekly_rows": [40, 160] * 6 + [100]}
    assert volume_notices({**LATER, "rows_used": 7800 + 200}, uneven) == []


@pytest.mark.parametrize("excess", [1.0, 5.0])
def test_new_rows_drawn_as_before_raise_no_false_alarm(excess: float) -> None:
    """Weeks vary by Poisson, or by a gamma mixture with five times the variance."""
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(400):
        weeks = rng.poisson(100, 17) if excess == 1 else rng.negative_binomial(25, 0.2, 17)
        before = {**BEFORE, "weekly_rows": [int(n) for n in weeks[:13]]}
        alarms += len(volume_notices({**LATER, "rows_used": 7800 + int(weeks[13:].sum())}, before))
    assert alarms <= 2
