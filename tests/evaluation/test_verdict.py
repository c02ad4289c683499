import numpy as np
import pandas as pd
import pytest

from clv.evaluation import Comparison, compare, decide


def comparison(
    metric: str, scores: dict[str, float], unclear: set[frozenset[str]] | None = None
) -> Comparison:
    """Scores as given; differences are clear but for the pairs named."""
    rows, gaps = [], []
    for name, value in scores.items():
        rows.append((metric, name, value, value - 0.1, value + 0.1))
        for other, theirs in scores.items():
            if other != name:
                clear = frozenset({name, other}) not in (unclear or set())
                half = abs(value - theirs) / 2 if clear else abs(value - theirs) + 0.01
                gap = value - theirs
                gaps.append((metric, name, other, gap, gap - half, gap + half, clear))
    limits = ["value", "lower", "upper"]
    keys = ["metric", "competitor"]
    return Comparison(
        pd.DataFrame(rows, columns=keys + limits).set_index(keys),
        pd.DataFrame(gaps, columns=[*keys, "against", *limits, "clear"]).set_index(
            [*keys, "against"]
        ),
        level=0.95,
        pair_level=0.99,
    )


def join(*comparisons: Comparison) -> Comparison:
    return Comparison(
        pd.concat([each.scores for each in comparisons]),
        pd.concat([each.differences for each in comparisons]),
        0.95,
        0.99,
    )


SCORES = {"rules": 0.2, "learned": 0.3, "chance": 0.0}


def test_a_clear_lead_over_the_baseline_is_said_with_its_numbers() -> None:
    verdict = decide(comparison("r2_log_spend", SCORES), "r2_log_spend", "rules")
    assert verdict.sentence == (
        "Learned is ahead of rules: out-of-sample R² of log later spend 0.300 against 0.200, "
        "difference 0.10 (99% interval 0.050 to 0.15)."
    )
    assert verdict.details == "Clearly behind learned as well: chance."
    assert (verdict.winner, verdict.runner_up, verdict.clear) == ("learned", "rules", True)
    assert verdict.difference == pytest.approx(0.1)
    assert (verdict.lower, verdict.upper) == pytest.approx((0.05, 0.15))


def test_an_interval_around_zero_is_no_clear_difference() -> None:
    unclear = {frozenset({"rules", "learned"})}
    verdict = decide(comparison("r2_log_spend", SCORES, unclear), "r2_log_spend", "rules")
    assert verdict.sentence.startswith("No clear difference between learned and rules: ")
    assert "ahead" not in verdict.sentence
    assert not verdict.clear


def test_a_baseline_with_the_best_score_is_measured_against_the_best_of_the_others() -> None:
    verdict = decide(comparison("r2_log_spend", SCORES), "r2_log_spend", "learned")
    assert (verdict.winner, verdict.runner_up) == ("learned", "rules")


def test_those_who_are_not_clearly_behind_the_best_are_named() -> None:
    scores = SCORES | {"other": 0.29}
    unclear = {frozenset({"learned", "other"})}
    verdict = decide(comparison("r2_log_spend", scores, unclear), "r2_log_spend", "rules")
    assert verdict.details == (
        "Clearly behind learned as well: chance; not clearly behind learned: other."
    )


def test_controls_are_marked_wherever_they_are_named() -> None:
    table = comparison("r2_log_spend", {"rules": 0.1, "learned": 0.2, "chance": 0.3})
    verdict = decide(table, "r2_log_spend", "rules", controls=["chance"])
    assert verdict.sentence.startswith("Chance (control) is ahead of rules")
    assert verdict.winner == "chance"


def test_where_lower_is_better_the_lowest_score_leads() -> None:
    verdict = decide(comparison("log_loss", {"recency": 0.6, "hybrid": 0.5}), "log_loss", "recency")
    assert verdict.sentence.startswith("Hybrid is ahead of recency: log loss 0.500 against 0.600")
    assert verdict.difference == pytest.approx(-0.1)


def test_another_metric_that_says_the_opposite_is_heard() -> None:
    both = join(
        comparison("log_loss", {"recency": 0.6, "hybrid": 0.5}),
        comparison("roc_auc", {"recency": 0.8, "hybrid": 0.7}),
    )
    verdict = decide(both, "log_loss", "recency", also=["roc_auc"])
    assert verdict.details == (
        "By area under the ROC curve recency is ahead of hybrid (0.700 against 0.800)."
    )
    assert verdict.winner == "hybrid"


def test_another_metric_without_a_clear_difference_says_so() -> None:
    both = join(
        comparison("log_loss", {"recency": 0.6, "hybrid": 0.5}),
        comparison("roc_auc", {"recency": 0.7, "hybrid": 0.8}, {frozenset({"recency", "hybrid"})}),
    )
    assert "By area under the ROC curve no clear difference between hybrid and recency" in (
        decide(both, "log_loss", "recency", also=["roc_auc"]).details
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_sentence_claims_a_lead_only_where_the_interval_excludes_zero(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scores = dict(zip(SCORES, rng.uniform(0, 1, 3).tolist(), strict=True))
    unclear = {frozenset({"rules", "learned"})} if rng.uniform() < 0.5 else set()
    verdict = decide(comparison("r2_log_spend", scores, unclear), "r2_log_spend", "rules")
    excludes = verdict.lower > 0 or verdict.upper < 0
    assert verdict.clear == excludes == (" ahead of " in verdict.sentence)


def test_a_long_list_of_those_behind_is_a_number() -> None:
    later = np.arange(200.0)
    far = {f"far {i}": np.zeros(200) for i in range(8)}
    found = compare({"mae": (later, {"near": later, "rule": later * 0, **far})}, draws=30)
    verdict = decide(found, "mae", "rule")
    assert "Clearly behind near as well: 8 others." in verdict.details
