"""The logs and days of the contest that the project itself holds."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from clv.datasets import cdnow, complete_journey
from clv.errors import InputError
from clv.evaluation.contest.occasion import Occasion
from clv.simulate import simulated_shop
from clv.transactions import Transactions, read_transactions

__all__ = ["STANDARD_OCCASIONS", "standard_logs", "standard_occasions"]

_START, _END = date(2023, 1, 1), date(2024, 7, 1)
_CUSTOMERS = 4000

STANDARD_OCCASIONS = (
    *(Occasion("CDNOW", day, "26w") for day in ("1998-01-01", "1998-04-01", "1998-07-01")),
    *(
        Occasion("Complete Journey", day, "13w")
        for day in ("2017-07-01", "2017-10-01", "2018-01-01")
    ),
    Occasion("no segments", "2024-07-01", "26w", "simulated"),
    Occasion("four segments", "2024-07-01", "26w", "simulated"),
    Occasion("CDNOW", "1998-07-01", "26w", "shuffled"),
)
"""Two published logs on three days each; a simulated shop whose customers differ by degree only,
and one with four planted groups; and CDNOW with outcomes dealt to other customers."""


def standard_occasions(names: Iterable[str], days: int = 3) -> tuple[Occasion, ...]:
    """Choose among `STANDARD_OCCASIONS`.

    Parameters
    ----------
    names
        Of the logs that take part.
    days
        How many of the latest days of each log, from 1; those that it has if they are fewer.

    Returns
    -------
    tuple of Occasion
        In the order of `STANDARD_OCCASIONS`; dealt outcomes are an occasion of their own.

    Raises
    ------
    InputError
        ``E_LOGS`` for no log or an unknown one, ``E_PROTOCOL`` for less than a day.

    Examples
    --------
    >>> [(at.name, at.as_of) for at in standard_occasions(["CDNOW"], days=1)]
    [('CDNOW', '1998-07-01'), ('CDNOW, shuffled', '1998-07-01')]
    """
    wanted, known = list(names), list(dict.fromkeys(at.data for at in STANDARD_OCCASIONS))
    unknown = [name for name in wanted if name not in known]
    if unknown or not wanted:
        found = "unknown logs" if unknown else "no log is named"
        raise InputError("E_LOGS", found, f"choose from {', '.join(known)}", unknown)
    if days < 1:
        raise InputError("E_PROTOCOL", f"{days} days are to take part", "let it be 1 or more")
    chosen = [at for at in STANDARD_OCCASIONS if at.data in wanted]
    later = {at: sum(at.name == b.name and b.as_of > at.as_of for b in chosen) for at in chosen}
    return tuple(at for at in chosen if later[at] < days)


def standard_logs(
    names: Iterable[str] = ("CDNOW", "Complete Journey", "no segments", "four segments"),
    seed: int = 0,
) -> tuple[dict[str, Transactions], dict[str, "pd.Series[str]"]]:
    """Read the logs of `STANDARD_OCCASIONS`.

    Parameters
    ----------
    names
        Which of them.
    seed
        Of the simulated ones.

    Returns
    -------
    logs : dict of str to Transactions
        By name.
    truths : dict of str to Series
        The planted groups of ``"four segments"``, if it is among them.

    Raises
    ------
    InputError
        ``E_EXTRA`` where the Complete Journey is not installed.
    """
    shops = {"no segments": "null", "four segments": "planted"}
    published = {
        "CDNOW": (cdnow, "1998-07-01"),
        "Complete Journey": (complete_journey, "2018-01-01"),
    }
    logs, truths = {}, {}
    for name in names:
        if name in published:
            data, as_of = published[name]
            logs[name] = read_transactions(data(), as_of=as_of)
            continue
        drawn, truth = simulated_shop(shops[name], _CUSTOMERS, _START, _END, seed)
        logs[name] = read_transactions(drawn, as_of=_END.isoformat())
        if truth.nunique() > 1:
            truths[name] = truth
    return logs, truths
