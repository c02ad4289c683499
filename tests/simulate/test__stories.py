"""Every story has the mean and the spread that its formulas say."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import nbinom

from clv.errors import InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.simulate._parameters import names_of
from clv.simulate._stories import STORIES, rank_within, story_of
from tests.simulate.formulas import EXPECTED, TRUTHS, survival

N = 40_000


def told(
    kind: str, T: float, seed: int, changed: dict[str, float] | None = None, n: int = N
) -> tuple[IntArray, FloatArray]:
    """Repeat purchases of many customers of one age."""
    theta = {name: np.asarray(value) for name, value in (TRUTHS[kind] | (changed or {})).items()}
    return STORIES[kind].tell(theta, np.full(n, T), np.random.default_rng(seed))


def test_every_story_is_checked() -> None:
    assert STORIES.keys() == TRUTHS.keys() == EXPECTED.keys()
    assert all(set(TRUTHS[kind]) == set(names_of(s.model)) for kind, s in STORIES.items())


@pytest.mark.parametrize("kind", STORIES)
@pytest.mark.parametrize("T", [6.0, 40.0])
def test_the_mean_number_of_purchases_is_that_of_the_formula(kind: str, T: float) -> None:
    owner, age = told(kind, T, seed=1)
    counts = np.bincount(owner, minlength=N)
    error = counts.std() / np.sqrt(N)
    assert abs(counts.mean() - EXPECTED[kind](T, **TRUTHS[kind])) < 4 * error
    assert age.min() > 0
    assert age.max() <= T


@pytest.mark.parametrize("kind", STORIES)
def test_purchases_come_in_order_of_customer_and_age(kind: str) -> None:
    owner, age = told(kind, 40.0, seed=2)
    assert (np.diff(owner) >= 0).all()
    assert (np.diff(age)[np.diff(owner) == 0] > 0).all()


@pytest.mark.parametrize("kind", STORIES)
def test_what_lies_before_an_age_is_what_a_story_of_that_age_tells(kind: str) -> None:
    """Nobody's purchases crowd at the start or at the end of what is observed."""
    owner, age = told(kind, 40.0, seed=3)
    early = np.bincount(owner[age <= 6.0], minlength=N)
    assert abs(early.mean() - EXPECTED[kind](6.0, **TRUTHS[kind])) < 4 * early.std() / np.sqrt(N)


def test_without_dropout_counts_are_negative_binomial() -> None:
    counts = np.bincount(told("nbd", 39.0, seed=4)[0], minlength=N)
    shares = np.bincount(counts, minlength=8)[:8] / N
    expected = nbinom.pmf(np.arange(8), 0.4, 12 / 51)
    assert_allclose(shares, expected, atol=4 * 0.5 / np.sqrt(N))


def test_the_share_of_customers_left_is_that_of_the_contract_model() -> None:
    counts = np.bincount(told("sbg", 7.0, seed=5)[0], minlength=N)
    shares = [(counts >= t).mean() for t in range(1, 8)]
    assert_allclose(shares, survival(0.7, 1.2, np.arange(1, 8)), atol=4 * 0.5 / np.sqrt(N))


def test_donors_expect_what_the_paper_says() -> None:
    """Fader, Hardie and Shang (2010): E[X(10)], of parameters with more digits."""
    assert EXPECTED["bg_bb"](10.0, **TRUTHS["bg_bb"]) == pytest.approx(3.179805, abs=2e-3)


@pytest.mark.parametrize(("k", "variation"), [(1, 1.0), (4, 0.5)])
def test_k_stages_make_gaps_regular(k: int, variation: float) -> None:
    alike = {"k": k, "r": 1e6, "alpha": 1e6 / k, "a": 1e-9, "b": 1.0}
    owner, age = told("bg_cnbd_k", 40.0, seed=6, changed=alike, n=5000)
    gap = np.diff(age)[np.diff(owner) == 0]
    early = age[:-1][np.diff(owner) == 0] < 20  # later gaps are seen only if they are short
    assert gap[early].mean() == pytest.approx(1, rel=0.01)
    assert gap[early].std() / gap[early].mean() == pytest.approx(variation, rel=0.01)


def test_only_a_modified_story_loses_customers_at_once() -> None:
    often = {"r": 50.0, "alpha": 100.0}
    for kind, share in (("bg_nbd", 0.0), ("mbg_nbd", 0.8 / 3.2)):
        counts = np.bincount(told(kind, 40.0, seed=7, changed=often, n=20_000)[0], minlength=20_000)
        assert (counts == 0).mean() == pytest.approx(share, abs=4 * 0.5 / np.sqrt(20_000))


@pytest.mark.parametrize(
    ("kind", "far"),
    [
        ("pareto_nbd", {"s": 1e-3, "beta": 1e-3}),
        ("bg_bb", {"gamma": 1e-3, "delta": 1e-3}),
        ("sbg", {"alpha": 1e-3, "beta": 1e-3}),
        ("mbg_nbd", {"a": 1e-3, "b": 1e-3}),
    ],
)
def test_all_or_nothing_is_told_without_a_warning(kind: str, far: dict[str, float]) -> None:
    owner, age = told(kind, 12.0, seed=8, changed=far)
    assert 0 < np.unique(owner).size < N
    assert np.isfinite(age).all()


def test_ranks_count_within_each_owner() -> None:
    assert rank_within(np.array([0, 0, 2, 2, 2, 5])).tolist() == [0, 1, 0, 1, 2, 0]


def test_an_unknown_story_is_refused() -> None:
    with pytest.raises(InputError, match="E_MODEL.*'gg_nbd'.*mbg_nbd"):
        story_of("gg_nbd")
