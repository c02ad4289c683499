"""Parameters are typed and checked before anything starts."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import InputError
from clv.periods import Duration
from clv.reporting.catalogue import Parameter, Report
from clv.reporting.catalogue.parameters import for_notebook, parse_mapping, resolve

REPORT = Report(
    "r",
    {"en": "R", "zh": "报"},
    ("reports/r",),
    {},
    (
        Parameter("transactions", "source", "the log", "cdnow"),
        Parameter("as_of", "day", "the day"),
        Parameter("horizon", "duration", "how far"),
        Parameter("hours", "number", "hours a month", 160, minimum=0),
        Parameter("draws", "integer", "draws", 500, minimum=100, maximum=1000),
    ),
)
OF_SOURCE = {"as_of": date(1998, 7, 1), "horizon": Duration(39, "W")}


def test_what_is_not_said_comes_from_the_data_set_or_the_catalogue() -> None:
    settled = resolve(REPORT, {"as_of": None, "draws": "200"}, OF_SOURCE)
    assert settled == {
        "transactions": "cdnow", "as_of": date(1998, 7, 1), "horizon": Duration(39, "W"),
        "hours": 160.0, "draws": 200,
    }  # fmt: skip
    assert for_notebook(settled)["horizon"] == "39w"
    assert for_notebook(settled)["as_of"] == "1998-07-01"


def test_a_parameter_without_any_value_is_an_error() -> None:
    with pytest.raises(InputError, match="add --as-of"):
        resolve(REPORT, {}, {"horizon": Duration(1, "W")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hours", "-1"), ("hours", "many"), ("hours", "nan"), ("hours", "inf"),
        ("draws", "1.5"), ("draws", "99"), ("draws", "1001"), ("draws", "0x100"),
        ("as_of", "1998-02-30"), ("as_of", "01/07/1998"), ("horizon", "soon"), ("horizon", "0w"),
        ("hourz", "1"), ("x = 1; import os", "1"),
    ],
)  # fmt: skip
def test_a_wrong_name_or_value_is_refused(name: str, value: Any) -> None:
    with pytest.raises(InputError):
        resolve(REPORT, {name: value}, OF_SOURCE)


def test_infinity_is_no_number_of_hours() -> None:
    with pytest.raises(InputError, match="hours=inf"):
        resolve(REPORT, {"hours": "inf"}, OF_SOURCE)


@pytest.mark.parametrize("text", ["", "a", "a=", "=b", "a=b,", "a=b,a=c", "a=b,,c=d"])
def test_a_map_that_is_not_one_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="write it like"):
        parse_mapping(text)


names = st.text(st.characters(exclude_characters=',="', exclude_categories=("Z", "C")), min_size=1)


@given(st.dictionaries(names, names, min_size=1))
def test_a_map_reads_back_what_was_written(mapping: dict[str, str]) -> None:
    assert parse_mapping(",".join(f"{k}={v}" for k, v in mapping.items())) == mapping
