import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules import Assignment
from clv.rules.systems.loyalty import ValueLoyalty

RELATIONS = ["strategic", "vendor", "friend", "acquaintance"]


def buyers(*rows: tuple[float, int]) -> pd.DataFrame:
    """Contribution and inactivity."""
    table = pd.DataFrame(rows, columns=["contribution", "inactivity"]).assign(
        purchases=5, periods_observed=10, active_share=0.5
    )
    return table.set_index(pd.Index([f"c{n}" for n in table.index]))


FOUR = buyers((900.0, 3), (700.0, 200), (80.0, 10), (20.0, 300))


def found(table: pd.DataFrame, **parameters: object) -> Assignment:
    return ValueLoyalty(**parameters).fit(table).assign(table)  # type: ignore[arg-type]


def labels(table: pd.DataFrame, **parameters: object) -> list[str]:
    return found(table, **parameters).labels.tolist()


def test_high_and_low_make_four_relations() -> None:
    assert labels(FOUR) == RELATIONS


def test_the_median_reference_customer_stands_in_the_middle() -> None:
    table = buyers((9.0, 0), (9.0, 30), (9.0, 90))
    assert found(table).scores["loyalty"].tolist() == [1, 0.5, 0.25]


def test_value_may_be_another_column() -> None:
    table = FOUR.drop(columns="contribution").assign(forecast=[1.0, 2.0, 3.0, 4.0])
    assert labels(table, value="forecast") == ["friend", "acquaintance", "strategic", "vendor"]
    with pytest.raises(InputError, match=r"E_COLUMNS.*contribution"):
        labels(table)


def test_a_survey_speaks_before_behaviour() -> None:
    asked = FOUR.assign(survey=[1.0, 5.0, 1.0, 5.0])
    assert labels(asked, loyalty="survey") == ["vendor", "strategic", "acquaintance", "friend"]


def test_who_was_not_asked_is_judged_by_behaviour_and_marked() -> None:
    some = found(FOUR.assign(survey=[4.0, np.nan, np.nan, 2.0]), loyalty="survey")
    assert some.scores["measure"].tolist() == ["survey", "recency", "recency", "survey"]
    # 4 and 2 against their median 3, 200 and 10 days against the median 105
    expected = [4 / 7, 105 / 305, 105 / 115, 2 / 5]
    assert some.scores["loyalty"].tolist() == pytest.approx(expected)
    (notice,) = some.notices
    assert (notice.code, notice.count) == ("W_BEHAVIOURAL", 2)


@pytest.mark.parametrize("table", [FOUR, FOUR.assign(survey=np.nan)])
def test_without_any_answer_all_are_judged_by_behaviour(table: pd.DataFrame) -> None:
    nobody = found(table, loyalty="survey")
    assert nobody.labels.tolist() == RELATIONS
    assert nobody.notices[0].count == 4


def test_answers_that_no_reference_customer_gave_have_no_scale() -> None:
    learned = ValueLoyalty(loyalty="survey").fit(FOUR)
    assert learned.assign(FOUR.assign(survey=5.0)).labels.tolist() == RELATIONS


@pytest.mark.parametrize("unit", [1, 10, 0.01])
def test_the_unit_of_a_survey_does_not_matter(unit: float) -> None:
    asked = FOUR.assign(survey=np.array([4.0, np.nan, 0.0, 2.0]) * unit)
    plain = labels(FOUR.assign(survey=[4.0, np.nan, 0.0, 2.0]), loyalty="survey")
    assert labels(asked, loyalty="survey") == plain


def test_all_answers_zero_are_the_lowest_loyalty() -> None:
    scores = found(FOUR.assign(share_of_wallet=0.0), loyalty="share_of_wallet").scores
    assert scores["loyalty"].tolist() == [0] * 4


def test_share_of_periods_leaves_short_histories_apart() -> None:
    table = FOUR.assign(active_share=[0.9, 0.2, 0.8, 1.0], periods_observed=[10, 10, 10, 1])
    apart = found(table, loyalty="active_share")
    assert apart.labels.tolist() == [*RELATIONS[:3], "too_little_history"]
    assert apart.scores["measure"].eq("active_share").all()


def test_another_grid_is_refused_where_it_matters() -> None:
    table, later = FOUR.copy(), FOUR.copy()
    table.attrs, later.attrs = {"period_days": 30}, {"period_days": 91}
    assert ValueLoyalty().fit(table).assign(later).labels.tolist() == RELATIONS
    with pytest.raises(InputError, match="E_PERIOD"):
        ValueLoyalty(loyalty="active_share").fit(table).assign(later)


def test_missing_values_are_apart() -> None:
    table = FOUR.assign(contribution=[np.nan, 700.0, 80.0, 20.0], purchases=[5, 5, 5, 0])
    assert labels(table)[0] == "unknown_field"
    assert labels(table)[3] == "no_purchase"
    assert labels(FOUR.assign(contribution=np.nan)) == ["not_applicable"] * 4


def test_bought_on_the_last_day_by_all_is_one_side() -> None:
    same = found(buyers((9.0, 0), (8.0, 0), (7.0, 0), (6.0, 0)))
    assert same.scores["loyalty"].eq(1).all()
    assert "W_DEGENERATE_CUT" in {notice.code for notice in same.notices}


def test_cuts_may_be_given() -> None:
    table = buyers(*((float(n), 5 * n) for n in range(1, 11)))
    assert sum(cell in RELATIONS[:2] for cell in labels(table, value_cut=0.8)) == 2
    assert (
        labels(table, value_cut=0.2, loyalty_cut="absolute 2")
        == ["acquaintance"] * 2 + ["vendor"] * 8
    )


def test_scales_stay_as_they_were_learned() -> None:
    learned = ValueLoyalty(loyalty="survey").fit(FOUR.assign(survey=[5.0, 3.0, 4.0, 3.0]))
    again = ValueLoyalty.from_dict(json.loads(json.dumps(learned.to_dict(), allow_nan=False)))
    later = FOUR.assign(survey=1.0, inactivity=999)
    assert again.assign(later).labels.tolist() == [*["vendor"] * 2, *["acquaintance"] * 2]


@pytest.mark.parametrize(
    ("table", "loyalty"), [(FOUR, "mood"), (FOUR.assign(survey=[-1.0, 2.0, 3.0, 4.0]), "survey")]
)
def test_what_is_no_loyalty_is_refused(table: pd.DataFrame, loyalty: str) -> None:
    with pytest.raises(InputError, match="E_LOYALTY"):
        labels(table, loyalty=loyalty)


ROWS = st.lists(
    st.tuples(st.integers(-5, 40).map(float), st.integers(0, 400)), min_size=1, max_size=25
)


@settings(max_examples=10, deadline=None)
@given(ROWS, st.integers(0, 24), st.integers(0, 300))
def test_longer_silence_never_raises_loyalty(
    rows: list[tuple[float, int]], position: int, longer: int
) -> None:
    table = buyers(*rows)
    learned, customer = ValueLoyalty().fit(table), table.index[position % len(table)]
    silent = table.copy()
    silent.loc[customer, "inactivity"] += longer
    loyal = ("strategic", "friend")
    before, after = (learned.assign(each).labels[customer] for each in (table, silent))
    assert before in loyal or after not in loyal


@settings(max_examples=10, deadline=None)
@given(ROWS)
def test_the_scale_keeps_the_order_of_days(rows: list[tuple[float, int]]) -> None:
    scores = found(buyers(*rows)).scores
    assert (scores["loyalty"].rank() == (-scores["inactivity"]).rank()).all()
    assert scores["loyalty"].between(0, 1).all()
