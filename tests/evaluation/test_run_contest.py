from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from clv.errors import InputError
from clv.evaluation import Contest, Protocol, run_contest, standard_competitors
from clv.evaluation.metrics import r2_log_spend, top_share
from clv.segments import Grouping, ValueBands
from tests.evaluation.tables import Planted, afterwards, at_the_cut, planted_by

QUICK = Protocol(draws=150, stability_draws=2)
TABLE = at_the_cut()


def hold(outcomes: pd.DataFrame, protocol: Protocol = QUICK) -> Contest:
    return run_contest(TABLE, outcomes, standard_competitors(), protocol)


@pytest.fixture(scope="module")
def contest() -> Contest:
    return hold(planted_by("k-means", TABLE))


@pytest.mark.parametrize("seed", range(5))
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
    spend = planted_by("k-means", TABLE)["spend_holdout"]
    labels = contest.labels["value bands"]
    value = contest.scores["value"]
    assert value["r2_log_spend", "value bands"] == r2_log_spend(spend, labels)
    rank = TABLE["contribution"].groupby(labels).transform("mean")
    assert value["top_share", "value bands"] == pytest.approx(float(top_share(spend, rank)))


def test_every_score_lies_in_its_own_interval(contest: Contest) -> None:
    for table in (contest.scores, contest.differences):
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
    competitors = standard_competitors()
    run_contest(TABLE, planted_by("k-means", TABLE), competitors, QUICK)
    assert not hasattr(competitors["k-means"], "centres_")


def test_the_primary_metric_decides_and_the_other_is_heard() -> None:
    protocol = Protocol(draws=150, stability_draws=2, primary="top_share")
    verdict = hold(planted_by("k-means", TABLE), protocol).verdict()
    assert "top 20%" in verdict.sentence
    assert "out-of-sample R²" in verdict.details


def test_a_different_number_of_groups_is_noticed() -> None:
    table = TABLE.assign(two=["a", "b"] * 300)
    competitors = standard_competitors() | {"planted": Planted("two")}
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


@pytest.mark.parametrize("wrong", [{"primary": "roc_auc"}, {"draws": 0}, {"stability_draws": 0}])
def test_a_protocol_that_cannot_be_held_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_PROTOCOL"):
        Protocol(**wrong)


@pytest.mark.parametrize("names", [[], ["quadrants"], ["k-means", "value bands"]])
def test_a_contest_needs_the_rules_and_somebody_else(names: list[str]) -> None:
    some = {name: standard_competitors()[name] for name in names}
    with pytest.raises(InputError, match="E_COMPETITORS"):
        run_contest(TABLE, planted_by("k-means", TABLE), some, QUICK)
