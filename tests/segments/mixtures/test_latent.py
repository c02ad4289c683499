import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.errors import InputError
from clv.segments import LatentClasses
from clv.segments.mixtures._climb import climb
from clv.segments.mixtures._latent import Classes, Lines, expect, maximise, start
from tests.segments.planted import DROPOUTS, LEVELS, NOISE, RATES, SHARES, SPREAD, planted_classes


def lines(n: int, seed: int = 0) -> Lines:
    table, _ = planted_classes(n, seed)
    purchases, inactivity, tenure, amount, _ = table.to_numpy(float).T
    ones = np.ones(n)
    return Lines(purchases - 1, tenure - inactivity, tenure, np.log(amount), ones, ones)


def one_class() -> Classes:
    share, rate, dropout, level = np.array([[1.0], [0.02], [0.3], [3.0]])
    return Classes(share, rate, dropout, level, spread=0.1, noise=0.2)


def one_line(*values: float) -> Lines:
    x, t_x, T, log_spend, spent, weight = np.array(values)[:, None]
    return Lines(x, t_x, T, log_spend, spent, weight)


def test_the_likelihood_is_that_of_the_story() -> None:
    who = one_line(2.0, 50.0, 90.0, 3.4, 1.0, 1.0)
    stays, rate = 0.7, 0.02
    silent = 0.3 + stays * np.exp(-rate * 40)
    history = stays**2 * rate**2 * np.exp(-rate * 50) * silent
    spend = norm.pdf(3.4, 3.0, np.sqrt(0.1 + 0.2 / 3))
    expected = expect(who, one_class())
    assert expected.loglik[0] == pytest.approx(np.log(history * spend), rel=1e-12)
    assert expected.gone[0, 0] == pytest.approx(0.3 / silent, rel=1e-12)


def test_the_likelihood_of_one_repeat_purchase_or_none_sums_to_the_chance_of_at_most_one() -> None:
    def density(x: float, t_x: float) -> float:
        who = one_line(x, t_x, 30.0, 0.0, 0.0, 1.0)
        return float(np.exp(expect(who, one_class()).loglik[0]))

    one = quad(lambda t: density(1.0, t), 0, 30)[0]
    stays, rate, days = 0.7, 0.02, 30
    second = stays**2 * (1 - np.exp(-rate * days) * (1 + rate * days))
    assert density(0.0, 0.0) + one == pytest.approx(1 - second, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_no_step_loses_likelihood(seed: int, k: int) -> None:
    some = lines(60, seed % 50)
    classes = start(some, k, np.random.default_rng(seed))
    path = []
    for _ in range(12):
        expected = expect(some, classes)
        path.append(expected.loglik.sum())
        classes = maximise(some, classes, expected)
    assert (np.diff(path) >= -1e-8 * np.abs(path[0])).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4))
def test_no_leap_loses_likelihood(seed: int, k: int) -> None:
    some = lines(60, seed % 50)
    begin = start(some, k, np.random.default_rng(seed))
    _, path = climb(some, begin, 10, 0.0)
    assert (np.diff(path) >= -1e-8 * np.abs(path[0])).all()


def test_leaps_get_to_where_ten_times_as_many_steps_lead() -> None:
    some = lines(500)
    classes = start(some, 2, np.random.default_rng(1))
    _, path = climb(some, classes, 30, 0.0)
    for _ in range(600):
        classes = maximise(some, classes, expect(some, classes))
    assert path[-1] == pytest.approx(expect(some, classes).loglik.sum(), abs=0.05)


def test_planted_classes_are_recovered() -> None:
    table, kind = planted_classes(6000)
    latent = LatentClasses(2).fit(table)
    assert latent.converged_
    np.testing.assert_allclose(latent.classes_["share"], SHARES, atol=0.02)
    np.testing.assert_allclose(latent.classes_["rate"] / 365, RATES, rtol=0.06)
    np.testing.assert_allclose(latent.classes_["dropout"], DROPOUTS, atol=0.03)
    np.testing.assert_allclose(np.log(latent.classes_["median_amount"]), LEVELS, atol=0.04)
    assert latent._classes.spread == pytest.approx(SPREAD, abs=0.03)
    assert latent._classes.noise == pytest.approx(NOISE, abs=0.04)
    agree = latent.labels(table).to_numpy() == np.array(["S1", "S2"])[kind]
    assert agree.mean() > 0.93


def test_memberships_mean_what_they_say() -> None:
    table, kind = planted_classes(6000)
    first = LatentClasses(2).fit(table).memberships(table)["S1"]
    sure, unsure = first > 0.9, first.between(0.1, 0.9)
    assert (kind[sure] == 0).mean() > 0.95
    assert first[unsure].mean() == pytest.approx((kind[unsure] == 0).mean(), abs=0.08)


