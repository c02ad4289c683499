"""Simulated logs summarise to simulated customers, of every model."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from pandas.testing import assert_frame_equal
from sklearn.exceptions import NotFittedError

from clv.customers import summarise
from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.models.cnbd import MBGCNBD
from clv.models.mbg_nbd import MBGNBD
from clv.simulate import simulate_customers, simulate_log, simulate_transactions
from clv.transactions import read_transactions
from tests.simulate.formulas import EXPECTED, TRUTHS

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
START, END = date(2023, 1, 1), date(2024, 1, 1)


def drawn(**options: Any) -> pd.DataFrame:
    usual: dict[str, Any] = {
        "params": TRUTH, "n_customers": 500, "start": START, "end": END, "seed": 1
    }  # fmt: skip
    usual.update(options)
    return simulate_transactions(**usual)


def true_model(**params: float) -> BGNBD:
    """Return a model that knows the truth."""
    model = BGNBD()
    model.params_, model.time_unit_ = params or TRUTH, "W"
    return model


def customers_of(log: pd.DataFrame) -> pd.DataFrame:
    """Summarise a log by other code than the package's own."""
    amounts = log["amount"] if "amount" in log else pd.Series(1.0, log.index)
    days = log.assign(amount=amounts).groupby(["customer_id", "date"])[["amount"]].sum()
    days = days.reset_index()
    by = days.groupby("customer_id")["date"]
    first, last = by.min(), by.max()
    repeats = days[days["date"] > days["customer_id"].map(first)]
    mean = repeats.groupby("customer_id")["amount"].mean()
    table = pd.DataFrame(
        {
            "frequency": by.size() - 1,
            "recency": (last - first).dt.days / 7,
            "T": (pd.Timestamp("2023-12-31") - first).dt.days / 7,
            "monetary_value": mean.reindex(first.index).fillna(0.0),
        }
    )
    table.attrs["time_unit"] = "W"
    return table


@pytest.mark.parametrize("model", TRUTHS)
def test_a_log_names_every_customer_and_stays_in_its_window(model: str) -> None:
    log = drawn(params=TRUTHS[model], model=model, spend=SPEND)
    assert log["customer_id"].nunique() == 500
    assert log["date"].between(pd.Timestamp(START), pd.Timestamp("2023-12-31")).all()
    assert (log["date"] == log["date"].dt.normalize()).all()
    assert log["date"].is_monotonic_increasing
    assert log["amount"].min() >= 0.01
    assert_allclose(log["amount"], log["amount"].round(2))
    first = log.groupby("customer_id")["date"].min()
    assert (first < pd.Timestamp(START) + pd.Timedelta(days=84)).all()
    assert first.nunique() > 8


def test_a_log_without_spend_has_no_amounts() -> None:
    assert drawn().columns.tolist() == ["customer_id", "date"]


def test_parameters_are_found_again_in_a_log() -> None:
    customers = customers_of(drawn(n_customers=20_000, seed=6, spend=SPEND))
    model = BGNBD().fit(customers)
    # Whole days merge a few purchases, which moves r and alpha a little.
    assert_allclose(list(model.params_.values()), list(TRUTH.values()), rtol=0.15)
    forecast = model.predict(customers, 39.0).sum()
    assert forecast == pytest.approx(true_model().predict(customers, 39.0).sum(), rel=0.03)
    spend = GammaGamma().fit(customers).predict(customers.head(1)).iloc[0]
    assert spend == pytest.approx(30, rel=0.5)


@pytest.mark.parametrize("model", ["bg_nbd", "mbg_nbd", "mbg_cnbd_k", "pareto_nbd", "nbd"])
@pytest.mark.parametrize("unit", ["D", "W"])
def test_a_log_holds_as_many_purchases_as_the_formula_says(model: str, unit: str) -> None:
    days = 7.0 if unit == "D" else 1.0
    params = {
        name: value * (days if name in ("alpha", "beta") else 1.0)
        for name, value in TRUTHS[model].items()
    }
    log = drawn(params=params, model=model, n_customers=10_000, time_unit=unit)
    ages = (365 - np.arange(84)) / 7
    expected = np.mean([EXPECTED[model](age, **TRUTHS[model]) for age in ages])
    counts = log.groupby("customer_id").size() - 1
    assert abs(counts.mean() - expected) < 4 * counts.std() / np.sqrt(len(counts))


@pytest.mark.parametrize("unit", ["D", "W", "M"])
@pytest.mark.parametrize("model", ["bg_bb", "sbg"])
def test_whole_periods_are_one_purchase_a_stretch_of_the_calendar(model: str, unit: str) -> None:
    start = date(2024, 1, 1)  # a Monday
    end = {"D": date(2024, 3, 1), "W": date(2024, 12, 30), "M": date(2026, 1, 1)}[unit]
    log = drawn(
        params=TRUTHS[model], model=model, time_unit=unit, start=start, end=end, join_days=200
    )
    table = summarise(read_transactions(log, as_of=end), end, unit=unit, grain=unit)
    assert table["purchases"].sum() == len(log)
    periods = {"D": 60, "W": 52, "M": 24}[unit]
    assert table["T"].max() == pytest.approx(periods - 1)
    assert log["date"].nunique() == periods
    counts = table.groupby("T")["frequency"]
    for T in (table["T"].max(), table["T"].median()):
        x = counts.get_group(T)
        expected = EXPECTED[model](round(T), **TRUTHS[model])
        assert abs(x.mean() - expected) < 4 * x.std() / np.sqrt(len(x))


