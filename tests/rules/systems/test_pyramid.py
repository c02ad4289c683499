import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules.assignment import Assignment
from clv.rules.systems.pyramid import Pyramid

TIERS = ["platinum", "gold", "iron", "lead"]
ROWS = st.lists(st.tuples(st.integers(-2, 4), st.integers(0, 3)), min_size=1, max_size=300)


def table(money: list[float], inactivity: int | list[int] = 5) -> pd.DataFrame:
    index = [f"c{n:03}" for n in range(len(money))]
    return pd.DataFrame(
        {"purchases": 2, "contribution": money, "inactivity": inactivity}, index=index
    )


def assigned(features: pd.DataFrame, **parameters: str) -> Assignment:
    return Pyramid(**parameters).fit(features).assign(features)  # type: ignore[arg-type]


def sizes(found: Assignment) -> list[int]:
    return found.labels.value_counts().reindex(TIERS, fill_value=0).tolist()


def test_the_sizes_are_one_four_fifteen_and_eighty_per_cent() -> None:
    found = assigned(table([float(n) for n in range(200)]))
    assert sizes(found) == [2, 8, 30, 160]
    assert found.labels.iloc[::-1].tolist() == [
        *["platinum"] * 2, *["gold"] * 8, *["iron"] * 30, *["lead"] * 160
    ]  # fmt: skip
    assert found.notices == ()
    assert [cut.share for cut in found.cuts["value"]] == [0.01, 0.05, 0.2]


def test_the_sizes_are_exact_although_everybody_is_equal() -> None:
    found = assigned(table([7.0] * 100))
    assert sizes(found) == [1, 4, 15, 80]
    said = [str(notice) for notice in found.notices]
    assert len(said) == 3
    assert (
        "W_EQUALS_PARTED: the lower edge of platinum parts 100 customers of equal value, "
        "100 of them only by their id"
    ) in said[0]


def test_of_equal_value_the_later_purchase_stands_before() -> None:
    found = assigned(table([7.0] * 100, list(range(100))))
    assert found.labels.tolist() == [
        "platinum", *["gold"] * 4, *["iron"] * 15, *["lead"] * 80
    ]  # fmt: skip
    assert "only by their id" not in " ".join(map(str, found.notices))


def test_of_equal_expected_value_the_larger_contribution_stands_before() -> None:
    features = table([float(n) for n in range(100)], list(range(100))).assign(expected=3.0)
    assert assigned(features, value="expected").labels.iloc[-1] == "platinum"
    assert assigned(features.assign(expected=-features["contribution"]), value="expected").labels[
        "c000"
    ] == "platinum"  # fmt: skip


def test_a_group_that_ends_at_the_edge_is_not_parted() -> None:
    found = assigned(table([9.0, *[5.0] * 4, *[3.0] * 15, *[1.0] * 80]))
    assert sizes(found) == [1, 4, 15, 80]
    assert found.notices == ()
    assert [len(edge) for edge in Pyramid().fit(table([9.0, *[5.0] * 99])).learned_["edges"]] == [
        1, 4, 4
    ]  # fmt: skip


def test_the_hash_of_an_id_never_changes() -> None:
    found = assigned(table([7.0] * 100)).labels
    assert found.index[found.eq("platinum")].tolist() == ["c074"]
    assert found.index[found.eq("gold")].tolist() == ["c000", "c013", "c083", "c098"]


def test_later_customers_are_placed_by_the_same_edges() -> None:
    features = table([float(n) for n in range(100)])
    learned = Pyramid().fit(features)
    grown = features.assign(contribution=features["contribution"] + 50)
    assert sizes(learned.assign(grown)) == [51, 4, 15, 30]
    newcomer = table([98.5]).set_axis(["new"])
    assert learned.assign(newcomer).labels.tolist() == ["gold"]


def test_stored_edges_part_equals_as_before() -> None:
    features = table([7.0] * 60 + [3.0] * 90, [1, 2, 3] * 50)
    learned = Pyramid().fit(features)
    again = Pyramid.from_dict(json.loads(json.dumps(learned.to_dict(), allow_nan=False)))
    assert again.assign(features).labels.equals(learned.assign(features).labels)
    assert sizes(again.assign(features)) == [2, 6, 22, 120]


@pytest.mark.parametrize(("n", "top"), [(1, 0), (49, 0), (50, 1), (99, 1)])
def test_fewer_than_a_hundred_customers_are_warned_of(n: int, top: int) -> None:
    found = assigned(table([float(k) for k in range(n)]))
    assert sizes(found)[0] == top
    assert [notice.code for notice in found.notices] == ["W_FEW_CUSTOMERS"]
    assert f"from {n} customers: its top tier holds {top} of them" in str(found.notices[0])


def test_the_sizes_are_shares_of_those_with_a_purchase_and_a_value() -> None:
    features = table([float(n) for n in range(120)])
    features.iloc[:10, 0] = 0
    features.iloc[10:20, 1] = np.nan
    found = assigned(features)
    assert sizes(found) == [1, 4, 15, 80]
    assert found.missing() == {"no_purchase": 10, "unknown_field": 10}


def test_a_log_without_amounts_has_no_pyramid() -> None:
    assert set(assigned(table([np.nan] * 3)).labels) == {"not_applicable"}


def test_losses_are_ordered_like_any_value() -> None:
    found = assigned(table([-float(n) for n in range(100)]))
    assert found.labels.iloc[[0, 1, 5, 99]].tolist() == TIERS


def test_a_column_that_is_not_there_is_asked_for() -> None:
    with pytest.raises(InputError, match=r"E_COLUMNS.*residual_value"):
        Pyramid(value="residual_value").fit(table([1.0]))


@settings(max_examples=25, deadline=None)
@given(ROWS, st.integers(0, 99))
def test_the_sizes_are_exact_in_any_order(rows: list[tuple[int, int]], seed: int) -> None:
    money, inactivity = (list(side) for side in zip(*rows, strict=True))
    features = table([float(value) for value in money], inactivity)
    found, n = assigned(features), len(rows)
    edges = [int(share * n + 0.5 + 1e-9) for share in (0, 0.01, 0.05, 0.2)] + [n]
    assert sizes(found) == np.diff(edges).tolist()
    shuffled = features.iloc[np.random.default_rng(seed).permutation(n)]
    assert assigned(shuffled).labels.reindex(features.index).equals(found.labels)


@settings(max_examples=25, deadline=None)
@given(ROWS)
def test_nobody_stands_above_a_customer_of_larger_value(rows: list[tuple[int, int]]) -> None:
    money, inactivity = (list(side) for side in zip(*rows, strict=True))
    found = assigned(table([float(value) for value in money], inactivity))
    keys = pd.MultiIndex.from_arrays([[-value for value in money], inactivity])
    tiers = found.labels.map(TIERS.index).set_axis(keys).groupby(level=[0, 1])
    best, worst = tiers.min().to_numpy(), tiers.max().to_numpy()
    assert (worst[:-1] <= best[1:]).all()
