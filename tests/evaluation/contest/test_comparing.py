import numpy as np
import pytest

from clv.evaluation.contest import CONTEST_METRICS, Protocol
from clv.evaluation.contest._comparing import compared, family

KINDS = {"q": "rule", "p": "rule", "r": "rule", "k": "learned", "t": "learned", "x": "control"}
AGREED = Protocol(reference="q")
METRICS = len(CONTEST_METRICS)


def test_the_family_is_fixed_by_names_and_kinds_alone() -> None:
    pairs = set(family(KINDS, "q"))
    assert {("p", "q"), ("q", "p"), ("k", "p"), ("x", "t"), ("t", "q")} <= pairs
    assert not {("p", "r"), ("k", "t")} & pairs
    assert len(pairs) == 2 * (15 - 2)


def test_a_difference_is_clear_where_its_simultaneous_interval_excludes_zero() -> None:
    rng = np.random.default_rng(0)
    kinds = {"q": "rule", "k": "learned", "x": "control"}
    samples = rng.normal([0.2, 0.4, 0.21], 0.01, (400, METRICS, 3))
    value = np.tile([0.2, 0.4, 0.21], (METRICS, 1))
    found = compared(value, samples, kinds, Protocol(reference="q"), days=1)
    clear = found.lead_of("r2_log_spend", "q")["clear"]
    assert clear.to_dict() == {"k": True, "x": False}
    middle = (found.differences["upper"] + found.differences["lower"]) / 2
    assert middle.to_numpy() == pytest.approx(found.differences["value"].to_numpy())
    assert found.pair_level > 0.95


def test_more_days_of_a_log_widen_the_differences_and_not_the_scores() -> None:
    samples = np.random.default_rng(1).normal(0, 1, (2000, METRICS, 6))
    one, three = (compared(samples.mean(0), samples, KINDS, AGREED, days) for days in (1, 3))
    assert (three.scores == one.scores).all().all()
    width = (three.differences["upper"] - three.differences["lower"]) / (
        one.differences["upper"] - one.differences["lower"]
    )
    assert 1.05 < width.min() <= width.max() < 1.4