def test_bic_and_icl_ask_for_the_classes_that_were_planted() -> None:
    table, _ = planted_classes(3000)
    fitted = [LatentClasses(k).fit(table) for k in (1, 2, 3)]
    assert int(np.argmin([each.bic_ for each in fitted])) == 1
    assert int(np.argmin([each.icl_ for each in fitted])) == 1
    assert all(each.icl_ >= each.bic_ for each in fitted)


def test_neither_the_order_of_rows_nor_repeated_rows_are_seen() -> None:
    table, _ = planted_classes(800)
    latent = LatentClasses(2).fit(table)
    shuffled = LatentClasses(2).fit(table.sample(frac=1, random_state=5))
    pd.testing.assert_frame_equal(latent.classes_, shuffled.classes_, check_exact=True)
    doubled = LatentClasses(2).fit(pd.concat([table, table.set_index("x" + table.index)]))
    pd.testing.assert_frame_equal(latent.classes_, doubled.classes_, rtol=5e-3)
    assert doubled.loglik_ == pytest.approx(2 * latent.loglik_, rel=1e-6)


@pytest.mark.parametrize("factor", [1e-6, 100.0, 1e9])
def test_the_unit_of_money_moves_the_amounts_alone(factor: float) -> None:
    table, _ = planted_classes(800)
    other = table.assign(
        mean_amount=factor * table["mean_amount"], contribution=factor * table["contribution"]
    )
    latent, scaled = LatentClasses(2).fit(table), LatentClasses(2).fit(other)
    expected = latent.classes_.assign(median_amount=factor * latent.classes_["median_amount"])
    pd.testing.assert_frame_equal(scaled.classes_, expected, rtol=1e-4)
    assert scaled.labels(other).equals(latent.labels(table))


def test_spend_that_is_not_known_says_nothing() -> None:
    table, _ = planted_classes(800)
    table.loc[table.index[:3], "mean_amount"] = [np.nan, 0.0, -12.0]
    latent = LatentClasses(2).fit(table)
    assert latent.without_spend_ == 3
    assert latent.memberships(table).iloc[:3].notna().all(axis=None)


@pytest.mark.parametrize("money", ["absent", "missing"])
def test_a_log_without_money_has_classes_by_purchases(money: str) -> None:
    table, kind = planted_classes(3000)
    table = table.assign(mean_amount=np.nan, contribution=np.nan)
    if money == "absent":
        table = table.drop(columns=["mean_amount", "contribution"])
    latent = LatentClasses(2).fit(table)
    assert latent.classes_["median_amount"].isna().all()
    assert ((latent.labels(table) == "S1").to_numpy() == (kind == 0)).mean() > 0.85


@pytest.mark.parametrize(
    "change",
    [{"purchases": 0}, {"inactivity": -1.0}, {"inactivity": 999.0}, {"purchases": 1}],
    ids=["no purchase", "negative days", "silent for longer than known", "one day, two dates"],
)
def test_a_history_that_cannot_be_is_refused(change: dict[str, float]) -> None:
    table, _ = planted_classes(50)
    repeater = table.index[table["purchases"] > 1][:1]
    for column, value in change.items():
        table.loc[repeater, column] = value
    with pytest.raises(InputError, match="E_HISTORY: 1 of 50 customers"):
        LatentClasses(2).fit(table)


def test_too_few_different_customers_are_refused() -> None:
    table, _ = planted_classes(1)
    with pytest.raises(InputError, match="E_TOO_FEW: 1 different customers cannot make 2 classes"):
        LatentClasses(2).fit(pd.concat([table] * 5))


def test_customers_of_one_day_can_be_told_apart_by_spend_at_most() -> None:
    table = pd.DataFrame(
        {"purchases": 1, "inactivity": 0, "tenure": 0, "mean_amount": [1.0, 1.1, 90.0, 99.0]}
    )
    assert LatentClasses(2).fit(table).memberships(table).notna().all(axis=None)


def test_an_unfitted_copy_has_learned_nothing() -> None:
    table, _ = planted_classes(50)
    with pytest.raises(NotFittedError):
        clone(LatentClasses(2).fit(table)).labels(table)


def test_bic_cuts_continuous_differences_into_classes() -> None:
    rng = np.random.default_rng(0)
    days, rate = np.full(2000, 300.0), rng.gamma(0.8, 0.02, 2000)
    repeats = np.minimum(rng.poisson(rate * days), 299)
    last = np.where(repeats > 0, days * rng.beta(np.maximum(repeats, 1), 1), 0)
    table = pd.DataFrame({"purchases": repeats + 1, "inactivity": days - last, "tenure": days})
    bic = [LatentClasses(k).fit(table).bic_ for k in (1, 2, 3)]
    assert bic == sorted(bic, reverse=True)  # one gamma distribution, no segments, yet three
