"""What is asked for on a command line: settings that say something, options of one kind."""

import pytest

from clv.cli.options import _NAMES
from clv.cli.settings import take_settings
from clv.errors import InputError
from clv.reporting.catalogue.entries import LOG_COLUMNS, SOURCE_OPTIONS
from clv.transactions.columns import COLUMNS


def test_the_catalogue_knows_the_options_that_say_how_a_log_is_read() -> None:
    assert set(SOURCE_OPTIONS) == set(_NAMES)


def test_the_catalogue_knows_the_columns_of_a_log() -> None:
    assert LOG_COLUMNS == COLUMNS


@pytest.mark.parametrize("pairs", [("hours",), ("hours=",), ("=1",), ("a=1", "a=2"), ("x" * 999,)])
def test_a_setting_that_says_nothing_or_twice_is_refused(pairs: tuple[str, ...]) -> None:
    with pytest.raises(InputError, match="E_PARAMETER") as caught:
        take_settings(pairs)
    assert len(str(caught.value)) < 200
