"""Dates: read by proof, never by guess."""

from datetime import date
from functools import partial

from clv.transactions.engines.engine import Engine, number, text_literal
from clv.transactions.readings.clocks import clock_repairs
from clv.transactions.readings.date_faults import COMPACT, ISO, ZONED, date_fault, zone_needed
from clv.transactions.readings.date_formats import check_format, formatted_day, has_offset, has_time
from clv.transactions.readings.date_proofs import prove, text_of_row, width_repair
from clv.transactions.readings.iso_dates import iso_day, usual_day, usual_zoned_day, zoned_day
from clv.transactions.readings.reading import Kind, Reading
from clv.transactions.readings.serials import SERIALS, serial_reading
from clv.transactions.readings.texts import Texts, cleaned, distinct_texts, is_shaped
from clv.transactions.readings.zones import check_zone, local_day

__all__ = ["date_reading"]

# Texts with a time of day are nearly all distinct: where their shape is known, it is left out.
_BY_DAY = f"""
    CASE
        WHEN date LIKE '____-__-_____:%' AND regexp_full_match(date, {text_literal(ISO)})
            THEN left(date, 10) || ' 00:00'
        WHEN date LIKE '____-__-_____:%' AND regexp_full_match(date, {text_literal(ZONED)})
            THEN left(date, 10) || ' 00:00Z'
        ELSE date
    END
"""

_WHOLE = """
    coalesce(
        CASE WHEN original = floor(original) THEN CAST(try_cast(original AS BIGINT) AS VARCHAR) END,
        CAST(original AS VARCHAR)
    )
"""

_COMPACT_DAY = "CAST(try_strptime(left(text, 8), '%Y%m%d') AS DATE)"


def date_reading(
    engine: Engine, kind: Kind, *, date_format: str | None = None, time_zone: str | None = None
) -> Reading:
    """Find out how the dates of a log become days.

    Parameters
    ----------
    engine
        With the table ``raw``.
    kind
        Type of its column date.
    date_format
        As of strptime, such as ``"%d/%m/%Y"``, or ``"excel"``, ``"unix"``, ``"unix_ms"`` for
        numbers. Without it texts have to be ISO (a time of day may follow) or YYYYMMDD. Days and
        points in time that the source holds as such need none.
    time_zone
        Of the business, such as ``"Europe/Berlin"``; needed where dates are points in time with
        an offset from UTC, of which it makes local days. Points in time without are local.

    Returns
    -------
    Reading
        Of type DATE. Repairs: ``date_characters``, ``date_serial``, ``time_zone_converted``,
        ``local_time_nonexistent``, ``local_time_ambiguous``.

    Raises
    ------
    InputError
        ``E_DATE``, ``E_DATE_AMBIGUOUS``, ``E_DATE_NUMERIC``, ``E_DATE_ZONE``, ``E_DATE_FORMAT``
        or ``E_TIME_ZONE``.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table("raw", "SELECT '2024-01-31 10:15' AS date")
    >>> reading = date_reading(engine, "text")
    >>> engine.rows(f"SELECT {reading.expression} FROM raw")
    [(datetime.date(2024, 1, 31),)]
    """
    zone = check_zone(time_zone)
    if kind == "day":
        return Reading("date")
    if kind == "moment":
        return Reading("CAST(date AS DATE)", repairs=_clock_of_moments(engine, zone))
    if kind == "zoned":
        return _instants(engine, zone)
    if date_format in SERIALS:
        return serial_reading(engine, kind, date_format, zone)
    if date_format is not None:
        return _declared(engine, kind, check_format(date_format, zone), zone)
    return _undeclared(engine, kind, zone)


def _instants(engine: Engine, zone: str | None) -> Reading:
    if zone is None:
        n = number(engine, "SELECT count(date) FROM raw")
        raise zone_needed(f"dates that are points in time with a time zone: {n}", [])
    return Reading(local_day("date", zone), repairs={"time_zone_converted": "date IS NOT NULL"})


def _clock_of_moments(engine: Engine, zone: str | None) -> dict[str, str]:
    if zone is None:
        return {}
    ((first, last, timed),) = engine.rows(
        "SELECT CAST(min(date) AS DATE), CAST(max(date) AS DATE), "
        "count(*) FILTER (WHERE date <> date_trunc('day', date)) FROM raw "
        "WHERE date >= TIMESTAMP '1970-01-01' AND date < TIMESTAMP '2101-01-01'"
    )
    return clock_repairs("date", "CAST(date AS DATE)", zone, first, last) if timed else {}


def _declared(engine: Engine, kind: Kind, date_format: str, zone: str | None) -> Reading:
    def day(text: str) -> str:
        return formatted_day(text, date_format, zone)

    text = None
    if kind == "text" and has_time(date_format):
        text = text_of_row(engine, day)
    if text is None:
        text = "text"
        prove(_texts(engine, kind), day(text))
    repairs = _width(kind, text)
    if has_offset(date_format):
        repairs["time_zone_converted"] = f"{day(text)} IS NOT NULL"
    return Reading(day(text), text == "text", repairs)


def _undeclared(engine: Engine, kind: Kind, zone: str | None) -> Reading:
    if kind == "text":
        if text := text_of_row(engine, usual_day):
            return _iso(engine, text, zone)
        if zone and (text := text_of_row(engine, partial(usual_zoned_day, zone))):
            return _zoned(text, zone)
    texts = _texts(engine, kind, _BY_DAY)
    total, iso, compact, zoned = texts.counts("true", *map(is_shaped, (ISO, COMPACT, ZONED)))
    if total == iso:
        prove(texts, iso_day("text"))
        return _iso(engine, _of_row(texts), zone)
    if total == compact:
        prove(texts, _COMPACT_DAY)
        return Reading(_COMPACT_DAY, by_text=True, repairs=_width(kind, "text"))
    if total == zoned and zone:
        prove(distinct_texts(engine, "date"), zoned_day(zone, "text"))
        return _zoned(_of_row(texts), zone)
    raise date_fault(texts, zone)


def _texts(engine: Engine, kind: Kind, original: str | None = None) -> Texts:
    if kind == "number":
        return distinct_texts(engine, "date", text=_WHOLE)
    return distinct_texts(engine, "date", original)


def _of_row(texts: Texts) -> str:
    return cleaned("date") if texts.count("text <> original") else "date"


def _width(kind: Kind, text: str) -> dict[str, str]:
    return width_repair(text) if kind == "text" else {}


def _iso(engine: Engine, text: str, zone: str | None) -> Reading:
    return Reading(
        iso_day(text), repairs={**width_repair(text), **_clock_of_texts(engine, text, zone)}
    )


def _zoned(text: str, zone: str) -> Reading:
    repairs = {**width_repair(text), "time_zone_converted": f"length({text}) > 10"}
    return Reading(zoned_day(zone, text), repairs=repairs)


def _clock_of_texts(engine: Engine, text: str, zone: str | None) -> dict[str, str]:
    if zone is None:
        return {}
    ((first, last),) = engine.rows(
        "SELECT min(left(text, 10)), max(left(text, 10)) "
        f"FROM (SELECT {text} AS text FROM raw) AS texts "
        "WHERE length(text) > 10 AND text BETWEEN '1970' AND '2101'"
    )
    if first is None:
        return {}
    moment = f"try_cast(replace({text}, ',', '.') AS TIMESTAMP)"
    timed = f"CASE WHEN length({text}) > 10 THEN {moment} END"
    days = date.fromisoformat(first), date.fromisoformat(last)
    return clock_repairs(timed, iso_day(text), zone, *days)
