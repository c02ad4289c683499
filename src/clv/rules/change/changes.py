"""What labels on several days tell: moves with their intervals, a log of changes, what is stale."""

from datetime import date

import numpy as np
import pandas as pd

from clv.customers import wilson_interval
from clv.periods import parse_day
from clv.rules.change._level import check_level
from clv.rules.change.label_history import LabelHistory
from clv.rules.system import System

__all__ = ["change_log", "staleness", "standings", "transitions"]


def transitions(
    history: LabelHistory, level: float = 0.95, simultaneous: bool = False
) -> pd.DataFrame:
    """Count the moves from each label to each other between one day and the next.

    Parameters
    ----------
    history
        As of `label_history`.
    level
        Probability that an interval covers the share, in (0, 1).
    simultaneous
        Let the intervals of one label's moves hold together with that probability, instead of each
        by itself (Goodman 1965).

    Returns
    -------
    pandas.DataFrame
        Indexed by ``before`` and ``after``, all labels that occur: ``customers`` (moves, over all
        pairs of days), ``share`` of those before, ``lower`` and ``upper`` (Wilson 1927). Who is
        there for the first time on a later day counts as coming from ``new``. A customer seen on
        many days counts once for each pair: the intervals are then a little too narrow.

    Raises
    ------
    InputError
        ``E_PROBABILITY`` for a level that is none.

    References
    ----------
    Goodman (1965), On simultaneous confidence intervals for multinomial proportions, Technometrics
    7(2), 247-254.
    """
    check_level(level)
    moves = _moves(history)
    cells = [cell.key for cell in history.system.cells]
    after = [*cells, *sorted(set(moves["after"]) - set(cells))]
    before = [label for label in [*after, "new"] if moves["before"].eq(label).any()]
    rows = pd.MultiIndex.from_product([before, after], names=["before", "after"])
    counts = moves.groupby(["before", "after"]).size().reindex(rows, fill_value=0)
    total = counts.groupby("before").transform("sum")
    table = pd.DataFrame({"customers": counts, "share": counts / total})
    each = 1 - (1 - level) / len(after) if simultaneous else level
    table["lower"], table["upper"] = wilson_interval(table["share"], total, each)
    return table


def change_log(history: LabelHistory) -> pd.DataFrame:
    """List every change of a label with the axis that explains it.

    Parameters
    ----------
    history
        As of `label_history` or `steadied`.

    Returns
    -------
    pandas.DataFrame
        One row a change, by day and customer: ``as_of`` (the later day), ``customer_id``,
        ``before``, ``after``, ``driver``: the axis whose crossing of a cut explains the move,
        ``"both"`` where it took two (or ``"several"``), ``"new"`` for a first label, ``"state"``
        where a customer could be judged on one of the days only, ``"earlier"`` where a label that
        was held back is taken over, and ``"other"`` where the cells are not made of levels.
    """
    moves = _moves(history)
    changed = moves[moves["before"] != moves["after"]].reset_index(drop=True)
    axes = [axis.key for axis in history.system.cut_axes]
    old = changed[[f"level:{key}:before" for key in axes]].astype(object)
    new = changed[[f"level:{key}" for key in axes]].astype(object)
    ways = pd.MultiIndex.from_arrays(
        [
            changed["before"],
            changed["after"],
            *(column for _, column in (*old.items(), *new.items())),
        ]
    )
    code, kinds = pd.factorize(ways)
    names = [_driver(history.system, kind, len(axes)) for kind in kinds]
    changed["driver"] = pd.Series(np.array([*names, ""], dtype=object)[code], dtype="str")
    return changed[["as_of", "customer_id", "before", "after", "driver"]]


def staleness(
    history: LabelHistory,
    facts: pd.DataFrame,
    today: str | date,
    fields: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Say how old is what is known of each customer.

    Parameters
    ----------
    history
        As of `label_history`.
    facts
        The table of `clv.customers.customer_facts` of the last day: its inactivity.
    today
        The day from which age is counted.
    fields
        Further fields, such as those of a customer card: the day on which each was last checked,
        one column a field, by customer; missing where it never was.

    Returns
    -------
    pandas.DataFrame
        Days, by customer: ``label`` (since the labels were made), ``unchanged`` (since the label
        changed last, or was first given), ``purchase`` (since the last purchase), and one column a
        field; NaN where unknown.
    """
    day = pd.Timestamp(parse_day(today))
    wide = history.wide()
    changed = wide.ne(wide.shift(axis=1)) & wide.notna()
    last = changed.to_numpy()[:, ::-1].argmax(axis=1)
    since = wide.columns.to_numpy()[::-1][last]
    made = pd.Timestamp(facts.attrs.get("as_of", history.days[-1]))
    table = pd.DataFrame(
        {
            "label": (day - history.days[-1]).days,
            "unchanged": (day - pd.DatetimeIndex(since)).days,
            # the last observed day is the one before as_of
            "purchase": facts["inactivity"].reindex(wide.index) + 1 + (day - made).days,
        },
        index=wide.index,
    )
    if fields is not None:
        ages = {name: (day - pd.DatetimeIndex(days)).days for name, days in fields.items()}
        table = table.join(pd.DataFrame(ages, index=fields.index))
    return table


def standings(history: LabelHistory) -> pd.DataFrame:
    """Return where each customer's label stands on the last two days, to be joined for T17.

    Parameters
    ----------
    history
        As of `label_history` or `steadied`.

    Returns
    -------
    pandas.DataFrame
        By customer: ``standing_before`` and ``standing``, the place of the label's cell in the
        order of the system, the best being the highest number; NaN without a cell.
    """
    cells = [cell.key for cell in history.system.cells][::-1]
    place = {key: float(n) for n, key in enumerate(cells)}
    last = history.wide().iloc[:, -2:]
    table = last.apply(lambda labels: labels.map(place))
    renamed: pd.DataFrame = table.set_axis(["standing_before", "standing"], axis=1)
    return renamed.astype(float)


def _moves(history: LabelHistory) -> pd.DataFrame:
    """Every customer on every day but the first, with what was true on the day before it."""
    levels = [f"level:{axis.key}" for axis in history.system.cut_axes]
    table = history.table[["as_of", "customer_id", "label", *levels]]
    following = dict(zip(history.days, history.days[1:], strict=False))
    before = table.assign(as_of=table["as_of"].map(following)).dropna(subset="as_of")
    later = table[table["as_of"] != history.days[0]]
    moves = later.merge(before, "left", ["as_of", "customer_id"], suffixes=("", ":before"))
    moves["label:before"] = moves["label:before"].fillna("new")
    names = {"label": "after", "label:before": "before"}
    return moves.rename(columns=names)


def _driver(system: System, kind: tuple[str, ...], axes: int) -> str:
    """Name what explains a move from one label and its levels to another."""
    before, after, old, new = kind[0], kind[1], kind[2 : 2 + axes], kind[2 + axes :]
    cells = {cell.key for cell in system.cells}
    if before == "new":
        return "new"
    if before not in cells or after not in cells:
        return "state"
    if system.codes.get(old) != before:
        return "earlier" if axes else "other"
    crossed = [n for n in range(axes) if old[n] != new[n]]
    alone = [n for n in crossed if system.codes[(*old[:n], new[n], *old[n + 1 :])] == after]
    if len(crossed) == 1 or len(alone) == 1:
        return system.cut_axes[(alone or crossed)[0]].key
    return "both" if len(crossed) == 2 else "several"
