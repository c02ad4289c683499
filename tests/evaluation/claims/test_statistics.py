"""Weighted figures equal plain ones on the customers written out as often as they are counted."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import pearsonr, rankdata
from sklearn.linear_model import LinearRegression
from sklearn.metrics import roc_auc_score

from clv.evaluation.claims.statistics import (
    Statistic,
    auc_above_chance,
    coefficient,
    gain_in_r2,
    mean,
    mean_gap,
    rank_gain,
    top_share_less,
)
from clv.evaluation.metrics import top_share

N = 40
_RNG = np.random.default_rng(5)
TABLE = pd.DataFrame(
    {
        "cell": _RNG.choice(["A", "B", "C"], N),
        "x": _RNG.integers(0, 9, N).astype(float),
        "z": _RNG.normal(size=N),
        "event": _RNG.random(N) < 0.4,
    }
)
TABLE["y"] = TABLE["x"] + 0.5 * TABLE["z"] + _RNG.normal(size=N)
TABLE.loc[3, "y"] = np.nan


def _gap(t: pd.DataFrame) -> float:
    return float(t.loc[t["cell"].eq("A"), "y"].mean() - t.loc[t["cell"].ne("A"), "y"].mean())


def _slope(t: pd.DataFrame) -> float:
    t = t.dropna()
    return float(LinearRegression().fit(t[["x", "z"]], t["y"]).coef_[0])


def _r2(t: pd.DataFrame) -> float:
    t = t.dropna()
    plain = {
        n: LinearRegression().fit(t[of], t["y"]).score(t[of], t["y"])
        for n, of in ((2, ["z", "x"]), (1, ["z"]))
    }
    full, less = (1 - (1 - r2) * (len(t) - 1) / (len(t) - n - 1) for n, r2 in plain.items())
    return float(full - less)


def _top(t: pd.DataFrame) -> float:
    t = t.dropna()
    return float(top_share(t["y"], t["x"])) - 0.3


PLAIN: dict[str, tuple[Statistic, Callable[[pd.DataFrame], float]]] = {
    "mean": (mean("y", less=2), lambda t: t["y"].mean() - 2),
    "gap": (mean_gap("cell", "A", ["B", "C"], "y"), _gap),
    "auc": (auc_above_chance("x", "event"), lambda t: roc_auc_score(t["event"], t["x"]) - 0.5),
    "slope": (coefficient("y", "x", ["z"]), _slope),
    "r2": (gain_in_r2("y", "x", ["z"]), _r2),
    "top": (top_share_less("x", "y", less=0.3), _top),
}


@pytest.mark.parametrize("name", PLAIN)
@settings(max_examples=20)
@given(seed=st.integers(0, 999))
def test_a_count_is_as_good_as_a_copy(name: str, seed: int) -> None:
    statistic, plain = PLAIN[name]
    counts = np.bincount(np.random.default_rng(seed).integers(0, N, N), minlength=N)
    written_out = TABLE.loc[TABLE.index.repeat(counts)]
    assert statistic(TABLE)(counts[None].astype(float))[0] == pytest.approx(plain(written_out))


def test_the_better_of_two_scores_has_the_higher_rank_correlation() -> None:
    known = TABLE.dropna()
    plain = [pearsonr(rankdata(known["y"]), rankdata(known[c]))[0] for c in ("x", "z")]
    figure = rank_gain("y", "x", "z")(TABLE)
    assert figure(np.ones((1, N)))[0] == pytest.approx(plain[0] - plain[1])


@pytest.mark.parametrize("name", PLAIN)
def test_draws_are_computed_one_by_one(name: str) -> None:
    figure = PLAIN[name][0](TABLE)
    counts = np.random.default_rng(1).multinomial(N, np.full(N, 1 / N), 5).astype(float)
    single = [figure(row[None])[0] for row in counts]
    assert figure(counts) == pytest.approx(single)


def test_those_at_the_top_are_counted_out() -> None:
    ranked = pd.DataFrame({"score": np.arange(10), "money": np.arange(10) ** 2.0})
    figure = top_share_less("score", "money", 0.5, top=0.2)(ranked)
    assert figure(np.ones((1, 10)))[0] == pytest.approx((81 + 64) / 285 - 0.5)
    twice = np.where(np.arange(10) == 9, 2.0, 1.0)  # eleven customers: 2.2 of them at the top
    assert figure(twice[None])[0] == pytest.approx((2 * 81 + 0.2 * 64) / 366 - 0.5)


def test_a_column_of_noise_may_lower_what_is_explained() -> None:
    rng = np.random.default_rng(0)
    found = [
        gain_in_r2("y", "x", ["z"])(pd.DataFrame(rng.normal(size=(30, 3)), columns=list("xyz")))
        for _ in range(40)
    ]
    values = [float(figure(np.ones((1, 30)))[0]) for figure in found]
    assert min(values) < 0 < max(values)
    assert np.mean(values) == pytest.approx(0, abs=0.03)


def test_what_rests_on_nobody_is_unknown() -> None:
    assert np.isnan(mean_gap("cell", "A", "D", "y")(TABLE)(np.ones((2, N)))).all()
    assert np.isnan(auc_above_chance("x", "event")(TABLE.assign(x=np.nan))(np.ones((2, N)))).all()
    assert np.isnan(coefficient("y", "x", [])(TABLE.assign(y=np.nan))(np.ones((2, N)))).all()
    assert np.isnan(rank_gain("y", "x", "z")(TABLE.assign(y=np.nan))(np.ones((2, N)))).all()
    assert np.isnan(gain_in_r2("y", "x", ["z"])(TABLE.assign(y=np.nan))(np.ones((2, N)))).all()
    assert np.isnan(top_share_less("x", "y", 0.8)(TABLE.assign(y=np.nan))(np.ones((2, N)))).all()
    assert np.isnan(mean("y")(TABLE.assign(y=np.nan))(np.ones((2, N)))).all()
