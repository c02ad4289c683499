import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from clv.errors import InputError
from clv.rules import RFM_TITLES, rfm_scores

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
