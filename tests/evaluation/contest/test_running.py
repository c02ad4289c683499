from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from clv.errors import InputError
from clv.evaluation import Contest, Protocol, run_contest, standard_competitors
from clv.evaluation.contest import CONTROLS
from clv.evaluation.metrics import (
    activity_gain,
    decision_value,
    normalised_gini,
    r2_log_spend,
    top_share,
)
from clv.segments import Grouping, ValueBands
from tests.evaluation.tables import Planted, afterwards, at_the_cut, planted_by

QUICK = Protocol(draws=100, stability_draws=1)
TABLE = at_the_cut()
NAMES = ("quadrants", "k-means", "value bands", *CONTROLS)


def few() -> dict[str, Grouping]:
    return {name: each for name, each in standard_competitors().items() if name in NAMES}


def hold(outcomes: pd.DataFrame, protocol: Protocol = QUICK) -> Contest:
    return run_contest(TABLE, outcomes, few(), protocol)


@pytest.fixture(scope="module")
def contest() -> Contest:
    return hold(planted_by("k-means", TABLE))


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_outcomes_make_no_clear_difference(seed: int) -> None:
    outcomes = planted_by("k-means", TABLE)
    order = np.random.default_rng(seed).permutation(len(outcomes))
    shuffled = hold(outcomes.iloc[order].set_axis(outcomes.index))
    verdict = shuffled.verdict()
    assert not verdict.clear
    assert verdict.sentence.startswith("No clear difference")
    assert not shuffled.comparison.lead_of("r2_log_spend", verdict.winner)["clear"].any()


@pytest.mark.parametrize("name", ["quadrants", "k-means", "value bands", "spend bands"])
def test_the_grouping_that_was_planted_wins(name: str) -> None:
    found = hold(planted_by(name, TABLE))
    verdict = found.verdict()
    assert verdict.winner == name
    assert verdict.clear
    assert found.comparison.lead_of("r2_log_spend", name)["clear"].all()
    assert verdict.sentence.lower().startswith(name)


def test_two_names_for_the_same_groups_are_no_clear_difference() -> None:
    twins: dict[str, Grouping] = {
        "quadrants": ValueBands(4, "contribution"),
        "spend bands": ValueBands(4, "contribution"),
    }
    verdict = run_contest(TABLE, planted_by("spend bands", TABLE), twins, QUICK).verdict()
    assert not verdict.clear
    assert (verdict.lower, verdict.upper) == (0, 0)


def test_scores_are_those_of_the_metrics_on_the_labels(contest: Contest) -> None:
    later = planted_by("k-means", TABLE)
    spend, labels = later["spend_holdout"], contest.labels["value bands"]
    rank = TABLE["contribution"].groupby(labels).transform("mean")
    expected = {
        "r2_log_spend": r2_log_spend(spend / contest.money_unit, labels),
        "top_share": top_share(spend, rank),
        "normalised_gini": normalised_gini(spend, rank),
        "activity_gain": activity_gain(later["active_holdout"], labels),
        "decision_value": decision_value(spend, rank),
    }
    found = contest.scores["value"].xs("value bands", level="competitor")
    assert found.to_dict() == pytest.approx({name: float(v) for name, v in expected.items()})


def test_every_score_lies_in_its_own_interval(contest: Contest) -> None:
    for table in (contest.scores, contest.differences, contest.references, contest.agreement):
        assert (table["lower"] <= table["value"]).all()
        assert (table["value"] <= table["upper"]).all()


def test_random_groups_explain_nothing(contest: Contest) -> None:
    value = contest.scores["value"]
    assert value["r2_log_spend", "random groups"] == pytest.approx(0, abs=0.02)
    assert value["top_share", "random groups"] == pytest.approx(0.2, abs=0.05)


def test_agreement_is_measured_against_the_rules(contest: Contest) -> None:
    rand = contest.agreement.loc["adjusted_rand"]
    assert "quadrants" not in rand.index
    expected = adjusted_rand_score(contest.labels["quadrants"], contest.labels["k-means"])
    assert rand.loc["k-means", "value"] == pytest.approx(expected)
    association = contest.agreement["value"]["cramers_v", "random groups"]
    assert association == pytest.approx(0, abs=0.15)


def test_groups_hold_everybody_and_all_the_money(contest: Contest) -> None:
    sums = contest.groups.groupby("competitor")[
        ["customers", "share_customers", "share_past", "share_future"]
    ].sum()
    assert (sums["customers"] == len(TABLE)).all()
    np.testing.assert_allclose(sums[["share_customers", "share_past", "share_future"]], 1)


def test_stability_is_told_for_every_competitor(contest: Contest) -> None:
    assert set(contest.stability.index) == set(contest.labels)
    assert contest.stability.loc["random groups", "value"] == 1
    assert contest.stability["value"].between(-0.5, 1).all()


def test_the_order_of_the_outcomes_does_not_matter(contest: Contest) -> None:
    turned = hold(planted_by("k-means", TABLE).iloc[::-1])
    pd.testing.assert_frame_equal(turned.scores, contest.scores)


