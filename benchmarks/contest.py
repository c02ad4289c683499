"""The whole contest on the CDNOW cohort: all competitors, all scores, stability and simplicity.

There is no peer: no library that we know of holds rules against learned segments.
"""

from time import perf_counter

import pandas as pd
from tqdm import tqdm

from clv.datasets import cdnow
from clv.evaluation import Protocol, contest_case, run_contest, standard_competitors
from clv.transactions import read_transactions

__all__ = ["measure"]


def measure(draws: int = 500) -> pd.DataFrame:
    """One row for each number of groups; reading the log and making the tables stand apart."""
    start = perf_counter()
    log = read_transactions(cdnow(), as_of="1998-07-01")
    case = contest_case(log, "1998-07-01", "39w")
    tables = perf_counter() - start
    rows = []
    for groups in tqdm((4, 8), unit=" contests"):
        start = perf_counter()
        field = standard_competitors(groups, lesson=case.lesson)
        agreed = Protocol(groups=groups, draws=draws)
        found = run_contest(case.table, case.outcomes, field, agreed, earlier=case.lesson.table)
        rows.append(
            {
                "groups": groups,
                "competitors": len(found.kinds),
                "customers": len(case.table),
                "draws": draws,
                "stability_draws": agreed.stability_draws,
                "tables_seconds": tables,
                "contest_seconds": perf_counter() - start,
            }
        )
    return pd.DataFrame(rows)
