"""What would have happened anyway: moves and spend beyond a return to the mean.

Customers are put into a good cell in part because they were lucky, and into a bad one because they
were not. Both come back to what is normal for them without anybody's doing; only what goes beyond
that may be credited to a strategy.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from clv.errors import InputError
from clv.rules.change._level import check_level
from clv.rules.change.chances import LabelChances

__all__ = ["expected_moves", "moved_beyond_chance"]

GROUPS = 10
FEWEST = 2


def expected_moves(
    chances: LabelChances, later: "pd.Series[str]", level: float = 0.95
) -> pd.DataFrame:
    """Set the moves that came beside those that the purchase model expects without any action.

    Parameters
    ----------
    chances
        The forecast of `clv.rules.change.doubt.label_chances`, made before.
    later
        The labels found on the day that was forecast, under the same cuts; customers who came new
        are left out.
    level
        Probability of the interval, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        Indexed by ``now`` and ``then``: customers, expected, share, lower and upper of
        `LabelChances.transition`, ``actual`` and ``beyond`` (it lies outside the interval). Of 20
        rows one lies outside an interval of 95% by chance.

    Raises
    ------
    InputError
        ``E_CUSTOMERS`` where forecast customers have no later label.
    """
    if not chances.now.index.isin(later.index).all():
        missing = int((~chances.now.index.isin(later.index)).sum())
        raise InputError(
            "E_CUSTOMERS",
            f"{missing} of {len(chances.now)} customers of the forecast have no later label",
            "label all of them on the day that was forecast",
        )
    table = chances.transition(level)
    then = later.loc[chances.now.index].rename("then")
    came = pd.crosstab(chances.now.rename("now"), then).stack()
    table["actual"] = came.reindex(table.index, fill_value=0).astype("int64")
    table["beyond"] = ~table["actual"].between(table["lower"], table["upper"])
    return table


def moved_beyond_chance(
    labels: "pd.Series[str]",
    before: "pd.Series[float]",
    after: "pd.Series[float]",
    expected: "pd.Series[float]",
    control: "pd.Series[bool] | None" = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Credit a strategy only with what its customers spend beyond what was to be expected.

    Parameters
    ----------
    labels
        The cell of each customer between the two windows, by customer.
    before, after
        Spend in the window before and in the one after the labels.
    expected
        Spend after that was to be expected from what was known before, such as the residual value
        of the same horizon.
    control
        Customers who were treated as always, by a rule that has nothing to do with what they would
        spend, best by lot. Then ``expected`` need not be right: customers of a cell are compared
        with controls of equal expectation (ten groups of equally many), whatever their cell, and
        the table speaks of the others only. Without it the model is taken at its word.
    level
        Probability of the interval, in (0, 1).

    Returns
    -------
    pandas.DataFrame
        One row a cell. ``customers``; by head ``before``, ``after``, ``change``,
        ``expected_change`` (by the model or the controls), ``beyond`` (change less expected change)
        with ``lower`` and ``upper`` (Student's interval over customers; rough where few customers
        hold most of the money), and ``credited``: the interval lies above 0. NaN and False where
        fewer than 2 customers are comparable. Customers with something unknown, and those in whose
        group there are fewer than 2 controls, are counted in ``left_out``.

    Raises
    ------
    InputError
        ``E_CUSTOMERS`` where a series lacks labelled customers, ``E_PROBABILITY`` for a level that
        is none.

    Examples
    --------
    >>> labels = pd.Series(["EI", "EI", "EI", "EIV", "EIV", "EIV"])
    >>> before, expected = pd.Series([90.0] * 3 + [10.0] * 3), pd.Series([60.0] * 3 + [20.0] * 3)
    >>> after = pd.Series([58.0, 60.0, 62.0, 39.0, 40.0, 41.0])
    >>> found = moved_beyond_chance(labels, before, after, expected)
    >>> found[["change", "expected_change", "beyond", "credited"]]
          change  expected_change  beyond  credited
    cell
    EI     -30.0            -30.0     0.0     False
    EIV     30.0             10.0    20.0      True
    """
    check_level(level)
    table = _joined(labels, before=before, after=after, expected=expected)
    table["error"] = 0.0
    if control is not None:
        is_control = _joined(labels, control=control)["control"].astype(bool)
        table = _against_controls(table, is_control.to_numpy())
    table["beyond"] = table["after"] - table["expected"]
    rows = {cell: _row(group, level) for cell, group in table.groupby(labels.loc[table.index])}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("cell")


def _joined(labels: "pd.Series[str]", **columns: pd.Series) -> pd.DataFrame:
    for name, column in columns.items():
        missing = labels.index.difference(column.index)
        if len(missing) or not column.index.is_unique:
            raise InputError(
                "E_CUSTOMERS",
                f"{len(missing)} of {len(labels)} labelled customers are missing in {name}, or "
                "customers are in it twice",
                "give one value a customer",
            )
    return pd.DataFrame({name: column.loc[labels.index] for name, column in columns.items()})


def _against_controls(table: pd.DataFrame, control: NDArray[np.bool_]) -> pd.DataFrame:
    """Put what controls of equal expectation spend in place of the expectation of the model."""
    known = table.notna().all(axis=1).to_numpy()
    # mid-ranks: equal customers are in one group, whatever their order
    share = table["expected"].where(known).rank(pct=True) - 0.5 / max(int(known.sum()), 1)
    group = np.floor(share.fillna(-1).to_numpy() * GROUPS).astype(np.int64)
    alike = table[control & known].groupby(group[control & known])
    mean, n, spread = alike["after"].mean(), alike.size(), alike["after"].var()
    enough = n[n >= FEWEST].index
    mean, error = mean.loc[enough], (spread / n).loc[enough]
    treated = table[~control].copy()
    own = group[~control]
    treated["expected"] = mean.reindex(own).to_numpy()
    treated["error"] = error.reindex(own).to_numpy()
    treated["group"] = own
    return treated


def _row(table: pd.DataFrame, level: float) -> dict[str, float | int | bool]:
    known = table.dropna()
    n = len(known)
    before, after, expected, beyond = (
        float(known[key].mean()) for key in ("before", "after", "expected", "beyond")
    )
    half = np.nan
    if n >= FEWEST:
        # customers of one group share the error of its controls
        shared = known.groupby(known.get("group", known["error"]))["error"].agg(["size", "first"])
        of_controls = float((shared["size"] ** 2 * shared["first"]).sum()) / n**2
        error = np.sqrt(float(known["beyond"].var()) / n + of_controls)
        half = float(student.ppf((1 + level) / 2, n - 1) * error)
    return {
        "customers": n,
        "before": before,
        "after": after,
        "change": after - before,
        "expected_change": expected - before,
        "beyond": beyond,
        "lower": beyond - half,
        "upper": beyond + half,
        "credited": bool(beyond - half > 0),
        "left_out": len(table) - n,
    }
