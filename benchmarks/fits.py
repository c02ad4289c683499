"""Fits of this package and of lifetimes on CDNOW, side by side in one run."""

from statistics import median
from time import perf_counter

import pandas as pd

from clv.customers import summarise
from clv.datasets import Dataset, cdnow, cdnow_sample
from clv.models import BGNBD, GammaGamma, lifetimes_fit
from clv.transactions import read_transactions

CUT = "1997-10-01"
REPEATS = 9
MODELS: tuple[type[BGNBD | GammaGamma], ...] = (BGNBD, GammaGamma)


def measure() -> pd.DataFrame:
    """One row for each file and model: medians in milliseconds, and both log-likelihoods."""
    tables = {dataset.name: customers(dataset) for dataset in (cdnow_sample(), cdnow())}
    return pd.DataFrame(
        compare(name, table, kind) for name, table in tables.items() for kind in MODELS
    )


def customers(dataset: Dataset) -> pd.DataFrame:
    """Customers at the cut of the literature, in weeks."""
    return summarise(read_transactions(dataset, as_of=CUT), CUT)


def compare(name: str, table: pd.DataFrame, kind: type[BGNBD | GammaGamma]) -> dict[str, object]:
    """Both fits in turn, so that a busy machine slows both."""
    ours, theirs = [], []
    for _ in range(REPEATS):
        start = perf_counter()
        model = kind().fit(table)
        ours.append(perf_counter() - start)
        peer = lifetimes_fit(table, kind.kind)
        theirs.append(peer["seconds"])
    return {
        "data": name,
        "model": kind.kind,
        "customers": len(table),
        "likelihood_terms": model.n_histories_,
        "evaluations": model.evaluations_,
        "clv_ms": round(1000 * median(ours), 2),
        "lifetimes_ms": round(1000 * median(theirs), 2),
        "times_faster": round(median(theirs) / median(ours), 1),
        "clv_loglik": round(model.loglik_, 6),
        "lifetimes_loglik": round(loglik_at(peer, model, table), 6),
        "repeats": REPEATS,
    }


def loglik_at(params: dict[str, float], model: BGNBD | GammaGamma, table: pd.DataFrame) -> float:
    """Log-likelihood of other parameters, by our likelihood."""
    other = type(model)()
    other.params_ = {name: params[name] for name in model.names}
    other.time_unit_ = model.time_unit_
    return other.score(table) * model.n_used_
