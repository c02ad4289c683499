import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments import MixtureSegments
from tests.segments.tables import customers, three_kinds


@pytest.mark.parametrize("covariance", ["full", "diag"])
def test_kinds_of_customers_that_lie_apart_are_found(covariance: str) -> None:
    table, kind = three_kinds(300)
    labels = MixtureSegments(3, covariance=covariance).fit(table).labels(table)
    assert labels.tolist() == np.array(["S3", "S2", "S1"])[kind].tolist()


def test_bic_asks_for_as_many_segments_as_there_are_kinds() -> None:
    table, _ = three_kinds(400)
    bic = [MixtureSegments(k).fit(table).bic_ for k in (1, 2, 3, 4, 5)]
    assert int(np.argmin(bic)) == 2


def test_memberships_are_probabilities_and_the_label_is_the_likeliest() -> None:
    table = customers(500)
    mixture = MixtureSegments(4).fit(table)
    memberships = mixture.memberships(table)
    np.testing.assert_allclose(memberships.sum(axis=1), 1)
    assert (memberships.idxmax(axis=1) == mixture.labels(table)).all()
    assert memberships.index.equals(table.index)


def test_segments_are_named_by_mean_contribution() -> None:
    table = customers(500)
    labels = MixtureSegments(4).fit(table).labels(table)
    assert table["contribution"].groupby(labels).mean().is_monotonic_decreasing


def test_neither_the_order_of_rows_nor_threads_change_a_label() -> None:
    table = customers(4000)
    once = MixtureSegments(3, starts=2).fit(table).labels(table)
    with threadpool_limits(1):
        again = MixtureSegments(3, starts=2).fit(table.sample(frac=1, random_state=4))
    assert once.equals(again.labels(table))


@pytest.mark.parametrize("factor", [1e-6, 1e9])
def test_the_unit_of_money_changes_nothing(factor: float) -> None:
    table, _ = three_kinds(300)
    other = table.assign(contribution=factor * table["contribution"])
    labels = MixtureSegments(3).fit(table).labels(table)
    assert MixtureSegments(3).fit(other).labels(other).equals(labels)


def test_a_value_that_many_share_is_said_to_pass_for_a_segment() -> None:
    table = customers(400)
    table.loc[table.index[:250], ["purchases", "active_share"]] = [1, 0.1]
    codes = [notice.code for notice in MixtureSegments(3).fit(table).notices_]
    assert "W_NARROW_SEGMENTS" in codes


def test_kinds_with_a_spread_of_their_own_are_no_matter_for_a_notice() -> None:
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"a": rng.normal(0, 1, 400), "b": rng.normal(0, 1, 400)})
    assert MixtureSegments(1, features=["a", "b"]).fit(table).notices_ == ()


def test_customers_who_are_all_alike_cannot_be_segmented() -> None:
    with pytest.raises(InputError, match="E_TOO_FEW: 1 different customers cannot make 2"):
        MixtureSegments(2).fit(pd.concat([customers(1)] * 10))


def test_an_unfitted_copy_has_learned_nothing() -> None:
    table = customers(50)
    with pytest.raises(NotFittedError):
        clone(MixtureSegments(2).fit(table)).labels(table)


def test_a_single_customer_or_an_unknown_covariance_is_refused() -> None:
    with pytest.raises(InputError, match="E_TOO_FEW"):
        MixtureSegments(1).fit(customers(20).iloc[:1])
    with pytest.raises(InputError, match="E_COVARIANCE"):
        MixtureSegments(2, covariance="spherical").fit(customers(20))
