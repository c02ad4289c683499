"""The table that claims are held against: labels see nothing of what came later, sums are right."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from clv.evaluation.claims import CLAIMS, claims_table, judge_claims
from clv.rules import SYSTEMS
from clv.transactions import Transactions, read_transactions
from tests.rules.facts import shop_log

CUT, AS_OF, NOW = "2024-01-01", "2024-04-01", "2024-07-01"  # holdout and window before: 91, 91 days

MADE = pd.DataFrame(
    [
        ("halver", "2023-11-01", 100.0, "tea"),
        ("halver", "2024-02-01", 20.0, "tea"),
        ("keeper", "2023-11-01", 100.0, "tea"),
        ("keeper", "2024-02-01", 50.0, "rice"),
        ("returner", "2023-11-01", 100.0, "tea"),
        ("returner", "2024-02-01", -10.0, "tea"),
        ("silent", "2023-02-01", 100.0, "tea"),
        ("steady", "2023-10-01", 10.0, "salt"),
        ("steady", "2023-10-11", 10.0, "salt"),
        ("steady", "2023-10-21", 10.0, "salt"),
        ("steady", "2024-01-05", 30.0, "oil"),
        ("newcomer", "2024-01-01", 10.0, "oil"),
    ],
    columns=["customer_id", "date", "amount", "category"],
).astype({"date": "datetime64[us]"})


@cache
def rows() -> pd.DataFrame:
    """The small shop's rows, and customers whose figures can be worked out by hand."""
    shop = shop_log(120).query(
        "SELECT customer_id, day AS date, amount, category FROM category_days ORDER BY ALL", {}
    )
    shop["date"] = pd.to_datetime(shop["date"])
    return pd.concat([shop, MADE], ignore_index=True)


def log_of(table: pd.DataFrame, as_of: str = NOW) -> Transactions:
    return read_transactions(table, as_of=as_of)


@cache
def table(seed: int = 0) -> pd.DataFrame:
    return claims_table(log_of(rows()), CUT, AS_OF, seed)


def between(start: str, end: str) -> pd.DataFrame:
    return rows()[rows()["date"].ge(start) & rows()["date"].lt(end)]


def spent(start: str, end: str) -> "pd.Series[float]":
    """Net spend of each customer of the table in a window."""
    money = between(start, end).groupby("customer_id")["amount"].sum()
    return money.reindex(table().index, fill_value=0.0)


def test_the_customers_are_those_who_bought_before_the_cut_each_with_a_label_of_every_system() -> (
    None
):
    before = between("2000-01-01", CUT)
    assert table().index.tolist() == sorted(
        before.loc[before["amount"] > 0, "customer_id"].unique()
    )
    assert "newcomer" not in table().index
    assert table()[list(SYSTEMS)].notna().all(axis=None)
    assert table().columns.is_unique


def test_spend_of_both_windows_is_that_of_the_rows() -> None:
    assert table()["spend_before"].to_numpy() == pytest.approx(spent("2023-10-02", CUT).to_numpy())
    assert table()["spend_holdout"].to_numpy() == pytest.approx(spent(CUT, AS_OF).to_numpy())


@pytest.mark.parametrize(
    ("name", "before", "change", "halved", "lost"),
    [
        ("halver", 100, -80, 1, 80),
        ("keeper", 100, -50, 0, 50),  # half of it is not less than half of it
        ("returner", 100, -110, 1, 110),
        ("silent", 0, 0, np.nan, 0),
        ("steady", 20, 10, 0, 0),  # the window begins the day after the first purchase
    ],
)
def test_change_by_hand(
    name: str, before: float, change: float, halved: float, lost: float
) -> None:
    row = table().loc[[name], ["spend_before", "change", "halved", "kept", "lost"]].to_numpy()[0]
    assert row.tolist() == pytest.approx([before, change, halved, 1 - halved, lost], nan_ok=True)


def test_logs_of_money_begin_at_nothing_also_where_more_came_back_than_was_bought() -> None:
    row = table().loc["returner"]
    assert row["log_spend_holdout"] == row["less_later"] == 0
    assert row["log_spend_before"] == row["log_contribution"] == pytest.approx(np.log(101))
    assert table().loc["halver", "less_later"] == pytest.approx(-np.log(21))


def test_a_return_is_no_purchase() -> None:
    found = table()[["active", "dropped"]]
    assert found.loc[["halver", "returner", "silent"], "active"].tolist() == [1, 0, 0]
    assert found.sum(axis=1).eq(1).all()


def test_recency_and_moves_are_those_of_the_cut() -> None:
    assert table().loc["halver", "recency_now"] == -60  # from 1 November to 31 December
    assert table()["moved_up"].eq(1).equals(table()["T17"].eq("up"))