def test_the_competitors_passed_in_stay_as_they_were() -> None:
    competitors = few()
    run_contest(TABLE, planted_by("k-means", TABLE), competitors, QUICK)
    assert not hasattr(competitors["k-means"], "centres_")


def test_the_primary_metric_decides_and_the_other_is_heard() -> None:
    protocol = Protocol(draws=100, stability_draws=1, primary="top_share")
    verdict = hold(planted_by("k-means", TABLE), protocol).verdict()
    assert "top 20%" in verdict.sentence
    assert "out-of-sample R²" in verdict.details


def test_a_different_number_of_groups_is_noticed() -> None:
    table = TABLE.assign(two=["a", "b"] * 300)
    competitors = few() | {"planted": Planted("two")}
    notices = run_contest(table, planted_by("k-means", TABLE), competitors, QUICK).notices
    assert [notice.found for notice in notices if notice.code == "W_GROUPS"] == [
        "planted made 2 groups where 4 were agreed"
    ]


def test_only_controls_that_take_part_are_controls() -> None:
    two = {k: v for k, v in standard_competitors().items() if k in ("quadrants", "random groups")}
    assert run_contest(TABLE, planted_by("k-means", TABLE), two, QUICK).controls == (
        "random groups",
    )


def test_outcomes_of_other_customers_are_refused() -> None:
    outcomes = planted_by("k-means", TABLE)
    for others in (outcomes.iloc[1:], outcomes.rename(index={"00000": "stranger"})):
        with pytest.raises(InputError, match="E_INDEX"):
            hold(others)


def test_a_window_without_spend_is_refused() -> None:
    nothing = afterwards(pd.Series(-99.0, index=TABLE.index))
    with pytest.raises(InputError, match="E_NO_OUTCOME"):
        hold(nothing)


@pytest.mark.parametrize("names", [[], ["quadrants"], ["k-means", "value bands"]])
def test_a_contest_needs_the_rules_and_somebody_else(names: list[str]) -> None:
    some = {name: standard_competitors()[name] for name in names}
    with pytest.raises(InputError, match="E_COMPETITORS"):
        run_contest(TABLE, planted_by("k-means", TABLE), some, QUICK)


def test_the_unit_of_money_changes_nothing(contest: Contest) -> None:
    later = planted_by("k-means", TABLE)
    for unit in (1e-6, 1e9):
        table = TABLE.assign(
            contribution=unit * TABLE["contribution"], residual_value=unit * TABLE["residual_value"]
        )
        outcomes = later.assign(spend_holdout=unit * later["spend_holdout"])
        turned = run_contest(table, outcomes, few(), QUICK)
        pd.testing.assert_frame_equal(turned.scores, contest.scores, rtol=1e-6, atol=1e-9)
        pd.testing.assert_frame_equal(turned.decisions, contest.decisions, rtol=1e-6, atol=1e-9)


def test_the_order_of_the_customers_does_not_matter_to_scores(contest: Contest) -> None:
    order = np.random.default_rng(0).permutation(len(TABLE))
    turned = run_contest(TABLE.iloc[order], planted_by("k-means", TABLE), few(), QUICK)
    for one, other in ((turned.scores, contest.scores), (turned.references, contest.references)):
        pd.testing.assert_series_equal(one["value"], other["value"])
    pd.testing.assert_frame_equal(turned.stability, contest.stability)


def test_differences_are_those_of_the_family_and_hold_together(contest: Contest) -> None:
    pairs = {(one, other) for _, one, other in contest.differences.index}
    assert ("k-means", "value bands") not in pairs
    assert ("k-means", "quadrants") in pairs
    assert {("random groups", "k-means"), ("random groups", "spend bands")} <= pairs
    assert 0.95 < contest.comparison.pair_level < 0.999
    wider = run_contest(TABLE, planted_by("k-means", TABLE), few(), QUICK, days=3)
    width = [c.differences["upper"] - c.differences["lower"] for c in (wider, contest)]
    assert (width[0] >= width[1]).all()


def test_who_cannot_group_the_customers_stays_away_and_is_named() -> None:
    competitors = few() | {"absent": ValueBands(4, "no such column")}
    found = run_contest(TABLE, planted_by("k-means", TABLE), competitors, QUICK)
    assert "absent" not in found.labels
    assert [notice.code for notice in found.notices if "absent" in notice.found] == ["W_WITHDRAWN"]
    with pytest.raises(InputError, match="E_COLUMNS"):
        run_contest(TABLE.drop(columns="active_share"), found.labels.assign(
            spend_holdout=1.0, active_holdout=True), few(), QUICK)  # fmt: skip


def test_stability_over_time_is_that_of_customers_known_at_both_days(contest: Contest) -> None:
    assert contest.stability["over_time"].isna().all()
    earlier = TABLE.iloc[:400]
    found = run_contest(TABLE, planted_by("k-means", TABLE), few(), QUICK, earlier=earlier)
    over_time = found.stability["over_time"]
    assert over_time["random groups"] == 1
    assert 0.3 < over_time["spend bands"] < 1


