import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from clv.errors import InputError
from clv.rules import RFM_TITLES, load_system, rfm_scores
from clv.rules.systems.rfm import RFMGroups
from tests.rules.facts import facts

ROWS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 6), st.integers(0, 8).map(float)),
    min_size=1,
    max_size=50,
)


def table(rows: list[tuple[int, int, float]]) -> pd.DataFrame:
    columns = ["inactivity", "purchases", "contribution"]
    return pd.DataFrame(rows, columns=columns, index=[f"c{i}" for i in range(len(rows))])


def test_five_different_customers_get_the_five_scores() -> None:
    scores = rfm_scores(table([(40, 1, 5.0), (30, 2, 6.0), (20, 3, 7.0), (10, 4, 8.0), (0, 5, 9)]))
    assert scores["code"].tolist() == ["111", "222", "333", "444", "555"]


def test_six_in_ten_one_time_buyers_share_the_second_fifth() -> None:
    scores = rfm_scores(table([(0, 1, 1.0)] * 6 + [(0, n, 1.0) for n in (2, 3, 4, 5)]))
    assert scores["frequency"].tolist() == [2] * 6 + [4, 4, 5, 5]


def test_a_missing_amount_gives_no_score_instead_of_a_low_one() -> None:
    scores = rfm_scores(table([(1, 1, float("nan")), (2, 2, 5.0)]))
    assert scores["amount"].isna().tolist() == [True, False]
    assert scores["code"].isna().tolist() == [True, False]
    assert scores["frequency"].tolist() == [2, 4]


def test_scores_against_a_reference_show_growth() -> None:
    before = table([(10, n, 10.0 * n) for n in range(1, 11)])
    after = before.assign(contribution=before["contribution"] * 2)
    assert rfm_scores(after)["amount"].equals(rfm_scores(before)["amount"])
    grown = rfm_scores(after, reference=before)["amount"]
    assert (grown > rfm_scores(before)["amount"]).sum() == 7
    assert grown.max() == 5


def test_the_amount_may_be_the_mean() -> None:
    features = table([(1, 10, 100.0), (1, 1, 50.0)]).assign(mean_amount=[10.0, 50.0])
    assert rfm_scores(features, amount="mean_amount")["amount"].tolist() == [2, 4]


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*inactivity"):
        rfm_scores(table([(1, 1, 1.0)]).drop(columns="inactivity"))


def test_the_scores_have_titles_in_both_languages() -> None:
    assert [title.zh for title in RFM_TITLES.values()] == ["购买时间", "购买频率", "购买金额"]
    assert list(rfm_scores(table([(1, 1, 1.0)])).columns) == [*RFM_TITLES, "code"]


@settings(max_examples=40)
@given(ROWS)
def test_a_score_is_the_fifth_of_the_mid_rank(rows: list[tuple[int, int, float]]) -> None:
    features = table(rows)
    middle = (rankdata(features["contribution"]) - 0.5) / len(rows)
    assert rfm_scores(features)["amount"].tolist() == [
        min(int(5 * m + 1e-9), 4) + 1 for m in middle
    ]


@settings(max_examples=40)
@given(ROWS)
def test_equal_customers_have_equal_scores_in_any_order(rows: list[tuple[int, int, float]]) -> None:
    features = table(rows)
    scores = rfm_scores(features)
    assert rfm_scores(features.iloc[::-1]).iloc[::-1].equals(scores)
    assert scores["code"].groupby(pd.Series(rows, features.index)).nunique().eq(1).all()


GRID = """
5 cannot_lose cannot_lose loyal           loyal               champions
4 at_risk     at_risk     loyal           loyal               champions
3 at_risk     at_risk     need_attention  potential_loyalists potential_loyalists
2 lost        hibernating about_to_sleep  potential_loyalists potential_loyalists
1 lost        hibernating about_to_sleep  promising           new
"""


def test_every_code_has_the_group_of_the_grid() -> None:
    codes = load_system("t05_purchase_time_frequency_amount").codes
    rows = [line.split() for line in GRID.split("\n") if line]
    wanted = {(str(r), row[0]): row[r] for row in rows for r in range(1, 6)}
    assert codes == wanted
    assert len(wanted) == 25


