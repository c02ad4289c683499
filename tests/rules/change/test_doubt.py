from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from clv.customers import describe, summarise
from clv.errors import InputError
from clv.models import BGNBD, GammaGamma, posterior
from clv.periods import Duration
from clv.rules import STATES, ContributionStability
from clv.rules.change.chances import LabelChances
from clv.rules.change.doubt import FORECASTABLE, label_chances
from clv.rules.change.expectation import expected_moves
from clv.rules.systems.analyses import SevenAnalyses
from clv.simulate import simulate_transactions
from clv.transactions import Transactions, read_transactions

START, NOW, LATER = date(2022, 1, 1), "2023-04-01", "2023-09-28"
DAYS = 180  # from NOW to LATER: six periods
TRUTH = {"r": 1.2, "alpha": 6.0, "a": 0.8, "b": 6.0}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
CELLS = ["EI", "EII", "EIII", "EIV"]


@cache
def shop() -> Transactions:
    rows = simulate_transactions(TRUTH, 1500, START, date.fromisoformat(LATER), 3, SPEND)
    return read_transactions(rows, as_of=LATER)


@cache
def models() -> tuple[BGNBD, GammaGamma]:
    customers = summarise(shop(), NOW)
    return BGNBD().fit(customers), GammaGamma().fit(customers)


def table(day: str, history: int | None) -> pd.DataFrame:
    found = describe(shop(), day, period=30, history=history)
    found["purchases_total"] = summarise(shop(), day)["purchases"]
    return found


def today(history: int | None = DAYS) -> pd.DataFrame:
    return table(NOW, history)


def forecast(features: pd.DataFrame, horizon: object = DAYS, **options: object) -> LabelChances:
    rule = ContributionStability().fit(features)
    customers = summarise(shop(), NOW)
    return label_chances(rule, *models(), customers, features, horizon, **options)  # type: ignore[arg-type]


@cache
def windowed() -> LabelChances:
    return forecast(today(), draws=100)


def test_every_customer_has_probabilities_that_add_up_to_1() -> None:
    found = windowed()
    assert found.chances.index.equals(today().index)
    np.testing.assert_allclose(found.chances.sum(axis=1), 1)
    assert list(found.chances.columns)[:4] == CELLS
    assert set(found.chances.columns[4:]) <= set(STATES)
    assert (found.as_of, found.until) == (NOW, LATER)


@pytest.mark.parametrize("history", [DAYS, None], ids=["window", "all"])
def test_labels_with_a_probability_come_true_as_often(history: int | None) -> None:
    features = today(history=history)
    found = windowed() if history else forecast(features, draws=100)
    rule = ContributionStability().fit(features)
    realised = rule.assign(table(LATER, history)).labels
    likely = found.likeliest
    for low, high in ((0.5, 0.7), (0.7, 0.9)):
        some = likely[likely["probability"].between(low, high)]
        hits = int(some["label"].eq(realised.loc[some.index]).sum())
        chance = float(some["probability"].mean())
        lower, upper = (float(binom.ppf(p, len(some), chance)) for p in (0.001, 0.999))
        assert len(some) > 100
        # the likeliest of 100 draws looks a little likelier than it is
        assert lower - 0.03 * len(some) <= hits <= upper


def test_expected_totals_cover_those_that_came() -> None:
    features = today()
    rule = ContributionStability().fit(features)
    later = rule.assign(table(LATER, DAYS)).labels
    came = later.loc[features.index].value_counts().reindex(CELLS, fill_value=0)
    totals = windowed().totals(0.998).loc[CELLS]
    assert came.between(totals["lower"], totals["upper"]).all()
    assert totals["now"].sum() == windowed().totals()["expected"].sum() == len(features)


def test_flows_lead_from_the_labels_of_today_to_the_probabilities() -> None:
    found = windowed()
    moves = found.transition()
    assert moves["share"].groupby("now").sum().tolist() == pytest.approx(
        [1.0] * found.now.nunique()
    )
    ei = found.chances[found.now.eq("EI")].sum()
    np.testing.assert_allclose(moves.xs("EI")["expected"], ei)
    assert moves["expected"].between(moves["lower"], moves["upper"]).all()


def test_coin_flips_are_those_below_the_limit() -> None:
    found = windowed()
    unsure = found.coin_flips(0.5)
    assert (unsure["probability"] < 0.5).all()
    assert len(unsure) == (found.chances.max(axis=1) < 0.5).sum() > 0
    assert unsure["probability"].is_monotonic_increasing
    assert (unsure["second_probability"] <= unsure["probability"]).all()


def test_a_customer_is_explained_in_both_languages() -> None:
    found = windowed()
    best, top = str(found.chances["EI"].idxmax()), found.chances["EI"].max()
    said = f"Customer {best}, EI today, will be EI on {LATER} with probability {top:.2f}"
    assert found.explain(best).startswith(said)
    unsure = str(found.coin_flips(0.5).index[0])
    assert "else most likely" in found.explain(unsure)
    assert "概率" in found.explain(unsure, "zh")
    with pytest.raises(InputError, match="E_CUSTOMER"):
        found.explain("nobody")


def test_the_seed_decides_and_row_order_does_not() -> None:
    features = today()
    one, same = forecast(features, draws=5, seed=7), forecast(features, draws=5, seed=7)
    pd.testing.assert_frame_equal(one.chances, same.chances)
    turned = forecast(features.iloc[::-1], draws=5, seed=7)
    pd.testing.assert_frame_equal(one.chances, turned.chances.iloc[::-1])
    other = forecast(features, draws=5, seed=8)
    assert not one.chances.equals(other.chances)


