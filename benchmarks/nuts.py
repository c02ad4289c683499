"""Peer's posterior in an interpreter of its own: ``python -m benchmarks.nuts CUSTOMERS.parquet``.

Prints one line of JSON. Under the priors "like ours", log parameters are normal with standard
deviation 10, which is all but flat over the posterior; "its own" are the defaults of the peer.
"""

import json
import sys
import warnings
from importlib import import_module
from importlib.metadata import version
from time import perf_counter
from typing import Any

import pandas as pd

NAMES = ("r", "alpha", "a", "b")
DRAWS = {"draws": 1000, "tune": 1000, "chains": 4, "cores": 2, "random_seed": 1}


def nearly_flat() -> dict[str, Any]:
    """Priors of the peer's form that are nearly flat in log parameters."""
    prior = import_module("pymc_extras.prior").Prior
    return {name: prior("Normal", mu=0, sigma=10, transform="exp") for name in NAMES}


def sample(path: str, priors: str) -> dict[str, Any]:
    """Seconds of building and sampling; mean, sd and effective draws of each parameter."""
    # By name: it needs Python 3.12 and is in no list of this project's packages.
    peer = import_module("pymc_marketing.clv")
    table = pd.read_parquet(path).rename_axis("customer_id").reset_index()
    start = perf_counter()
    config = nearly_flat() if priors == "like ours" else None
    model = peer.BetaGeoModel(model_config=config)
    model.fit(table, progressbar=False, **DRAWS)
    seconds = perf_counter() - start
    summary = import_module("arviz").summary(model.idata, var_names=list(NAMES))
    return {
        "seconds": seconds,
        "version": version("pymc-marketing"),
        "mean": {name: float(model.idata.posterior[name].mean()) for name in NAMES},
        "sd": {name: float(model.idata.posterior[name].std()) for name in NAMES},
        "effective_draws": float(summary["ess_bulk"].min()),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print(json.dumps(sample(*sys.argv[1:])))
