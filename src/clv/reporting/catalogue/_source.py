"""The source of a report's entry: where its log lies, and how it is read."""

from typing import Any

from clv.errors import InputError
from clv.reporting.catalogue._faults import bad, one_of, shown
from clv.reporting.catalogue._fields import Fields
from clv.reporting.catalogue.entries import LOG_COLUMNS, SOURCE_LISTS, SOURCE_OPTIONS
from clv.reporting.catalogue.parameters import parse_mapping

__all__ = ["read_source"]


def read_source(entry: Fields) -> dict[str, Any]:
    """Read where the log lies and how it is read, under the names of the command's options."""
    source = entry.inner("source", ["transactions"], SOURCE_OPTIONS)
    if "://" in source.text("transactions"):
        # Not shown: an address may hold a password.
        raise bad(
            source.on("transactions"), "transactions is an address", "name a variable: env:NAME"
        )
    found: dict[str, Any] = {}
    for key in source.said:
        if key in SOURCE_LISTS:
            found[key] = source.words(key)
        elif key == "decimal":
            found[key] = source.choice(key, (".", ","))
        elif key == "threads":
            found[key] = source.number(key, 1, 1, whole=True)
        else:
            found[key] = source.text(key)
    _check_database(source)
    _check_map(source)
    return found


def _check_database(source: Fields) -> None:
    """A database is asked for one thing, a file for nothing."""
    asked = [key for key in ("table", "sql") if key in source]
    if len(asked) > 1 or (not asked and source.text("transactions").startswith("env:")):
        found = "both table and sql are said" if asked else "neither table nor sql is said"
        raise bad(source.on("transactions"), found, "a database needs one of them")


def _check_map(source: Fields) -> None:
    try:
        mapped = parse_mapping(source.text("map")) if "map" in source else {}
    except InputError as error:
        raise source.wrong("map", error.remedy) from None
    if unknown := [name for name in mapped if name not in LOG_COLUMNS]:
        found = f"map names {shown(unknown[0])}, which a log does not have"
        raise bad(source.on("map"), found, one_of(unknown[0], LOG_COLUMNS))
