"""Churn models and learned segments on many customers: from the log to scores and labels.

There is no peer that does both; every step stands by itself.
"""

from datetime import date
from pathlib import Path
from time import perf_counter

import pandas as pd
from tqdm import tqdm

from clv import churn
from clv.customers import outcomes
from clv.evaluation import contest_case, standard_competitors
from clv.simulate import simulated_shop
from clv.transactions import read_transactions

from .rules import noted

__all__ = ["measure"]

START, LESSON, CUT, END = date(2023, 1, 1), date(2023, 8, 1), date(2024, 1, 1), date(2024, 7, 1)
SEGMENTS = (
    "k-means", "Gaussian mixture", "latent classes", "value bands", "distilled tree", "outcome tree"
)  # fmt: skip


def measure(customers: int, folder: Path) -> pd.DataFrame:
    """One row for each step; memory is the peak so far of the whole process."""
    steps: list[dict[str, object]] = []
    path = written(folder, customers)
    start = perf_counter()
    log = read_transactions(path, as_of=END)
    start = noted(steps, "reading", start)
    first, days = start, (END - CUT).days
    lesson = churn.churn_table(log, LESSON, (CUT - LESSON).days, 30)
    left = churn.no_purchase(outcomes(log, LESSON, CUT))
    table = churn.churn_table(log, CUT, days, 30)
    start = noted(steps, "churn tables", start)
    models = {}
    for name in tqdm(churn.CHURN_MODELS, unit=" churn models"):
        models[name] = churn.churn_model(name).fit(lesson, left)
        churn.churn_probability(models[name], table)
        start = noted(steps, f"churn: {name}", start)
    churn.churn_reasons(models["hybrid"], table)
    start = noted(steps, "churn: reasons", start)
    noted(steps, "churn in all", first)
    first = start = perf_counter()
    case = contest_case(log, END, f"{days}d")
    start = noted(steps, "segment tables", start)
    field = standard_competitors(4, 0, case.lesson)
    for name in tqdm(SEGMENTS, unit=" segmentations"):
        field[name].fit(case.table).labels(case.table)
        start = noted(steps, f"segments: {name}", start)
    noted(steps, "segments in all", first)
    return pd.DataFrame(steps).assign(customers=len(table))


def written(folder: Path, customers: int) -> Path:
    """Draw the log of a simulated shop, once."""
    path = folder / f"shop-{customers}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        log, _ = simulated_shop("null", customers, START, END, seed=1)
        log.to_parquet(path)
    return path
