"""Time: days written in many ways, clocks, sentinels, feeds that stop, units, windows."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from clv.customers import outcomes, summarise
from clv.models import BGNBD
from clv.periods import Split
from clv.simulate import simulate_customers
from clv.transactions import Cleaning, Transactions, read_transactions
from clv.transactions.assume import read_to_last_day
from clv.transactions.previous import compare_with_previous, facts
from tests.transactions.faults.case import (
    AS_OF,
    HEADER,
    SHOP,
    Act,
    Build,
    Case,
    Row,
    dates,
    frame,
    passes,
    stops,
    text,
)

CODES = {
    "T1", "T2", "T3", "T4", "T5", "T7", "T8", "T9", "T10", "T11", "T12", "T15", "T17", "T18", "T19",
    "T21", "T22", "T23", "T24", "T25", "T26", "T28", "T29", "T30",
}  # fmt: skip

BERLIN = ZoneInfo("Europe/Berlin")
EARLY = [row for row in SHOP if row[1][8:] <= "12"]


def written(date_format: str, rows: list[Row] = SHOP) -> Build:
    """The shop with its days in another format."""
    return text(dates(rows, lambda day: day.strftime(date_format)))


def plus(*days: str) -> Build:
    """The shop with one row more for each of these days."""
    return text([*SHOP, *(("c00", day, "5") for day in days)])


def turned(*ways: Callable[[date], str]) -> Build:
    """The shop with its days written in turns."""
    return text([(r[0], ways[i % len(ways)](date.fromisoformat(r[1])), r[2])
                 for i, r in enumerate(SHOP)])  # fmt: skip


def serial(day: date) -> str:
    return str((day - date(1899, 12, 30)).days)


def clock(day: date) -> str:
    return str(int(datetime(day.year, day.month, day.day, 12, tzinfo=BERLIN).timestamp()))


def at_night(table: pd.DataFrame) -> pd.DataFrame:
    """Half an hour after midnight in Berlin: the day before in UTC."""
    moments = pd.to_datetime(table["date"]) + pd.Timedelta(minutes=30)
    return table.assign(date=moments.dt.tz_localize(BERLIN).dt.tz_convert("UTC"))


def spring(hour: str) -> Build:
    """Twenty customers from 21 March to 9 April 2024; clocks go forward on 31 March."""
    days = [date(2024, 3, 21) + timedelta(days=i) for i in range(20)]
    return text([(f"c{i:02}", f"{day} {hour}", "5") for i, day in enumerate(days)])


def autumn(hour: str) -> Build:
    """The same from 17 October to 5 November 2024; clocks go back on 27 October."""
    days = [date(2024, 10, 17) + timedelta(days=i) for i in range(20)]
    return text([(f"c{i:02}", f"{day} {hour}", "5") for i, day in enumerate(days)])


def busy(day: date) -> int:
    """Twenty purchases a day of the week, fifty on Saturdays and Sundays."""
    return 50 if day.weekday() >= 5 else 20


def year(count: Callable[[date], int], write: Callable[[date], str] = str) -> Build:
    """A busy shop in 2023: new customers all the time, each with some purchases."""
    rows: list[Row] = []
    for i in range(365):
        day = date(2023, 1, 1) + timedelta(days=i)
        rows += [(f"k{(37 * k + 11 * i) % 900}", write(day), "9.5") for k in range(count(day))]
    return text(list(dict.fromkeys(rows)))


def swapped(day: date) -> str:
    return f"{day:%Y-%d-%m}" if day.day <= 12 else str(day)


SENTINELS = ("1900-01-01", "1970-01-01", "0001-01-01", "9999-12-31", "1899-12-30", "2124-01-05")
YEAR = "2024-01-01"

CASES: list[Case] = [
    stops("T1", "day or month first, all days up to 12", written("%d/%m/%Y", EARLY),
          "E_DATE_AMBIGUOUS"),
    *(stops("T1", f"day or month first, as {form}", written(form, EARLY), "E_DATE_AMBIGUOUS")
      for form in ("%d.%m.%Y", "%m-%d-%Y", "%d/%m/%y", "%m/%d/%Y %H:%M", "%d/%m/%Y %I:%M %p")),
    passes("T1", "day first, declared", written("%d/%m/%Y"), date_format="%d/%m/%Y"),
    passes("T1", "month first with the time of day, declared", written("%m/%d/%Y %I:%M %p"),
           date_format="%m/%d/%Y %I:%M %p"),
    stops("T1", "declared the wrong way round", written("%d/%m/%Y"), "E_DATE",
          date_format="%m/%d/%Y"),
    stops("T2", "day first, given away by a 13", written("%d/%m/%Y", SHOP[12:]),
          "E_DATE_AMBIGUOUS"),
    stops("T3", "two formats by turns", turned(str, lambda d: f"{d:%d/%m/%Y}"),
          "E_DATE_AMBIGUOUS"),
    stops("T3", "YYYY-MM-DD and YYYYMMDD by turns", turned(str, lambda d: f"{d:%Y%m%d}"), "E_DATE"),
    stops("T3", "YYYY-MM-DD and months by name", turned(str, lambda d: f"{d:%d %b %Y}"), "E_DATE"),
    passes("T4", "text that sorts in another way than its days", written("%d/%m/%Y", SHOP[::-1]),
           date_format="%d/%m/%Y"),
    passes("T4", "months by name, declared", written("%d %b %Y"), date_format="%d %b %Y"),
    passes("T4", "as Chinese is written, declared", written("%Y年%m月%d日"),
           date_format="%Y年%m月%d日"),
    passes("T5", "days and points in time by turns",
           turned(str, lambda d: f"{d} 10:15", lambda d: f"{d}T23:59:59.999")),
    passes("T5", "YYYYMMDD", written("%Y%m%d")),
    passes("T5", "YYYYMMDD that went through a column of floats", written("%Y%m%d.0")),
    passes("T5", "full-width digits", turned(lambda d: str(d).translate(
        str.maketrans("0123456789-", "０１２３４５６７８９－"))), repaired={"date_characters": 60}),
    passes("T5", "blanks around a date", turned(lambda d: f" {d} ")),
    stops("T7", "points in time in UTC", turned(lambda d: f"{d}T12:00:00Z"), "E_DATE_ZONE"),
    passes("T7", "points in time in UTC, the business's zone declared",
           turned(lambda d: f"{d - timedelta(days=1)}T23:30:00Z"), time_zone="Europe/Berlin",
           repaired={"time_zone_converted": 60}),
    stops("T7", "a column of points in time in UTC", frame(SHOP, at_night), "E_DATE_ZONE"),
    passes("T7", "a column of points in time in UTC, the zone declared", frame(SHOP, at_night),
           repaired={"time_zone_converted": 60}, time_zone="Europe/Berlin"),
    stops("T7", "a time zone that is none", turned(lambda d: f"{d}T12:00:00Z"), "E_TIME_ZONE",
          time_zone="Europe/Berlim"),
    stops("T8", "offsets of summer and winter",
          turned(lambda d: f"{d} 12:00:00+02:00", lambda d: f"{d} 12:00:00+01:00"), "E_DATE_ZONE"),
    passes("T8", "offsets of summer and winter, the zone declared",
           turned(lambda d: f"{d} 12:00:00+02:00", lambda d: f"{d}T12:00:00+0100"),
           repaired={"time_zone_converted": 60}, time_zone="Europe/Berlin"),
    stops("T8", "some with an offset and some without",
          turned(lambda d: f"{d} 12:00:00+02:00", lambda d: f"{d} 12:00:00"), "E_DATE_ZONE",
          time_zone="Europe/Berlin"),
    passes("T9", "local times that the clocks leapt over", spring("02:30:00"), clean=False,
           repaired={"local_time_nonexistent": 1}, time_zone="Europe/Berlin", as_of="2024-04-10"),
    passes("T9", "local times that the clocks showed twice", autumn("02:30:00"), clean=False,
           repaired={"local_time_ambiguous": 1}, time_zone="Europe/Berlin", as_of="2024-11-06"),
    passes("T9", "local times on the day of a change, and no zone", spring("02:30:00"), clean=False,
           as_of="2024-04-10"),
    passes("T10", "a row in 2124", plus("2124-01-05"), aside={"date_implausible": 1},
           notices="W_DATE_IMPLAUSIBLE"),
    passes("T10", "a row ten years ahead", plus("2034-01-05"), aside={"on_or_after_as_of": 1},
           notices="W_FAR_DATES"),
    passes("T10", "rows on and after the as-of day", plus(AS_OF, "2024-03-02"),
           aside={"on_or_after_as_of": 2}),
    *(passes("T11", f"the sentinel {day}", plus(day), aside={"date_implausible": 1},
             notices="W_DATE_IMPLAUSIBLE") for day in SENTINELS),
    passes("T11", "a sentinel as YYYYMMDD",
           text([*dates(SHOP, lambda d: f"{d:%Y%m%d}"), ("c00", "99991231", "5")]),
           aside={"date_implausible": 1}, notices="W_DATE_IMPLAUSIBLE"),
    passes("T11", "days before the first that can be true", plus("2019-05-05", "1999-01-01"),
           aside={"before_start": 2}, cleaning=Cleaning(start=date(2023, 1, 1))),
    passes("T11", "a day of nothing but zeros", plus("0000-00-00"), aside={"date_missing": 1}),
    stops("T12", "days of a spreadsheet", turned(serial), "E_DATE_NUMERIC"),
    passes("T12", "days of a spreadsheet, declared", turned(serial), repaired={"date_serial": 60},
           date_format="excel"),
    passes("T12", "days of a spreadsheet with a time of day, declared",
           turned(lambda d: f"{serial(d)}.75"), repaired={"date_serial": 60}, date_format="excel"),
    passes("T12", "days of a spreadsheet among dates, declared", turned(serial, str),
           repaired={"date_serial": 30}, date_format="excel"),
    stops("T12", "days of a spreadsheet among dates", turned(serial, str), "E_DATE_NUMERIC"),
    stops("T12", "seconds of a clock", turned(clock), "E_DATE_NUMERIC"),
    passes("T12", "seconds of a clock, declared", turned(clock), date_format="unix",
           repaired={"date_serial": 60}, notices="W_DATE_UTC"),
    passes("T12", "milliseconds of a clock, declared with the zone",
           turned(lambda d: f"{clock(d)}000"), date_format="unix_ms", time_zone="Europe/Berlin",
           repaired={"date_serial": 60, "time_zone_converted": 60}),
    *(stops("T15", f"{word!r} for a date", plus(word), "E_DATE")
      for word in ("soon", "2024-02-30", "2023-02-29", "24:00", "2024-13-01", "2024-1-5")),
    stops("T15", "a date that does not exist, as declared",
          text([*dates(SHOP, lambda d: f"{d:%d/%m/%Y}"), ("c00", "31/02/2024", "5")]), "E_DATE",
          date_format="%d/%m/%Y"),
    stops("T17", "observation ends before the data", text(SHOP), "E_AS_OF", as_of="2023-12-31"),
    stops("T17", "observation ends on the first day", text(SHOP), "E_AS_OF", as_of="2024-01-01"),
    stops("T17", "an end that is no day", text(SHOP), "E_DAY", as_of="01/03/2024"),
    passes("T22", "customers who first bought on the last day",
           text([*SHOP, ("new", "2024-02-29", "5")]), clean=False,
           holds=lambda log: bool(summarise(log, AS_OF, "D").loc["new", "T"] == 0)),
    passes("T23", "the last month is missing", text(SHOP), notices="W_STALE", as_of="2024-04-01"),
    passes("T23", "the last four weeks hold a quarter", clean=False, notices="W_VOLUME_END",
           build=year(lambda d: 5 if d >= date(2023, 12, 4) else 20), as_of=YEAR),
    passes("T24", "three weeks are missing in the middle", clean=False, notices="W_GAP",
           build=year(lambda d: 0 if "06-05" <= str(d)[5:] < "06-26" else 20), as_of=YEAR),
    passes("T24", "a month is missing in the middle", clean=False, notices="W_GAP",
           build=year(lambda d: 0 if d.month == 6 else 20), as_of=YEAR),
    passes("T24", "four weeks of a month are nearly missing", clean=False, notices="W_MONTH_THIN",
           build=year(lambda d: 2 if d.month == 6 and d.day <= 28 else 20), as_of=YEAR),
    passes("T26", "weekends, and nothing swapped", year(busy), clean=False, as_of=YEAR),
    passes("T26", "days and months swapped wherever both could be either", year(busy, swapped),
           clean=False, notices="W_DAY_MONTH", as_of=YEAR),
]  # fmt: skip


def _shop(rows: list[Row] = SHOP, as_of: str = AS_OF) -> Transactions:
    return read_transactions(pd.DataFrame(rows, columns=list(HEADER)), as_of=as_of)


def _to_last_day(*more: Row) -> set[str]:
    table = pd.DataFrame([*SHOP, *more], columns=list(HEADER))
    log = read_to_last_day(lambda day: read_transactions(table, as_of=day))
    assert str(log.as_of) == AS_OF
    return {notice.code for notice in log.audit.notices}


def _newcomers() -> set[str]:
    late: list[Row] = [("x", "2024-02-20", "5"), ("y", "2024-02-21", "5")]
    table = outcomes(_shop(SHOP + late), "2024-02-01", AS_OF)
    assert (len(table), table.attrs["newcomers"]) == (20, 2)
    return set()


def _customers(**columns: Any) -> pd.DataFrame:
    truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    table = simulate_customers(truth, np.full(400, 39.0), seed=1)
    return table.assign(**{name: column(table) for name, column in columns.items()})


def _fit(**columns: Any) -> set[str]:
    return {notice.code for notice in BGNBD().fit(_customers(**columns)).notices_}


def _no_exposure() -> set[str]:
    nothing = {"frequency": lambda t: 0, "recency": lambda t: 0.0, "T": lambda t: 0.0}
    return _fit(**nothing)


def _some_exposure() -> set[str]:
    """One-time buyers of the last day say nothing, and do no harm."""
    table = _customers()
    fresh = (table["frequency"] == 0) & (np.arange(len(table)) % 2 == 0)
    model = BGNBD().fit(table.assign(T=table["T"].mask(fresh, 0.0)))
    assert (model.status_, model.n_customers_) == ("converged", 400)
    return set()


def _other_unit() -> set[str]:
    table = _customers()
    model = BGNBD().fit(table)
    table.attrs["time_unit"] = "D"
    return set(model.predict(table, 39.0).index)


def _units() -> set[str]:
    """Ages in weeks and months are those in days, over 7 and over 365.25 / 12."""
    days, weeks, months = (summarise(_shop(), AS_OF, unit) for unit in "DWM")
    for ages in ("recency", "T"):
        np.testing.assert_allclose(weeks[ages] * 7, days[ages], rtol=1e-12)
        np.testing.assert_allclose(months[ages] * 365.25 / 12, days[ages], rtol=1e-12)
    return set()


def _year_as_unit() -> object:
    return summarise(_shop(), AS_OF, "Y")


def _days_for_weeks() -> set[str]:
    """Recency in weeks beside T in days goes unseen; the other way round it lies beyond T."""
    return _fit(recency=lambda t: t["recency"] * 7)


def _a_tenth_missing() -> set[str]:
    """Read without every tenth row what the last run had in full."""
    known, found = facts(_shop()), facts(_shop([r for i, r in enumerate(SHOP) if i % 10]))
    return {notice.code for notice in compare_with_previous(found, known)}


def _thin_feed() -> set[str]:
    """Ten rows a day until the last run, and one a day since."""
    rows: list[Row] = [
        (f"c{i}", str(date(2024, 1, 1) + timedelta(days=k)), "5")
        for k in range(120) for i in range(10 if k < 91 else 1)
    ]  # fmt: skip
    known, found = facts(_shop(rows, "2024-04-01")), facts(_shop(rows, "2024-04-30"))
    return {notice.code for notice in compare_with_previous(found, known)}


ACTS = [
    Act("T25", "a tenth of the rows of the last run is missing", _a_tenth_missing,
        notices=frozenset({"W_HISTORY_CHANGED"})),
    Act("T25", "the rows since the last run are a tenth of the usual", _thin_feed,
        notices=frozenset({"W_VOLUME"})),
    Act("T10", "nobody declares the end", _to_last_day, notices=frozenset({"W_AS_OF_ASSUMED"})),
    Act("T10", "nobody declares the end, and a row lies ten years ahead",
        lambda: _to_last_day(("c00", "2034-01-05", "5")), "E_AS_OF"),
    Act("T10", "nobody declares the end, and a row lies in 2124",
        lambda: _to_last_day(("c00", "2124-01-05", "5")), "E_AS_OF"),
    Act("T10", "nobody declares the end, and a row lies in 1900",
        lambda: _to_last_day(("c00", "1900-01-01", "5")), notices=frozenset({"W_AS_OF_ASSUMED"})),
    Act("T17", "a cut before the data", lambda: [str(Split.parse(AS_OF, "26w", date(2024, 1, 1)))],
        "E_CUT"),
    Act("T17", "a summary before the data", lambda: summarise(_shop(), "2023-06-01").index,
        "E_AS_OF"),
    Act("T17", "a summary after the end of observation",
        lambda: summarise(_shop(), "2024-06-01").index, "E_AS_OF"),
    Act("T18", "nobody bought in the holdout",
        lambda: outcomes(_shop(as_of="2024-06-01"), "2024-03-01", "2024-06-01").index,
        "E_HOLDOUT_EMPTY"),
    Act("T18", "a holdout without a day", lambda: outcomes(_shop(), AS_OF, AS_OF).index,
        "E_WINDOW"),
    Act("T19", "customers who first bought in the holdout are counted", _newcomers),
    Act("T21", "everybody bought for the first time on the last day", _no_exposure,
        "E_NO_EXPOSURE"),
    Act("T22", "some bought for the first time on the last day", _some_exposure),
    Act("T28", "recency as the days since the last purchase",
        lambda: _fit(recency=lambda t: t["T"] - t["recency"]), "E_HISTORY"),
    Act("T29", "a table in days for a model in weeks", _other_unit, "E_UNIT"),
    Act("T29", "recency in days beside T in weeks", _days_for_weeks, "E_HISTORY"),
    Act("T30", "weeks and months have a declared length", _units),
    Act("T30", "years are no unit", _year_as_unit, "E_UNIT"),
]  # fmt: skip