def test_five_times_five_customers_fill_all_groups() -> None:
    rows = [(10 * r, 2**m, 3.0**m) for r in range(5) for m in range(5)]
    features = table(rows)
    found = RFMGroups().fit(features).assign(features)
    scores = found.scores[["recency", "frequency_amount"]].astype(int)
    assert scores.to_numpy().tolist() == [[5 - r, m + 1] for r in range(5) for m in range(5)]
    assert found.labels.nunique() == 11
    assert found.labels.iloc[[0, 4, 20, 24]].tolist() == ["new", "champions", "lost", "cannot_lose"]


def test_the_scores_of_the_groups_are_the_rfm_scores() -> None:
    features = facts()
    found = RFMGroups().fit(features).assign(features).scores
    for key in ("recency", "frequency", "amount"):
        assert found[key].tolist() == rfm_scores(features)[key].tolist()


def test_many_distinct_amounts_are_scored_as_exactly_as_few() -> None:
    for n in (2003, 2004):
        money = np.random.default_rng(n).permutation(n).astype(float)
        features = table([(1, 1, value) for value in money])
        exact = 1 + 5 * (2 * money.astype(int) + 1) // (2 * n)
        assert rfm_scores(features)["amount"].tolist() == exact.tolist()


def test_one_time_buyers_leave_no_group_of_codes_empty() -> None:
    rows = [(day, 1, float(day)) for day in range(60)] + [(day, 3, 99.0 + day) for day in range(40)]
    features = table(rows)
    scores = RFMGroups().fit(features).assign(features).scores["frequency_amount"]
    assert sorted(scores.unique()) == [1, 2, 3, 4, 5]


def test_groups_of_later_customers_are_judged_against_the_reference() -> None:
    features = table([(10 * n, 6 - n, 100.0 - n) for n in range(1, 6)])
    learned = RFMGroups().fit(features)
    later = features.assign(inactivity=1000)
    assert learned.assign(later).labels.isin(["cannot_lose", "at_risk", "lost"]).all()
    assert learned.assign(later.iloc[[0]]).labels.tolist() == ["cannot_lose"]


def test_who_never_bought_or_has_no_amount_is_apart_and_teaches_nothing() -> None:
    features = table([(5, 3, 30.0), (50, 1, 5.0)])
    more = pd.concat([features, table([(9, 0, np.nan), (9, 4, np.nan)]).set_axis(["x", "y"])])
    found = RFMGroups().fit(more).assign(more)
    assert found.labels.tolist()[2:] == ["no_purchase", "unknown_field"]
    amount = RFMGroups().fit(features).learned_["amount"]
    assert RFMGroups().fit(more).learned_["amount"] == amount


def test_a_log_without_amounts_has_no_groups() -> None:
    features = table([(5, 3, np.nan), (50, 1, np.nan)])
    assert set(RFMGroups().fit(features).assign(features).labels) == {"unknown_field"}


def test_who_bought_nothing_in_the_window_ranks_lowest_by_mean_amount() -> None:
    features = table([(5, 3, 30.0), (300, 0, 0.0), (50, 1, 5.0)])
    features = features.assign(purchases_total=[3, 2, 1], mean_amount=[10.0, np.nan, 5.0])
    scores = RFMGroups(amount="mean_amount").fit(features).assign(features).scores
    assert scores["amount"].tolist() == [5.0, 1.0, 3.0]


def test_an_amount_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_AMOUNT.*contribution or mean_amount"):
        RFMGroups(amount="mood").fit(table([(1, 1, 1.0)]))


@settings(max_examples=25, deadline=None)
@given(ROWS, st.integers(0, 49), st.integers(1, 5))
def test_buying_more_and_later_never_lowers_a_score(
    rows: list[tuple[int, int, float]], position: int, more: int
) -> None:
    features = table(rows)
    learned = RFMGroups().fit(features)
    better = features.copy()
    who = features.index[position % len(rows)]
    better.loc[who, ["purchases", "contribution"]] += more
    better.loc[who, "inactivity"] -= more
    gain = learned.assign(better).scores.loc[who] - learned.assign(features).scores.loc[who]
    assert (gain[["recency", "frequency", "amount", "frequency_amount"]] >= 0).all()