def test_a_year_has_twelve_months_and_periods_that_are_cut_off_count_from_their_middle() -> None:
    contract = {"params": {"alpha": 1e-3, "beta": 10.0}, "model": "sbg"}
    year = drawn(**contract, time_unit="M")
    assert sorted(set(year["date"].dt.month)) == list(range(1, 13))
    weeks = drawn(**contract, end=date(2023, 1, 18), join_days=17)
    assert sorted(set(weeks["date"].dt.day)) == [4, 11]
    assert weeks["customer_id"].nunique() == 500


def test_customers_of_a_covariate_buy_more() -> None:
    z = pd.DataFrame({"card": np.tile([0, 1], 5000)})
    log = drawn(params=TRUTH | {"alpha[card]": 1.0}, n_customers=10_000, covariates=z)
    counts = log.groupby("customer_id").size()
    held = z["card"].iloc[counts.index.str[1:].astype(int)].to_numpy()
    # Rates are e times as high, and dropout follows sooner.
    assert 1.2 < (counts[held == 1].mean() - 1) / (counts[held == 0].mean() - 1) < 2.718


def test_a_seed_repeats_a_log_and_another_does_not() -> None:
    for model, params in TRUTHS.items():
        again = {"model": model, "params": params, "spend": SPEND}
        assert_frame_equal(drawn(**again), drawn(**again))
        assert not drawn(**again).equals(drawn(**again, seed=2))


def test_a_seed_draws_the_same_log_for_ever() -> None:
    log = drawn(n_customers=4, seed=8, spend=SPEND)
    rows = [f"{i} {d:%m-%d} {a}" for i, d, a in log.itertuples(index=False)]
    assert rows == [
        "c0000002 01-20 19.78",
        "c0000001 01-28 33.66",
        "c0000001 02-14 39.05",
        "c0000000 03-02 21.28",
        "c0000003 03-24 6.67",
    ]


def test_a_fitted_model_is_played_with_its_own_parameters() -> None:
    z = pd.DataFrame({"age": np.linspace(-1, 1, 3000)})
    truth = TRUTH | {"alpha[age]": 0.8}
    table = simulate_customers(truth, np.full(3000, 39.0), seed=1, covariates=z, spend=SPEND)
    purchases, amounts = BGNBD(rate_covariates=("age",)).fit(table), GammaGamma().fit(table)
    log = simulate_log(purchases, 3000, START, END, seed=4, spend_model=amounts, covariates=z)
    expected = simulate_transactions(
        purchases.params_, 3000, START, END, 4, amounts.params_, covariates=z
    )
    assert_frame_equal(log, expected)


def test_a_fitted_order_of_regularity_is_played() -> None:
    truth = TRUTHS["mbg_cnbd_k"] | {"k": 3}
    table = simulate_customers(truth, np.full(800, 39.0), 1, model="mbg_cnbd_k", gaps=True)
    model = MBGCNBD().fit(table)
    assert model.k_ == 3
    log = simulate_log(model, 300, START, END, seed=4)
    assert_frame_equal(
        log,
        simulate_transactions({"k": 3, **model.params_}, 300, START, END, 4, model="mbg_cnbd_k"),
    )
    assert MBGNBD().k_ == 1
    assert len(simulate_log(MBGNBD().fit(table), 300, START, END, seed=4)) > 300


def test_a_log_of_a_fitted_model_counts_time_in_its_unit() -> None:
    by_week, by_day = true_model(), true_model(**TRUTH | {"alpha": 31.5})
    by_day.time_unit_ = "D"
    weekly, daily = (simulate_log(m, 200, START, END, seed=5) for m in (by_week, by_day))
    assert_frame_equal(weekly, daily)


def test_what_a_fitted_model_lacks_is_refused() -> None:
    with pytest.raises(NotFittedError):
        simulate_log(BGNBD(), 5, START, END, seed=1)
    unknown = true_model()
    unknown.time_unit_ = None
    with pytest.raises(InputError, match="E_UNIT: the model knows no time unit; fit on a table"):
        simulate_log(unknown, 5, START, END, seed=1)
    moved = true_model(**TRUTH, **{"alpha[age]": 1.0})
    with pytest.raises(InputError, match="E_COLUMNS.*age"):
        simulate_log(moved, 5, START, END, seed=1)


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("E_PARAMETER", {"params": TRUTH | {"a": 0.0}}),
        ("E_PARAMETER", {"params": TRUTH | {"r": np.nan}}),
        ("E_PARAMETER", {"spend": SPEND | {"q": -1.0}}),
        ("E_PARAMETER", {"n_customers": 0}),
        ("E_PARAMETER", {"join_days": 0}),
        ("E_PARAMETER", {"covariates": pd.DataFrame({"z": [1.0]})}),
        ("E_WINDOW", {"end": START}),
        (
            "E_WINDOW",
            {"end": date(2023, 1, 4), "model": "sbg", "params": TRUTHS["sbg"]},
        ),
        ("E_UNIT", {"time_unit": "Y"}),
        ("E_MODEL", {"model": "ets"}),
    ],
)
def test_what_cannot_be_simulated_is_refused(code: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=code):
        drawn(**wrong)
