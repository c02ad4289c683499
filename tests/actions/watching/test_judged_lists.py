"""Earlier lists are held against what came, beside others of equal chance."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from clv.actions import judge_list, judge_lists
from clv.customers import outcomes, summarise
from clv.datasets import cdnow_sample
from clv.models import BGNBD
from clv.transactions import read_transactions


def people(n: int, listed: int) -> tuple[pd.Series, pd.Series]:
    ids = [f"c{k:04}" for k in range(n)]
    return pd.Series(np.arange(n) < listed, ids), pd.Series(np.linspace(0.1, 0.9, n), ids)


def test_counts_and_shares_are_those_of_the_listed() -> None:
    listed = pd.Series([True, True, False, False], list("abcd"))
    chance = pd.Series([0.2, 0.4, 0.3, 0.9], list("abcd"))
    bought = pd.Series([True, False, True, True], list("abcd"))
    found = judge_list(listed, chance, bought.iloc[::-1])
    assert (found["listed"], found["bought"], found["share"]) == (2, 1, 0.5)
    assert found["expected"] == pytest.approx(0.6)
    assert (found["alike"], found["share_alike"]) == (1, 1.0)


def test_where_lists_do_nothing_the_others_of_equal_chance_do_the_same() -> None:
    rng = np.random.default_rng(3)
    chance = pd.Series(rng.uniform(0, 1, 20000))
    listed = pd.Series(rng.uniform(0, 1, 20000) < chance**2)
    bought = pd.Series(rng.uniform(0, 1, 20000) < chance)
    found = judge_list(listed, chance, bought)
    assert abs(found["share"] - found["share_alike"]) < 0.02
    assert abs(found["share"] - bought[~listed].mean()) > 0.2


def test_nobody_listed_and_nobody_else_make_no_numbers() -> None:
    listed, chance = people(10, 0)
    assert np.isnan(judge_list(listed, chance, listed)["share"])
    assert np.isnan(judge_list(~listed, chance, listed)["share_alike"])


def test_earlier_lists_are_judged_by_day_and_strangers_counted() -> None:
    as_of, day = date(1998, 7, 1), date(1998, 5, 1)
    log = read_transactions(cdnow_sample(), as_of=as_of)
    past = summarise(log, as_of=day, unit="W")
    listed = pd.DataFrame({"listed": [True] * 100}, index=[*past.index[:99], "stranger"])
    runs = {day: listed, as_of: listed, date(1998, 6, 1): pd.DataFrame({"x": [1]})}
    found = judge_lists(log, BGNBD().fit(past), runs, as_of)
    assert found.index.tolist() == ["1998-05-01"]
    assert found["listed"].tolist() == [99]
    assert found["unknown"].tolist() == [1]
    bought = outcomes(log, day, as_of)["active_holdout"].loc[past.index[:99]].sum()
    assert found["bought"].tolist() == [bought]


def test_without_earlier_lists_the_table_is_empty() -> None:
    log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    assert judge_lists(log, BGNBD(), {}, date(1998, 7, 1)).empty
