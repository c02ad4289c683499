"""Dates that are numbers: a spreadsheet's days, or the seconds of a computer's clock."""

from clv.errors import InputError, Notice
from clv.transactions.engines.engine import Engine, number, samples, text_literal
from clv.transactions.readings.date_faults import ISO
from clv.transactions.readings.date_proofs import text_of_row, width_repair
from clv.transactions.readings.reading import Kind, Reading
from clv.transactions.readings.texts import cleaned, filled
from clv.transactions.readings.zones import local_day

__all__ = ["SERIALS", "serial_reading"]

SERIALS = ("excel", "unix", "unix_ms")
"""Declarations that stand in the place of a format."""

_DAYS_OF_UTC = Notice(
    "W_DATE_UTC",
    "the dates are seconds of a computer's clock and no time zone is declared, so that a day "
    "begins at midnight UTC",
    "declare time_zone (--time-zone) for days as the business has them",
)

_LAST_DAY = 2_958_465  # 9999-12-31
_LAST_SECOND = 253_402_300_799
_LEAST = 10_000_000  # fewer seconds are a spreadsheet's days, or seconds taken for milliseconds


def serial_reading(engine: Engine, kind: Kind, unit: str, zone: str | None) -> Reading:
    """Read dates that are declared to be numbers.

    Parameters
    ----------
    engine
        With the table ``raw``.
    kind
        ``"number"`` or ``"text"``.
    unit
        ``"excel"``: days of a spreadsheet since 1900, a fraction being the time of day; ISO dates
        may stand between them. ``"unix"``, ``"unix_ms"``: seconds or milliseconds since 1970.
    zone
        The business's time zone, which days of a clock need; without it they are those of UTC,
        and a notice says so.

    Returns
    -------
    Reading
        With the repair ``date_serial``.

    Raises
    ------
    InputError
        ``E_DATE`` if a value is no such number.
    """

    def day(text: str) -> str:
        return _day(_value(kind, text), kind, unit, zone, text)

    text = "date" if kind == "number" else text_of_row(engine, day) or cleaned("date")
    _refuse_unread(engine, kind, text, day(text), unit)
    rows = f"abs({_value(kind, text)}) < 1e300"  # all of them are read; NaN is none
    repairs = {"date_serial": rows, **width_repair(text)}
    if unit != "excel" and zone:
        repairs["time_zone_converted"] = rows
    notices = (_DAYS_OF_UTC,) if unit != "excel" and not zone else ()
    return Reading(day(text), repairs=repairs, notices=notices)


def _value(kind: Kind, text: str) -> str:
    return text if kind == "number" else f"try_cast({text} AS DOUBLE)"


def _day(value: str, kind: Kind, unit: str, zone: str | None, text: str) -> str:
    if unit != "excel":
        return _clock_day(value, unit, zone or "UTC")
    if kind == "number":
        return _spreadsheet_day(value)
    iso = f"regexp_full_match({text}, {text_literal(ISO)})"
    written = f"CASE WHEN {iso} THEN try_cast(left({text}, 10) AS DATE) END"
    return f"CASE WHEN {value} IS NULL THEN {written} ELSE {_spreadsheet_day(value)} END"


def _spreadsheet_day(value: str) -> str:
    # Spreadsheets know a 29 February 1900, so that earlier days are off by one.
    origin = f"CASE WHEN {value} < 60 THEN DATE '1899-12-31' ELSE DATE '1899-12-30' END"
    valid = f"{value} >= 1 AND {value} < {_LAST_DAY + 1}"
    return f"CASE WHEN {valid} THEN {origin} + CAST(floor({value}) AS INTEGER) END"


def _clock_day(value: str, unit: str, zone: str) -> str:
    seconds = value if unit == "unix" else f"{value} / 1000"
    instant = f"to_timestamp(CAST(floor({seconds}) AS BIGINT))"
    # Zero and one less stand for nothing in some systems; the cleaning sets such days aside.
    valid = (
        f"abs({seconds}) <= {_LAST_SECOND} AND (abs({value}) <= 1 OR abs({seconds}) >= {_LEAST})"
    )
    return f"CASE WHEN {valid} THEN {local_day(instant, zone)} END"


def _refuse_unread(engine: Engine, kind: Kind, text: str, day: str, unit: str) -> None:
    is_filled = "NOT isnan(CAST(date AS DOUBLE))" if kind == "number" else filled("date")
    unread = f"date IS NOT NULL AND CASE WHEN {day} IS NULL THEN {is_filled} ELSE false END"
    if n := number(engine, f"SELECT count(*) FROM raw WHERE {unread}"):
        raise InputError(
            "E_DATE",
            f"dates that are no number of the kind {unit!r}: {n}",
            "mend them, leave them blank or declare another date_format (--date-format)",
            samples(engine, f"SELECT CAST({text} AS VARCHAR) FROM raw WHERE {unread}"),
        )
