import math

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from clv.errors import InputError
from clv.rules import Assignment, ContributionStability
from clv.rules.measures.agreement import agreement
from clv.rules.systems.loyalty import ValueLoyalty
from tests.rules.facts import facts

FACTS = facts()
T1 = ContributionStability().fit(FACTS).assign(FACTS)
T13 = ValueLoyalty().fit(FACTS).assign(FACTS)


def relabelled(one: Assignment, labels: "pd.Series[str]") -> Assignment:
    return Assignment(one.system, labels, labels.mask(labels.ne(""), ""), one.scores, one.cuts)


def test_every_customer_is_counted_once() -> None:
    table = agreement(T1, T13).table
    assert table.to_numpy().sum() == len(FACTS)
    assert table.sum(axis=1).to_dict() == T1.counts()["customers"].to_dict()
    assert table.sum().to_dict() == T13.counts()["customers"].to_dict()
    assert (table.index.name, table.columns.name) == ("T1", "T13")


def test_a_system_agrees_with_itself() -> None:
    same = agreement(T1, T1)
    assert (same.adjusted_rand, same.cramers_v) == pytest.approx((1, 1))
    assert same.judged == len(FACTS)


def test_neither_side_comes_first() -> None:
    one, other = agreement(T1, T13), agreement(T13, T1)
    assert one.adjusted_rand == pytest.approx(other.adjusted_rand)
    assert one.cramers_v == pytest.approx(other.cramers_v)
    assert np.array_equal(one.table.to_numpy(), other.table.to_numpy().T)


def test_the_numbers_are_those_of_the_formulas() -> None:
    found = agreement(T1, T13)
    counts = found.table.to_numpy()
    expected = np.outer(counts.sum(1), counts.sum(0)) / counts.sum()
    chi2 = ((counts - expected) ** 2 / expected).sum()
    assert found.cramers_v == pytest.approx(math.sqrt(chi2 / counts.sum() / 3))
    assert found.adjusted_rand == pytest.approx(adjusted_rand_score(T1.labels, T13.labels))


def test_shuffled_labels_agree_by_chance_only() -> None:
    rng = np.random.default_rng(5)
    mixed = pd.Series(rng.permutation(T1.labels.to_numpy()), T1.labels.index)
    assert abs(agreement(relabelled(T1, mixed), T1).adjusted_rand) < 0.05


def test_order_does_not_matter() -> None:
    upside_down = relabelled(T13, T13.labels.iloc[::-1])
    pd.testing.assert_frame_equal(agreement(T1, upside_down).table, agreement(T1, T13).table)


def test_states_are_counted_and_not_judged() -> None:
    some = relabelled(T13, T13.labels.where(FACTS["purchases"] > 5, "unknown_field"))
    found = agreement(T1, some)
    apart = int((FACTS["purchases"] <= 5).sum())
    assert found.table["unknown_field"].sum() == apart
    assert found.judged == len(FACTS) - apart


def test_only_common_customers_are_compared() -> None:
    half = FACTS.iloc[::2]
    part = ValueLoyalty().fit(FACTS).assign(half)
    assert agreement(T1, part).table.to_numpy().sum() == len(half)
    other = relabelled(T13, T13.labels.set_axis([f"other {n}" for n in range(len(FACTS))]))
    with pytest.raises(InputError, match=r"E_NO_COMMON.*none of 240 and 240"):
        agreement(T1, other)


def test_one_label_for_all_tells_nothing() -> None:
    flat = relabelled(T13, pd.Series("friend", T13.labels.index, dtype="str"))
    found = agreement(T1, flat)
    assert math.isnan(found.cramers_v)
    assert found.adjusted_rand == 0
    nobody = agreement(T1, relabelled(T13, pd.Series("no_purchase", T13.labels.index)))
    assert nobody.judged == 0
    assert math.isnan(nobody.adjusted_rand)
