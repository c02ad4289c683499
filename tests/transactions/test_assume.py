"""An end that nobody declares is the day after the last row, said aloud, or it is refused."""

import weakref
from contextlib import nullcontext, suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.transactions import Transactions, read_transactions
from clv.transactions.assume import FAR_AHEAD, read_to_last_day
from clv.transactions.engines.engine import Engine
from tests.transactions.logs import frame

START = date(2024, 1, 1)


def assumed(*places: int, start: date = START) -> Transactions:
    """A log with a purchase on each of these days after a start."""
    rows = [(f"c{i}", str(start + timedelta(days=place)), 5.0) for i, place in enumerate(places)]
    table = frame(rows)
    return read_to_last_day(lambda day: read_transactions(table, as_of=day))


def refused(*places: int) -> InputError:
    with pytest.raises(InputError) as caught:
        assumed(*places)
    return caught.value


def test_the_day_after_the_last_row_is_assumed_and_said_first() -> None:
    log = assumed(*range(60), 60, 60)
    first, *others = log.audit.notices
    assert (log.as_of, first.code) == (date(2024, 3, 2), "W_AS_OF_ASSUMED")
    assert "2024-03-02" in first.found
    assert "--as-of" in first.remedy
    assert others == []


def test_nothing_else_differs_from_a_log_whose_end_is_declared() -> None:
    rows = frame([(f"c{i % 9}", str(START + timedelta(days=i)), 5.0) for i in range(90)])
    log = read_to_last_day(lambda day: read_transactions(rows, as_of=day))
    declared = read_transactions(rows, as_of=log.as_of)
    assert log == declared
    assert log.digest == declared.digest
    assert log.audit.notices[1:] == declared.audit.notices
    assert log.audit.set_aside == declared.audit.set_aside


@pytest.mark.parametrize("gap", [100, 300, 3650])
def test_a_day_far_from_all_others_has_to_be_declared(gap: int) -> None:
    error = refused(*range(60), 59 + gap)
    assert error.code == "E_AS_OF"
    assert f"{gap} days after all others: 1" in error.found
    assert error.samples == (str(START + timedelta(days=59 + gap)),)


def test_a_few_rows_far_from_all_others_have_to_be_declared() -> None:
    assert "5 years" not in str(refused(*range(600), 2000, 2010, 2020))
    assert "1401 days after all others: 3" in refused(*range(600), 2000, 2010, 2020).found


def test_a_log_that_goes_on_after_a_break_is_believed() -> None:
    assert assumed(*range(60), *range(200, 260)).as_of == START + timedelta(days=260)


@pytest.mark.parametrize("places", [(0,), (0, 92), (0, 365, 730), (0, 400, 500, 1100)])
def test_a_log_of_few_rows_is_believed(places: tuple[int, ...]) -> None:
    assert assumed(*places).as_of == START + timedelta(days=places[-1] + 1)


def test_of_two_rows_a_year_apart_nobody_can_tell_which_is_the_mistake() -> None:
    assert refused(0, 365).code == "E_AS_OF"


@pytest.mark.parametrize("day", ["2101-01-01", "2124-05-05", "9999-12-30"])
def test_a_day_that_cannot_be_has_to_be_declared(day: str) -> None:
    rows = frame([("a", "2024-01-01", 5.0), ("b", day, 5.0)])
    with pytest.raises(InputError, match=f"E_AS_OF.*{day}"):
        read_to_last_day(lambda as_of: read_transactions(rows, as_of=as_of))


def test_days_that_stand_for_none_do_not_matter_unless_a_late_one_is_among_them() -> None:
    none = ["1900-01-01", "1899-12-30", "1901-01-01", "1902-01-01", "9999-12-31", "9999-12-31"]
    rows = [("a", "2024-01-01", 5.0), *((f"c{i}", day, 5.0) for i, day in enumerate(none))]
    log = read_to_last_day(lambda as_of: read_transactions(frame(rows), as_of=as_of))
    assert log.as_of == date(2024, 1, 2)
    assert log.audit.set_aside["date_implausible"] == len(none)
    late = frame([*rows, ("b", "2150-01-01", 5.0)])
    with pytest.raises(InputError, match="E_AS_OF"):
        read_to_last_day(lambda as_of: read_transactions(late, as_of=as_of))


def test_the_first_engine_is_gone_before_the_second_reads() -> None:
    engines: list[weakref.ref[Engine]] = []
    alive: list[int] = []
    table = frame([("a", "2024-01-01", 5.0), ("b", "2024-01-05", 5.0)])

    def read(day: date) -> Transactions:
        alive.append(sum(engine() is not None for engine in engines))
        log = read_transactions(table, as_of=day)
        engines.append(weakref.ref(log.engine))
        return log

    assert read_to_last_day(read).as_of == date(2024, 1, 6)
    assert alive == [0, 0]


def test_the_last_day_that_can_be_is_seen_by_the_first_look() -> None:
    assert assumed(0, start=FAR_AHEAD - timedelta(days=1)).as_of == FAR_AHEAD


@settings(max_examples=20)
@given(st.sets(st.integers(0, 2000), min_size=1, max_size=60))
def test_the_end_is_the_day_after_the_last_row_or_refused(places: set[int]) -> None:
    ordered = sorted(places)
    breaks = [later - earlier for earlier, later in pairwise(ordered)]
    with suppress(InputError) if max(breaks, default=0) > 92 else nullcontext():
        assert assumed(*ordered).as_of == START + timedelta(days=ordered[-1] + 1)
