"""Shops of known truth: sizes, sameness, and segments that are or are not there."""

from datetime import date

import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from clv.errors import InputError
from clv.simulate import SHOPS, simulated_shop

START, END = date(2023, 1, 1), date(2024, 7, 1)


def test_every_customer_has_one_segment_and_at_least_one_purchase() -> None:
    log, truth = simulated_shop("planted", 1003, START, END, seed=1)
    assert truth.index.is_unique
    assert set(log["customer_id"]) == set(truth.index)
    assert len(truth) == 1003


@pytest.mark.parametrize("n", [1, 3, 7, 100, 1003])
def test_segments_have_their_shares_to_within_one_customer(n: int) -> None:
    _, truth = simulated_shop("planted", n, START, END, seed=2)
    sizes = truth.value_counts()
    for name, part in SHOPS["planted"].items():
        assert abs(sizes.get(name, 0) - n * part.share) < 1


def test_shares_of_every_shop_add_up_to_one() -> None:
    for segments in SHOPS.values():
        assert sum(part.share for part in segments.values()) == pytest.approx(1)


def test_the_same_seed_draws_the_same_shop_and_another_another() -> None:
    first, again = (simulated_shop("planted", 200, START, END, seed=3) for _ in range(2))
    assert_frame_equal(first[0], again[0])
    assert_series_equal(first[1], again[1])
    assert not first[1].equals(simulated_shop("planted", 200, START, END, seed=4)[1])


def test_customer_ids_tell_nothing_of_the_segment() -> None:
    _, truth = simulated_shop("planted", 2000, START, END, seed=5)
    halves = truth[:1000].value_counts(normalize=True), truth[1000:].value_counts(normalize=True)
    assert (halves[0] - halves[1]).abs().max() < 0.08


def test_planted_segments_are_far_apart_in_frequency_and_amount() -> None:
    log, truth = simulated_shop("planted", 2000, START, END, seed=6)
    segment = log["customer_id"].map(truth)
    amount = log.groupby(segment)["amount"].mean()
    purchases = log.groupby(segment).size() / truth.value_counts()
    assert amount["big and often"] > 5 * amount["small and often"]
    assert purchases["big and often"] > 3 * purchases["big and rare"]
    assert purchases["hardly ever"] < 2


def test_the_shop_without_segments_has_one() -> None:
    _, truth = simulated_shop("null", 50, START, END, seed=7)
    assert truth.unique().tolist() == ["everybody"]


def test_an_unknown_shop_is_refused_with_the_known_names() -> None:
    with pytest.raises(InputError, match="E_SHOP.*null, planted"):
        simulated_shop("corner", 10, START, END, seed=1)


def test_parts_of_customers_are_refused() -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        simulated_shop("null", 2.5, date(2023, 1, 1), date(2023, 6, 1), seed=0)  # type: ignore[arg-type]