def test_the_own_pace_gains_the_days_by_which_it_is_nearer_to_the_next_gap() -> None:
    gaps = table()["median_gap"]
    usual = gaps[gaps > 0].median()
    own = (3 * usual + 2 * 10) / 5  # two gaps of ten days; the population weighs as much as three
    gap = 76  # from 21 October to 5 January
    expected = abs(gap - usual) - abs(gap - own)
    assert table().loc["steady", "gap_gain"] == pytest.approx(expected)
    assert expected < 0  # who came ever ten days and then stayed away misled it


def test_a_gap_that_has_not_ended_or_never_began_is_unknown() -> None:
    known = table()["gap_gain"].notna()
    assert known.equals(table()["median_gap"].notna() & table()["purchases_holdout"].gt(0))
    assert known.any()
    assert not known.all()


def test_categories_are_those_that_were_bought_again() -> None:
    gain, later = table()["category_gain"], between(CUT, AS_OF)
    bought = later[later["amount"] > 0].groupby("customer_id")["category"].agg(set)
    assert gain.notna().equals(pd.Series(gain.index.isin(bought.index), gain.index))
    for name, value in gain.dropna().items():
        own = table()["top_category"][str(name)] in bought[str(name)]
        assert value in ((1, 0) if own else (0, -1))
    assert gain["halver"] in (0, 1)
    assert gain["steady"] in (0, -1)
    assert np.isnan(gain["returner"])


def test_chance_has_a_seed() -> None:
    columns = ["category_gain", "placebo_room"]
    one, other = table(), table(seed=1)
    assert all(not one[column].equals(other[column]) for column in columns)
    pd.testing.assert_frame_equal(one.drop(columns=columns), other.drop(columns=columns))


def test_likeness_is_judged_on_those_whose_beginning_was_over_and_whose_future_was_open() -> None:
    found = table()
    joined = found["first_purchase"]
    age, window = (pd.Timestamp(CUT) - joined).dt.days, 90  # a day less than the holdout
    assert found["look_alike"].notna().equals((age > 30) & (age < 30 + window))
    judged = found.index[found["later_value"].notna()]
    assert len(judged) > 5
    for name in judged:
        start = joined[name] + pd.Timedelta(30, "D")
        money = between(str(start), str(start + pd.Timedelta(window, "D")))
        own = money.loc[money["customer_id"].eq(name), "amount"].sum()
        assert found.loc[name, "later_value"] == pytest.approx(own)
    old = found["later_spend"].dropna()
    assert found["look_alike"].dropna().between(old.min(), old.max()).all()


def test_what_comes_after_the_cut_moves_no_label_and_no_forecast() -> None:
    rng = np.random.default_rng(3)
    later = rows()["date"].ge(CUT)
    kept = rows()[~later | (rng.random(len(rows())) < 0.5)].copy()
    kept.loc[kept["date"].ge(CUT), "amount"] *= 3.0
    kept.loc[kept["date"].ge(CUT), "category"] = "silk"
    other = claims_table(log_of(kept), CUT, AS_OF)
    outcome = ["spend_holdout", "change", "halved", "lost", "gap_gain", "later_value"]
    assert not any(table()[column].equals(other[column]) for column in outcome)
    unseen = [*table().columns[: table().columns.get_loc("later_spend")], *SYSTEMS]
    unseen += ["recency_now", "moved_up", "spend_before", "room", "placebo_room", "look_alike"]
    pd.testing.assert_frame_equal(table()[unseen], other[unseen])
    expected = [found["spend_holdout"] - found["surprise"] for found in (table(), other)]
    assert expected[0].to_numpy() == pytest.approx(expected[1].to_numpy())
    assert expected[0].gt(0).all()


def test_neither_what_comes_after_the_holdout_nor_the_order_of_rows_matters() -> None:
    seen = rows()[rows()["date"].lt(AS_OF)].sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(claims_table(log_of(seen, AS_OF), CUT, AS_OF), table())


@pytest.mark.parametrize("kinds", ["no column", "empty"])
def test_without_categories_only_what_needs_them_is_unknown(kinds: str) -> None:
    bare = rows().drop(columns="category")
    found = claims_table(
        log_of(bare if kinds == "no column" else bare.assign(category="")), CUT, AS_OF
    )
    assert found["category_gain"].isna().all()
    for column in ("change", "surprise", "gap_gain", "room", "look_alike"):
        assert found[column].notna().any()
    assert found["change"].equals(table()["change"])


def test_without_money_what_needs_none_is_still_judged() -> None:
    bare = rows()[rows()["amount"] > 0].drop(columns="amount")
    found = claims_table(log_of(bare), CUT, AS_OF)
    assert "T1" not in found
    assert found["T10"].eq("not_applicable").all()
    assert found[["change", "surprise", "room"]].isna().all(axis=None)
    assert found["T6"].nunique() > 1
    assert found["gap_gain"].notna().any()
    verdicts = judge_claims(found, CLAIMS, draws=20).set_index("system")["verdict"]
    assert verdicts["T1"].eq("cannot be tested here").all()
