from datetime import date
from pathlib import Path

import pytest

from clv.errors import InputError
from clv.transactions.readings.rates import Rates, read_rates


def rates_file(folder: Path, content: str) -> Path:
    path = folder / "rates.yml"
    path.write_text(content, encoding="utf-8")
    return path


def test_rates_are_read_with_their_day(tmp_path: Path) -> None:
    rates = read_rates(rates_file(tmp_path, "to: eur\nas_of: 2024-01-31\nUSD: 0.92\njpy: 1\n"))
    assert (rates.to, rates.as_of) == ("EUR", date(2024, 1, 31))
    assert rates.per_unit == {"EUR": 1.0, "USD": 0.92, "JPY": 1.0}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no lines"),
        ("- EUR\n", "holds no lines"),
        ("to: [", "is no YAML"),
        ("!!python/object/apply:os.getcwd []", "is no YAML"),
        ("as_of: 2024-01-31\nUSD: 0.92\n", "no line 'to'"),
        ("to: EUR\nUSD: 0.92\n", "no day 'as_of'"),
        ("to: EUR\nas_of: soon\nUSD: 0.92\n", "no day 'as_of' .*'soon'"),
        ("to: EUR\nas_of: 2024-01-31\nUSD: much\nGBP: -1\nCNY: .nan\n", "no rate: 3 "),
        ("to: EUR\nas_of: 2024-01-31\nUSD: yes\n", "no rate: 1 "),
        ("to: EUR\nas_of: 2024-01-31\nUSD: {a: 1}\n", "no rate: 1 "),
        ("to: EUR\nas_of: 2024-01-31\nEUR: 2\n", "to itself"),
        ("to: EUR\n" + "# many words\n" * 10_000, "too large"),
    ],
)
def test_what_is_wrong_with_rates_is_named(content: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"E_RATES: .*{message}"):
        read_rates(rates_file(tmp_path, content))


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf"), 1e13, True])
def test_what_is_no_rate_is_refused_in_python_too(rate: float) -> None:
    with pytest.raises(InputError, match="E_RATES: .*no rate: 1 .*USD"):
        Rates("EUR", date(2024, 1, 31), {"USD": rate})


def test_a_currency_is_worth_itself_in_python_too() -> None:
    with pytest.raises(InputError, match="E_RATES: .*EUR to itself"):
        Rates("EUR", date(2024, 1, 31), {" eur": 2.0})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"E_RATES: .*nowhere\.yml"):
        read_rates(tmp_path / "nowhere.yml")
