"""Amounts: marks, currencies, values far from all others, and what a spend model refuses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from clv.models import GammaGamma
from clv.simulate import simulate_customers
from clv.transactions import Cleaning, Rates, Transactions
from clv.transactions.cleaning import TRIMMED
from tests.transactions.faults.case import (
    HEADER,
    SHOP,
    Act,
    Build,
    Case,
    Row,
    amounts,
    frame,
    money,
    number,
    passes,
    stops,
    text,
)

CODES = {"M1", "M2", "M3", "M5", "M8", "M9", "M10", "M11", "M12", "M13", "M14", "M15"}

TOTAL = money(SHOP)
PRICED = (*HEADER, "currency")
RATES = Rates("EUR", date(2024, 1, 31), {"EUR": 1.0, "USD": 0.5})
HUGE: Row = ("c00", "2024-01-25", "1000000000")


def written(write: Callable[[float], str], times: float = 1, **how: Any) -> Build:
    """The shop with its amounts, multiplied, written in another way."""
    return text(amounts(SHOP, lambda x: write(x * times)), paid=TOTAL * times, **how)


def in_currencies(*names: str, paid: float = TOTAL) -> Build:
    """The shop with a column of currencies, which take turns."""
    return text([(*row, names[i % len(names)]) for i, row in enumerate(SHOP)], PRICED, paid=paid)


def comma(x: float) -> str:
    return f"{x:.2f}".replace(".", ",")


def continental(x: float) -> str:
    return f"{x:,.2f}".translate(str.maketrans(",.", ".,"))


def times(factor: float) -> Callable[[Transactions], bool]:
    """The money is that of the shop so many times over, and nothing else has changed."""

    def holds(log: Transactions) -> bool:
        found = number(log, "SELECT sum(amount) FROM purchase_days")
        days = number(log, "SELECT count(*) FROM purchase_days WHERE is_purchase")
        return bool(np.isclose(found, factor * TOTAL, rtol=1e-12)) and days == len(SHOP)

    return holds


def winsorised(log: Transactions) -> bool:
    cut = log.audit.amount_set_aside[TRIMMED]
    return log.audit.rows_used == 61 and 0.99e9 < cut < 1e9


HALF = sum(float(row[2]) * (0.5 if i % 2 else 1) for i, row in enumerate(SHOP))

CASES: list[Case] = [
    stops("M1", "commas between thousands", written("{:,.2f}".format, 1000), "E_AMOUNT"),
    passes("M1", "commas between thousands, declared", written("{:,.2f}".format, 1000),
           repaired={"amount_marks": 60}, clean=False, holds=times(1000), thousands=","),
    passes("M1", "apostrophes between thousands, declared", repaired={"amount_marks": 60},
           build=written(lambda x: f"{x:,.2f}".replace(",", "’"), 1000), clean=False,
           holds=times(1000), decimal=".", thousands="'"),
    stops("M1", "thousands not in threes", written(lambda x: f"{x:.2f}".replace(".", ",")),
          "E_AMOUNT", thousands=","),
    stops("M1", "one amount of many with a word", text([*SHOP, ("c00", "2024-01-25", "many")]),
          "E_AMOUNT"),
    stops("M2", "decimal commas", written(comma, delimiter=";"), "E_AMOUNT"),
    passes("M2", "decimal commas, declared", written(comma, delimiter=";"),
           repaired={"amount_marks": 60}, decimal=","),
    passes("M2", "decimal commas within quotation marks, declared", written(comma),
           repaired={"amount_marks": 60}, decimal=","),
    passes("M2", "points between thousands and decimal commas, declared",
           written(continental, 1000, delimiter=";"), repaired={"amount_marks": 60}, clean=False,
           holds=times(1000), decimal=",", thousands="."),
    passes("M2", "narrow blanks between thousands and decimal commas, declared",
           written(lambda x: f"{x:,.2f}".translate(str.maketrans(",.", "\u202f,")), 1000),
           repaired={"amount_marks": 60}, clean=False, holds=times(1000), decimal=",",
           thousands=" "),
    stops("M2", "points between thousands, only the comma declared",
          written(continental, 1000, delimiter=";"), "E_AMOUNT", decimal=","),
    stops("M3", "1.234 and nothing that tells", written("{:.3f}".format), "E_AMOUNT_AMBIGUOUS"),
    passes("M3", "1.234, the point declared as decimal", written("{:.3f}".format), decimal="."),
    passes("M3", "1.234, the point declared between thousands",
           text(amounts(SHOP, "{:.3f}".format), paid=1000 * TOTAL), clean=False,
           repaired={"amount_marks": 60}, holds=times(1000), thousands="."),
    passes("M3", "full-width digits", repaired={"amount_characters": 60}, build=written(
        lambda x: f"{x:.1f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")))),
    passes("M5", "one currency throughout", in_currencies("EUR")),
    passes("M5", "one currency, capitals or not", in_currencies("EUR", "eur ")),
    passes("M5", "one currency, some rows without", in_currencies("EUR", "EUR", ""),
           notices="W_CURRENCY_BLANK"),
    stops("M5", "two currencies", in_currencies("EUR", "JPY"), "E_CURRENCY_MIXED"),
    passes("M5", "two currencies and rates", in_currencies("EUR", "USD", paid=HALF), clean=False,
           repaired={"currency_converted": 30}, notices="W_CURRENCY_CONVERTED", rates=RATES),
    stops("M5", "a currency without a rate", in_currencies("EUR", "GBP"), "E_CURRENCY",
          rates=RATES),
    stops("M5", "rates of a later day", in_currencies("EUR", "USD"), "E_RATES",
          rates=Rates("EUR", date(2024, 6, 1), {"EUR": 1.0, "USD": 0.5})),
    stops("M5", "signs of two currencies beside the amounts", error="E_CURRENCY_MIXED", decimal=".",
          build=text([(*r[:2], f"{'$€'[i % 2]}{r[2]}") for i, r in enumerate(SHOP)])),
    passes("M5", "one sign of currency beside the amounts", written("€{:.2f}".format),
           repaired={"amount_currency": 60}, decimal="."),
    stops("M5", "a sign of currency and nothing declared", written("€{:.2f}".format), "E_AMOUNT"),
    passes("M8", "an amount of a thousand million", text([*SHOP, HUGE]), clean=False,
           notices="W_OUTLIER"),
    passes("M8", "an amount of a thousand million, cut down as asked", text([*SHOP, HUGE]),
           clean=False, repaired={"outlier_winsorised": 1}, holds=winsorised,
           cleaning=Cleaning(outliers="winsorise")),
    passes("M8", "an amount of a thousand million, left out as asked", text([*SHOP, HUGE]),
           aside={"outlier": 1}, cleaning=Cleaning(outliers="drop")),
    stops("M8", "an amount that no money is", text([*SHOP, ("c00", "2024-01-25", "1e30")]),
          "E_AMOUNT"),
    *(stops("M8", f"an amount of {word}", text([*SHOP, ("c00", "2024-01-25", word)]), "E_AMOUNT")
      for word in ("inf", "-Infinity", "0x10", "1_000", "1e", "--5", "5 6", "12%")),
    stops("M8", "an infinite number", error="E_AMOUNT",
          build=frame([*SHOP, ("c00", "2024-01-25", np.inf)],
                lambda t: t.astype({"amount": float}), paid=0)),
    *(passes("M13", f"money in units {factor:g} as large", written("{:.10g}".format, factor),
             clean=False, holds=times(factor)) for factor in (100.0, 1e6, 0.01, 1e-6)),
    passes("M15", "Decimal", frame(amounts(SHOP, lambda x: Decimal(str(x))), paid=TOTAL)),
    passes("M15", "Decimal of Arrow",
           frame(SHOP, lambda t: pa.table({
               "customer_id": pa.array(t["customer_id"], pa.string()),
               "date": pa.array(t["date"], pa.string()),
               "amount": pa.array([Decimal(x) for x in t["amount"]], pa.decimal128(18, 4))}))),
    passes("M15", "numbers that no binary fraction is", clean=False,
           build=frame(amounts(SHOP, lambda x: x + 0.1), paid=TOTAL + 6),
           holds=lambda log: log.audit.amount_used == TOTAL + 6),
]  # fmt: skip


def _customers(**spend: float) -> pd.DataFrame:
    purchases = {"r": 0.5, "alpha": 4.5, "a": 0.8, "b": 2.4}
    truth = {"p": 6.0, "q": 4.0, "gamma": 15.0, **spend}
    return simulate_customers(purchases, np.full(300, 39.0), seed=3, spend=truth)


def _fit(change: Callable[[pd.DataFrame], pd.Series], **spend: float) -> set[str]:
    """Fit a spend model on customers whose mean spend was changed."""
    table = _customers(**spend)
    model = GammaGamma().fit(table.assign(monetary_value=change(table)))
    return {notice.code for notice in model.notices_}


def _mean(value: float, repeats: int = 1) -> Callable[[pd.DataFrame], pd.Series]:
    """Give one value to everyone with so many repeat purchases, or to all repeaters for 0."""

    def change(table: pd.DataFrame) -> pd.Series:
        chosen = table["frequency"] == repeats if repeats else table["frequency"] > 0
        return table["monetary_value"].mask(chosen, value)

    return change


def _one_time_buyers() -> set[str]:
    """They say nothing about repeat spend: left out, counted, and nothing changes."""
    table = _customers()
    repeaters = table[table["frequency"] > 0]
    model, same = GammaGamma().fit(table), GammaGamma().fit(repeaters)
    assert (model.n_customers_, model.n_used_) == (300, len(repeaters))
    assert model.params_ == same.params_
    return {notice.code for notice in model.notices_}


def _unit_of_money() -> set[str]:
    """A penalty on raw parameters would draw them to 0 by the unit of money."""
    table = _customers()
    cents = table.assign(monetary_value=100 * table["monetary_value"])
    one, other = (GammaGamma().fit(t).params_ for t in (table, cents))
    ratio = np.array(list(other.values())) / np.array(list(one.values()))
    np.testing.assert_allclose(ratio, [1, 1, 100], rtol=1e-5)
    return set()


def _name_and_count() -> set[str]:
    return _fit(_mean(float("nan"), 2))


ACTS = [
    Act("M9", "a mean spend of zero of some", lambda: _fit(_mean(0.0)),
        notices=frozenset({"W_NO_SPEND"})),
    Act("M9", "a negative mean spend of some", lambda: _fit(_mean(-5.0)),
        notices=frozenset({"W_NO_SPEND"})),
    Act("M9", "a mean spend of zero of all", lambda: _fit(_mean(0.0, 0)), "E_NO_SPEND"),
    Act("M9", "a negative mean spend of all", lambda: _fit(_mean(-5.0, 0)), "E_NO_SPEND"),
    Act("M10", "customers without a repeat purchase", _one_time_buyers),
    Act("M11", "everybody spends the same", lambda: _fit(_mean(9.99, 0)),
        notices=frozenset({"W_CONSTANT_SPEND"})),
    Act("M12", "a mean spend that is NaN", _name_and_count, "E_COLUMNS"),
    Act("M12", "an infinite mean spend", lambda: _fit(_mean(float("inf"), 2)), "E_COLUMNS"),
    Act("M14", "spend in another unit of money", _unit_of_money),
    Act("M14", "spend whose tail has no mean", lambda: _fit(_mean(9.99, -1), q=0.5),
        "E_MEAN_UNDEFINED"),
]  # fmt: skip
