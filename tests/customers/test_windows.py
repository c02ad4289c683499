from datetime import date

import pytest

from clv.customers.windows import since, window_days
from clv.errors import InputError
from clv.periods import Duration


@pytest.mark.parametrize(
    ("length", "days"), [("26w", 182), (Duration(26, "W"), 182), (1, 1), (365, 365)]
)
def test_a_length_is_counted_in_days(length: str | int | Duration, days: int) -> None:
    assert window_days(length) == days
    assert since(date(2024, 7, 1), length) == date.fromordinal(date(2024, 7, 1).toordinal() - days)


@pytest.mark.parametrize("length", [0, -3, True, 2.5, "soon", "", 10**9])
def test_what_is_no_length_is_refused(length: object) -> None:
    with pytest.raises(InputError, match="E_DURATION"):
        window_days(length)  # type: ignore[arg-type]


def test_without_a_window_everything_is_seen() -> None:
    assert since(date(2024, 7, 1), None) == date(1970, 1, 1)
    assert since(date(1970, 2, 1), 365) == date(1970, 1, 1)
