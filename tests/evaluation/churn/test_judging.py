import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit

from clv.errors import InputError
from clv.evaluation import ChurnSlices, judge_churn, judge_churn_slices
from clv.evaluation.churn import POOLED

RNG = np.random.default_rng(0)
IDS = pd.Index([f"{i:04d}" for i in range(500)])


def slice_of(ids: pd.Index, noise: float, seed: int) -> tuple[dict[str, pd.Series], pd.Series]:
    rng = np.random.default_rng(seed)
    true = pd.Series(rng.uniform(0.05, 0.95, len(ids)), ids)
    rough = pd.Series(expit(logit(true) + rng.normal(0, noise, len(ids))), ids)
    return {"rough": rough, "true": true}, pd.Series(rng.uniform(size=len(ids)) < true, ids)


SLICES = {"first": slice_of(IDS[:400], 2, 1), "second": slice_of(IDS[100:], 2, 2)}


@pytest.fixture(scope="module")
def judged() -> ChurnSlices:
    return judge_churn_slices(SLICES, draws=200)


def test_each_slice_is_judged_as_it_would_be_alone(judged: ChurnSlices) -> None:
    for name, (stated, churned) in SLICES.items():
        alone = judge_churn(stated, churned, draws=200)
        value = judged.scores.loc[name]["value"]
        pd.testing.assert_series_equal(value, alone.scores["value"])
        assert judged.base_rates[name] == churned.mean()


def test_pooled_scores_are_those_of_all_rows(judged: ChurnSlices) -> None:
    parts = SLICES.values()
    stated = {n: pd.concat([s[n] for s, _ in parts], ignore_index=True) for n in ("rough", "true")}
    churned = pd.concat([churned for _, churned in parts], ignore_index=True)
    value = judge_churn(stated, churned, draws=5).scores["value"]
    pd.testing.assert_series_equal(judged.pooled.scores["value"], value)


def test_customers_are_drawn_with_all_their_slices() -> None:
    stated, churned = SLICES["first"]
    twice = judge_churn_slices({"a": (stated, churned), "b": (stated, churned)}, draws=200)
    # a copy of the slice brings no new customer, so no interval may shrink
    pd.testing.assert_frame_equal(
        twice.pooled.scores, judge_churn(stated, churned, draws=200).scores
    )
    assert (twice.drift[["value", "lower", "upper"]].abs() < 1e-12).all(axis=None)


def test_drift_is_the_difference_between_slices(judged: ChurnSlices) -> None:
    value = judged.scores["value"]
    for name in ("rough", "true"):
        gap = judged.drift.xs((name, "brier", "second", "first"))
        expected = value["second", "brier", name] - value["first", "brier", name]
        assert gap["value"] == pytest.approx(expected)
        assert gap["lower"] < gap["value"] < gap["upper"]


def test_the_verdict_tells_in_how_many_slices_it_holds(judged: ChurnSlices) -> None:
    said = judged.verdict("rough")
    assert (said.winner, said.clear) == ("true", True)
    assert "in 2 of 2, clearly so in 2; it is clearly behind rough in 0." in said.details


def test_a_slice_that_says_the_opposite_undoes_the_verdict() -> None:
    stated, churned = slice_of(IDS, 3, 3)
    odd, left = slice_of(IDS[:150], 3, 4)
    turned = {"rough": odd["true"], "true": odd["rough"].clip(0.01, 0.99)}
    rough = stated | {"rough": 1 - stated["true"]}
    said = judge_churn_slices({"1": (rough, churned), "2": (turned, left)}, draws=100)
    verdict = said.verdict("rough")
    assert not verdict.clear
    assert verdict.sentence.startswith("No clear difference between true and rough")
    assert "2 clearly against it" in verdict.sentence


def test_the_order_of_rows_does_not_matter(judged: ChurnSlices) -> None:
    turned = {
        name: ({n: p[::-1] for n, p in stated.items()}, churned[::-1])
        for name, (stated, churned) in SLICES.items()
    }
    again = judge_churn_slices(turned, draws=200)
    pd.testing.assert_frame_equal(again.scores, judged.scores)
    pd.testing.assert_frame_equal(again.drift, judged.drift)


def test_one_slice_has_no_drift() -> None:
    found = judge_churn_slices({"first": SLICES["first"]}, draws=20)
    assert found.drift.empty
    assert list(found.trials) == ["first", POOLED]


def test_faults_name_the_slice() -> None:
    stated, churned = SLICES["first"]
    with pytest.raises(InputError, match="E_ONE_CLASS: at second of 400"):
        judge_churn_slices(SLICES | {"second": (stated, churned | True)})
    with pytest.raises(InputError, match="E_SLICES"):
        judge_churn_slices(SLICES | {POOLED: SLICES["first"]})
    with pytest.raises(InputError, match="E_SLICES: 2 slices name 2 different lists"):
        judge_churn_slices(SLICES | {"second": ({"true": stated["true"]}, churned)})
    with pytest.raises(InputError, match="E_SLICES: 0 slices"):
        judge_churn_slices({})


def test_an_outcome_with_a_customer_twice_is_sent_to_slices() -> None:
    stated, churned = SLICES["first"]
    with pytest.raises(InputError, match="E_INDEX: 400 rows of the outcome repeat"):
        judge_churn(stated, pd.concat([churned, churned]))


@pytest.mark.parametrize("unclear", [np.nan, 2.0])
def test_an_outcome_that_is_neither_true_nor_false_is_not_taken_for_churn(unclear: float) -> None:
    stated, churned = SLICES["first"]
    odd: pd.Series = churned.astype(float)
    odd.iloc[:3] = unclear
    with pytest.raises(InputError, match="E_OUTCOME: 3 of 400 outcomes"):
        judge_churn(stated, odd)
    with pytest.raises(InputError, match="E_OUTCOME: 400 of 400"):
        judge_churn(stated, churned.map({True: "yes", False: "no"}))


def test_without_a_model_there_is_nothing_to_judge() -> None:
    with pytest.raises(InputError, match="E_COMPETITORS"):
        judge_churn({}, SLICES["first"][1])