def test_references_without_groups_rank_by_every_customer(contest: Contest) -> None:
    assert set(contest.references.index.get_level_values("reference")) == {
        "past spend", "model value",
    }  # fmt: skip
    spend = planted_by("k-means", TABLE)["spend_holdout"]
    share = contest.references["value"]["top_share", "past spend"]
    assert share == pytest.approx(float(top_share(spend, TABLE["contribution"])))
    # the model's value is noise here: cross-fitting must not find anything in it
    assert contest.references["value"]["r2_log_spend", "model value"] < 0.02


def test_one_table_says_everything_of_everybody(contest: Contest) -> None:
    summary = contest.summary()
    assert summary.index[0] == "k-means"
    assert summary.loc["quadrants", "kind"] == "rule"
    assert summary["groups"]["spend bands"] == summary["leaves"]["spend bands"] == 4
    assert summary.loc["past spend", "kind"] == "without groups"
    assert contest.best("learned") == "k-means"
    assert contest.best("nobody") == ""


def test_decision_values_are_told_for_every_budget_and_cost(contest: Contest) -> None:
    value = contest.decisions["value"]
    assert len(value) == 9 * (len(NAMES) + 2)
    assert abs(value.xs("random groups", level="competitor")).max() < 0.3
    mean = value.xs("k-means", level="competitor").mean()
    assert contest.scores["value"]["decision_value", "k-means"] == pytest.approx(mean)


class Wayward:
    """A competitor of a user: writes into its table, and labels as it is told to."""

    def __init__(self, label: Callable[[pd.DataFrame], Any]) -> None:
        self.label = label

    def fit(self, table: pd.DataFrame) -> "Wayward":
        table["contribution"] = 0.0
        return self

    def labels(self, table: pd.DataFrame) -> Any:
        table["purchases"] = 1
        return self.label(table)


def by_turns(table: pd.DataFrame) -> "pd.Series[str]":
    return pd.Series([f"T{i % 4}" for i in range(len(table))], table.index)


@pytest.mark.parametrize(("label", "found"), [
    (lambda t: by_turns(t).set_axis(range(len(t))), f"{len(TABLE)} of {len(TABLE)} customers"),
    (lambda t: by_turns(t).iloc[1:], f"1 of {len(TABLE)} customers"),
    (lambda t: by_turns(t).where(t.index != t.index[0]), f"1 of {len(TABLE)} customers"),
    (lambda t: by_turns(t).to_numpy(), "no Series of customers"),
    (lambda t: t.index.to_series().astype(str), f"makes {len(TABLE)} groups"),
])  # fmt: skip
def test_who_leaves_customers_without_a_group_stays_away(label: Any, found: str) -> None:
    later = planted_by("k-means", TABLE)
    field: dict[str, Grouping] = {**few(), "mine": Wayward(label)}
    held = run_contest(TABLE, later, field, QUICK)
    assert "mine" not in held.kinds
    assert any(n.code == "W_WITHDRAWN" and found in n.found for n in held.notices)


def test_who_writes_into_the_table_changes_nothing_for_others(contest: Contest) -> None:
    before, field = TABLE.copy(), {"mine": Wayward(by_turns), **few()}
    held = run_contest(TABLE, planted_by("k-means", TABLE), field, QUICK, earlier=TABLE)
    pd.testing.assert_frame_equal(TABLE, before)
    same = held.scores.drop(index="mine", level="competitor")
    pd.testing.assert_frame_equal(same, contest.scores.loc[same.index], check_exact=True)


def test_the_order_of_the_customers_does_not_matter_to_intervals(contest: Contest) -> None:
    mixed = TABLE.sample(frac=1, random_state=3)
    held = run_contest(mixed, planted_by("k-means", TABLE), few(), QUICK)
    pd.testing.assert_frame_equal(held.scores, contest.scores, check_exact=True)
    pd.testing.assert_frame_equal(held.differences, contest.differences, check_exact=True)


def test_customers_twice_or_money_with_gaps_are_refused() -> None:
    later = planted_by("k-means", TABLE)
    twice = TABLE.set_axis([TABLE.index[1], *TABLE.index[1:]], axis=0)
    with pytest.raises(InputError, match="E_INDEX: 1 rows of the table repeat a customer"):
        run_contest(twice, later, few(), QUICK)
    gaps = later["spend_holdout"].where(later["spend_holdout"] > 0)
    for table, after in (
        (TABLE, later.assign(spend_holdout=gaps)),
        (TABLE.assign(contribution=np.nan), later),
    ):
        with pytest.raises(InputError, match="E_NOT_FINITE"):
            run_contest(table, after, few(), QUICK)


def test_one_spender_or_equal_spends_settle_nothing() -> None:
    later = planted_by("k-means", TABLE)
    for spend in (np.eye(1, len(TABLE))[0], 5.0):
        held = run_contest(TABLE, later.assign(spend_holdout=spend), few(), QUICK)
        assert not held.verdict().clear
