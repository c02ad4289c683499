import pandas as pd
import pytest

from clv.customers import customer_facts, wilson_interval
from clv.errors import InputError
from clv.rules.change.changes import change_log, staleness, standings, transitions
from clv.rules.change.label_history import label_history
from clv.rules.change.steadying import steadied
from tests.rules.change.test_label_history import DAYS, made_up
from tests.rules.facts import shop_log

HISTORY = made_up(
    {
        "ada": "EI EI EI EI",
        "bo": "EI EII EII EII",
        "cy": "EI EIII EIII EIII",
        "di": "EI EIV EIV EIV",
        "ed": "- - EII EI",
        "fay": "EI EI EI too_little_history",
    }
)


def test_moves_between_one_day_and_the_next_are_counted() -> None:
    moves = transitions(HISTORY)
    assert moves.loc[("EI", "EI"), "customers"] == 2 + 3
    assert moves.loc[("EI", "EIV"), "customers"] == 0 + 1
    assert moves.loc[("new", "EII"), "customers"] == 1
    assert moves["customers"].sum() == 3 * 5 + 2
    assert moves["share"].groupby("before").sum().eq(1).all()


def test_intervals_of_shares_are_those_of_wilson() -> None:
    moves = transitions(HISTORY)
    ours = moves.xs("EI")
    n = pd.Series(int(ours["customers"].sum()), ours.index)
    low, high = wilson_interval(ours["share"], n)
    pd.testing.assert_series_equal(ours["lower"], low, check_names=False)
    pd.testing.assert_series_equal(ours["upper"], high, check_names=False)
    together = transitions(HISTORY, simultaneous=True)
    assert (together["lower"] <= moves["lower"]).all()
    assert (together["upper"] > moves["upper"]).sum() > 5


def test_a_change_is_explained_by_the_axis_that_was_crossed() -> None:
    log = change_log(HISTORY)
    assert log.iloc[0].tolist() == [DAYS[1], "bo", "EI", "EII", "stability"]
    drivers = log.groupby("customer_id")["driver"].agg(list).to_dict()
    assert drivers == {
        "bo": ["stability"],
        "cy": ["contribution"],
        "di": ["both"],
        "ed": ["new", "stability"],
        "fay": ["state"],
    }


def test_a_label_held_back_is_told_from_one_that_changed() -> None:
    log = change_log(steadied(made_up({"ada": "EI EII EII EII"})))
    assert log[["as_of", "driver"]].to_numpy().tolist() == [[DAYS[2], "earlier"]]


def test_no_change_makes_an_empty_log() -> None:
    log = change_log(made_up({"ada": "EI EI EI EI"}))
    assert log.empty
    assert list(log) == ["as_of", "customer_id", "before", "after", "driver"]


def test_every_change_of_a_shop_is_explained() -> None:
    days = ["2024-01-01", "2024-03-01", "2024-05-01"]
    found = label_history(shop_log(), "T1", days, "26w")
    log = change_log(found)
    assert set(log["driver"]) == {"contribution", "stability", "both", "new"}
    moves = transitions(found).reset_index()
    stayed = moves.loc[moves["before"] == moves["after"], "customers"].sum()
    assert len(log) == moves["customers"].sum() - stayed


def test_standings_rise_with_better_cells() -> None:
    table = standings(made_up({"ada": "EI EI EIV EI", "bo": "- - - EII", "cy": "EI EI EI no"}))
    assert table.T["ada"].tolist() == [0.0, 3.0]
    assert table["standing_before"].isna().tolist() == [False, True, False]
    assert table["standing"].isna().tolist() == [False, False, True]


def test_age_is_counted_to_today() -> None:
    found = label_history(shop_log(60), "T1", ["2024-03-01", "2024-06-01"], "26w")
    facts = customer_facts(shop_log(60), "2024-06-01", history="26w")
    checked = pd.DataFrame({"region": pd.to_datetime(["2024-06-01", "NaT"])}, facts.index[:2])
    table = staleness(found, facts, "2024-06-11", checked)
    assert table["label"].eq(10).all()
    last = facts["last_purchase"].reindex(table.index)
    assert table["purchase"].equals((pd.Timestamp("2024-06-11") - last).dt.days)
    moved = change_log(found).set_index("customer_id").index
    assert table["unchanged"].eq(10).equals(pd.Series(table.index.isin(moved), table.index))
    assert table["region"].iloc[:2].tolist() == pytest.approx([10, float("nan")], nan_ok=True)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_level_that_is_no_probability_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="E_PROBABILITY"):
        transitions(HISTORY, level)
