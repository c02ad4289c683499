"""Fits of this package and of lifetimes, side by side in one run, each in one thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from tqdm import tqdm

from clv.customers import summarise
from clv.datasets import cdnow, cdnow_sample, donations
from clv.models import BGBB, BGNBD, MBGNBD, FittedModel, GammaGamma, ParetoNBD, lifetimes_fit
from clv.simulate import simulate_customers
from clv.transactions import Transactions, read_transactions
from clv.valuation import residual_value

CUT = "1997-10-01"
MILLION = 1_000_000
TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
FOUR_WEEKS = """
WITH purchase AS (
    SELECT customer_id, day, min(day) OVER (PARTITION BY customer_id) AS first_day
    FROM purchase_days WHERE is_purchase
),
taken AS (
    SELECT customer_id, ceil((day - first_day) / 28) AS number,
        (CAST($cut AS DATE) - 1 - first_day) // 28 AS T
    FROM purchase
)
SELECT customer_id, count(DISTINCT number) FILTER (number BETWEEN 1 AND T) AS frequency,
    coalesce(max(number) FILTER (number BETWEEN 1 AND T), 0) AS recency, any_value(T) AS T
FROM taken GROUP BY customer_id ORDER BY customer_id
"""
MORE = 3
"""Repeats of ours for each of theirs: the faster a fit, the more a busy machine blurs it."""


@dataclass(frozen=True)
class Case:
    """One line of the table."""

    data: str
    model: type[FittedModel]
    customers: pd.DataFrame
    sample_weight: ArrayLike | None = None


def measure(rows: int, repeats: int) -> pd.DataFrame:
    """One row for each file and model: medians in milliseconds, and both log-likelihoods."""
    chosen = list(cases(rows))
    lines = [compare(case, repeats) for case in tqdm(chosen, desc="fits", unit=" cases")]
    return pd.DataFrame(lines)


def cases(rows: int) -> Iterator[Case]:
    """CDNOW, the donations and, if asked for that many rows, a simulated million customers."""
    for dataset in (cdnow_sample(), cdnow()):
        log = read_transactions(dataset, as_of=CUT)
        table = summarise(log, CUT)
        for model in (BGNBD, MBGNBD, ParetoNBD, GammaGamma):
            yield Case(dataset.name, model, table)
        yield Case(dataset.name, BGBB, opportunities(log))
    donors = donations().rename(columns={"periods": "T"})
    yield Case("donations", BGBB, donors, donors["weights"].to_numpy())
    if rows >= MILLION:
        for model in (BGNBD, MBGNBD, GammaGamma):
            yield Case("a million", model, million())


def opportunities(log: Transactions) -> pd.DataFrame:
    """One line a customer, for BG/BB: whole stretches of four weeks since the first purchase."""
    table = log.query(FOUR_WEEKS, {"cut": CUT}).set_index("customer_id")
    return table.astype({"frequency": "int64", "recency": "float64", "T": "float64"})


def million() -> pd.DataFrame:
    """A million customers who joined over a year, with ages in whole days."""
    rng = np.random.default_rng(0)
    ages = rng.integers(190, 546, MILLION) / 7
    table = simulate_customers(TRUTH, ages, seed=1, spend=SPEND)
    days = np.clip(np.ceil(table["recency"] * 7), 1, np.round(table["T"] * 7)) / 7
    table["recency"] = days.where(table["frequency"] > 0, 0.0)
    return table


def compare(case: Case, repeats: int) -> dict[str, object]:
    """Both fits in turn, so that a busy machine slows both."""
    ours, theirs, peer = [], [], dict[str, float]()
    for _ in range(1 if case.data == "a million" else repeats):
        for _ in range(MORE):
            start = perf_counter()
            model = case.model().fit(case.customers, case.sample_weight)
            ours.append(perf_counter() - start)
        peer = lifetimes_fit(case.customers, case.model.kind, case.sample_weight)
        theirs.append(peer["seconds"])
    return {
        "data": case.data,
        "model": case.model.kind,
        "customers": len(case.customers),
        "likelihood_terms": model.n_histories_,
        "evaluations": model.evaluations_,
        "clv_ms": round(1000 * median(ours), 2),
        "lifetimes_ms": round(1000 * median(theirs), 2),
        "times_faster": round(median(theirs) / median(ours), 1),
        "clv_loglik": round(model.loglik_, 6),
        "lifetimes_loglik": round(loglik_at(peer, model, case), 6),
        "repeats": f"{len(ours)} and {len(theirs)}",
    }


def loglik_at(params: dict[str, float], model: FittedModel, case: Case) -> float:
    """Log-likelihood of other parameters, by our likelihood."""
    other = type(model)()
    other.params_ = {name: params[name] for name in model.names}
    other.time_unit_ = model.time_unit_
    weight = model.n_used_ if case.sample_weight is None else np.sum(case.sample_weight)
    return float(other.score(case.customers, case.sample_weight) * weight)


def measure_value() -> pd.DataFrame:
    """Value over 52 weeks, discounted at 10% a year, of a million customers."""
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    customers = million()
    purchases, spend = BGNBD().fit(customers), GammaGamma().fit(customers)
    start = perf_counter()
    ours = residual_value(purchases, spend, customers, 52.0, 0.1)
    seconds = perf_counter() - start
    peer, peer_spend = BetaGeoFitter(), GammaGammaFitter()
    peer.params_ = pd.Series(purchases.params_)
    peer.predict = peer.conditional_expected_number_of_purchases_up_to_time  # as its fit does
    peer_spend.params_ = pd.Series(spend.params_).rename({"gamma": "v"})
    columns = (customers[c] for c in ("frequency", "recency", "T", "monetary_value"))
    start = perf_counter()
    monthly = 1.1 ** (1 / 12) - 1
    theirs = peer_spend.customer_lifetime_value(
        peer, *columns, time=12, discount_rate=monthly, freq="W"
    )
    line = {
        "task": "value over 12 months",
        "customers": len(customers),
        "clv_seconds": round(seconds, 3),
        "lifetimes_seconds": round(perf_counter() - start, 3),
        "clv_mean": ours.mean(),
        "lifetimes_mean": theirs.mean(),
    }
    line["times_faster"] = round(line["lifetimes_seconds"] / seconds, 1)
    return pd.DataFrame([line])