def test_a_window_longer_than_the_horizon_keeps_some_of_the_past() -> None:
    features, kept = today(history=360), today(history=180)
    found = forecast(features, draws=40, kept=kept)
    rule = ContributionStability().fit(features)
    later = rule.assign(table(LATER, 360)).labels
    totals = found.totals(0.998).loc[CELLS]
    came = later.loc[features.index].value_counts().reindex(CELLS)
    assert came.between(totals["lower"] - 10, totals["upper"] + 10).all()


def test_a_horizon_longer_than_the_window_leaves_only_its_end() -> None:
    near, far = (
        forecast(today(history=90), 90, draws=20),
        forecast(today(history=90), 270, draws=20),
    )
    # whoever is gone brings nothing in a window that lies far ahead
    assert far.totals()["expected"]["EI"] < near.totals()["expected"]["EI"]


def test_the_posterior_is_taken_with_its_notices() -> None:
    customers = summarise(shop(), NOW)
    pair = tuple(posterior(model, customers, n=20, seed=1) for model in models())
    found = forecast(today(), draws=pair)
    assert len(found.flows) == 20
    assert found.notices == (*pair[0].notices, *pair[1].notices)


class CountStability(ContributionStability):
    """The quadrants by purchases in place of money."""

    needs = ("purchases", "active_share", "tenure")

    def _contribution(self, features: pd.DataFrame) -> "pd.Series[float]":
        return features["purchases"].astype(float)


def test_labels_of_money_need_a_model_of_spend_and_others_do_not() -> None:
    customers, features = summarise(shop(), NOW), today()
    quadrants = ContributionStability().fit(features)
    with pytest.raises(InputError, match=r"E_FORECAST.*contribution"):
        label_chances(quadrants, models()[0], None, customers, features, DAYS)
    bare = features.drop(columns=["contribution", "mean_amount"])
    counted = CountStability().fit(bare)
    found = label_chances(counted, models()[0], None, customers, bare, DAYS, draws=4)
    np.testing.assert_allclose(found.chances.sum(axis=1), 1)


def test_columns_that_cannot_be_forecast_are_named() -> None:
    features = today()
    rule = ContributionStability(measure="cv").fit(features)
    with pytest.raises(InputError, match=r"E_FORECAST.*T1 rests on spend_cv"):
        label_chances(rule, *models(), summarise(shop(), NOW), features, DAYS, draws=2)
    assert "spend_cv" not in FORECASTABLE


def test_columns_that_a_rule_uses_without_needing_them_are_named() -> None:
    """What a rule takes for unknown where it lacks a column is not its forecast."""
    features = today().assign(margin=1.0, deal_share=0.5, top_category="tea")
    rule = SevenAnalyses().fit(features)
    with pytest.raises(InputError, match=r"E_FORECAST.*T18 rests on margin, deal_share, top_cat"):
        label_chances(rule, *models(), summarise(shop(), NOW), features, DAYS, draws=2)


@pytest.mark.parametrize(
    ("history", "horizon", "code"),
    [
        (360, DAYS, "E_WINDOW"),
        (None, Duration(7, "D").days, "E_HORIZON"),
        (DAYS, "soon", "E_DURATION"),
    ],
)
def test_a_window_that_cannot_be_filled_is_refused(
    history: int | None, horizon: object, code: str
) -> None:
    with pytest.raises(InputError, match=code):
        forecast(today(history=history), horizon, draws=2)


def test_tables_that_do_not_belong_together_are_refused() -> None:
    features = today()
    rule = ContributionStability().fit(features)
    customers = summarise(shop(), NOW)
    for given, code in (
        (customers.iloc[1:], "E_CUSTOMERS"),
        (summarise(shop(), "2023-01-01"), "E_AS_OF"),
    ):
        given.attrs = given.attrs or customers.attrs
        with pytest.raises(InputError, match=code):
            label_chances(rule, *models(), given, features, DAYS, draws=2)
    bare = features.copy()
    bare.attrs = {}
    with pytest.raises(InputError, match="E_AS_OF"):
        label_chances(rule, *models(), customers, bare, DAYS, draws=2)


def test_what_a_first_purchase_cost_is_not_forgotten_in_the_futures() -> None:
    """Else whoever was labelled by one dear purchase would be expected to spend as all do."""
    start, cut, end = date(1997, 1, 1), "1997-10-01", date(1998, 7, 1)
    truth = {"r": 0.27, "alpha": 6.0, "a": 0.48, "b": 2.1}
    log = read_transactions(simulate_transactions(truth, 4000, start, end, 1, SPEND), as_of=end)
    customers = summarise(log, cut)
    models = BGNBD().fit(customers), GammaGamma().fit(customers)
    then, later = (describe(log, day, period=30, history=273) for day in (cut, end))
    rule = ContributionStability().fit(then)
    chances = label_chances(rule, *models, customers, then, 273, draws=60, seed=1)
    moves = expected_moves(chances, rule.assign(later).labels)
    error = (moves["actual"] - moves["expected"]) / (moves["upper"] - moves["lower"]).clip(lower=4)
    assert error.abs().max() < 0.7  # of the width of an interval of 95%
