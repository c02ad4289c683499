"""Posterior of the BG/NBD model by importance sampling, and by NUTS of pymc-marketing beside it.

``python -m benchmarks posterior --peer-python PATH`` compares means, standard deviations and
seconds on CDNOW. The peer's own priors are given to this package too, as ``log_prior``; the rows
"flat in logs" have no such prior here and a nearly flat one (sd 10 in logs) there.
"""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import pareto, weibull_min

from clv.customers import summarise
from clv.datasets import cdnow, cdnow_sample
from clv.models import BGNBD, Posterior, posterior
from clv.transactions import read_transactions

__all__ = ["measure"]

ROOT = Path(__file__).parents[1]
CUT = "1997-10-01"
CASES = [(cdnow_sample, "flat in logs"), (cdnow_sample, "of the peer"), (cdnow, "of the peer")]
DRAWS = 1000


def measure(peer_python: str | None) -> pd.DataFrame:
    """One row for each file, prior and parameter."""
    rows: list[dict[str, object]] = []
    for dataset, priors in CASES:
        table = summarise(read_transactions(dataset(), as_of=CUT), CUT)
        model = BGNBD().fit(table)
        start = perf_counter()
        ours = posterior(model, table, DRAWS, log_prior=None if "flat" in priors else peer_prior)
        seconds = perf_counter() - start
        theirs = nuts(table, priors, peer_python) if peer_python else None
        rows += lines(ours, seconds, theirs, {"data": dataset().name, "priors": priors})
    return pd.DataFrame(rows)


def peer_prior(draws: pd.DataFrame) -> np.ndarray:
    """Log density of pymc-marketing 1.3's defaults.

    r ~ Weibull(2, 1), alpha ~ Weibull(2, 10), a / (a + b) uniform, a + b ~ Pareto(1, 1).
    """
    r, alpha, a, b = draws.to_numpy().T
    spread = pareto.logpdf(a + b, 1.0) - np.log(a + b)
    return weibull_min.logpdf(r, 2.0) + weibull_min.logpdf(alpha, 2.0, scale=10.0) + spread


def nuts(table: pd.DataFrame, priors: str, python: str) -> dict[str, Any]:
    """Answer of `benchmarks.nuts`, in the peer's interpreter."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.parquet"
        table[["frequency", "recency", "T"]].to_parquet(path)
        words = "like ours" if "flat" in priors else "its own"
        done = subprocess.run(
            [python, "-W", "ignore", "-m", "benchmarks.nuts", str(path), words],
            cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True,
        )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def lines(
    ours: Posterior, seconds: float, theirs: dict[str, Any] | None, told: dict[str, object]
) -> list[dict[str, object]]:
    """Both answers on each parameter; without a peer there is one."""
    told |= {
        "clv_seconds": round(seconds, 3),
        "clv_pareto_k": round(ours.pareto_k, 2),
        "clv_effective_draws": round(ours.effective_draws),
    }
    if theirs:
        told |= {
            "nuts_seconds": round(theirs["seconds"], 1),
            "nuts_effective_draws": round(theirs["effective_draws"]),
            "times_faster": round(theirs["seconds"] / seconds),
            "nuts_version": theirs["version"],
        }
    found = []
    for name, line in ours.summary().iterrows():
        values = {"clv_mean": line["mean"], "clv_sd": line["sd"]}
        if theirs:
            values |= {"nuts_mean": theirs["mean"][name], "nuts_sd": theirs["sd"][name]}
        rounded = {key: float(f"{value:.5g}") for key, value in values.items()}
        found.append({**told, "parameter": name, **rounded})
    return found
