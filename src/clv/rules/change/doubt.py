"""Where customers will be: labels of the next window, forecast by a purchase model.

Chance and the doubt about the model's parameters are in the probabilities; the doubt whether the
model is right is not.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.customers.windows import window_days
from clv.models import GammaGamma, PurchaseModel
from clv.periods import Duration
from clv.rules.base import RuleSystem
from clv.rules.change._futures import Draws, check_columns, labelled, played, same_customers
from clv.rules.change._outlook import FORECASTABLE, Outlook
from clv.rules.change.chances import LabelChances
from clv.rules.states import STATES

__all__ = ["FORECASTABLE", "label_chances"]


def label_chances(  # noqa: PLR0913
    rule: RuleSystem,
    purchase_model: PurchaseModel,
    spend_model: GammaGamma | None,
    customers: pd.DataFrame,
    features: pd.DataFrame,
    horizon: str | int | Duration,
    *,
    draws: Draws = 200,
    seed: int = 0,
    kept: pd.DataFrame | None = None,
) -> LabelChances:
    """Forecast the probability of each label at the end of the horizon, under the frozen cuts.

    Every draw takes parameters from the posterior of both models, plays the purchases of each
    customer day by day and what they cost, describes the customers as they stand then, and labels
    them. Purchases, not returns, are forecast; customers who will come new are left out. What the
    first purchase cost tells of later ones as the others do, since the labels rest on it too.

    Parameters
    ----------
    rule
        Fitted; its labels must rest on columns in `FORECASTABLE` only.
    purchase_model, spend_model
        Fitted, with a time unit. Without a model of spend, labels that need no money.
    customers
        The table of `clv.customers.summarise` as of the day of ``features``.
    features
        The table that is labelled today, of the same customers, with as_of, period_days and
        history_days in its attrs.
    horizon
        Such as ``"26w"`` or a number of days. Where labels see a window of as many days or fewer,
        the later window lies in the future altogether. Where they see everything there has been, or
        a longer window, it holds some of the past, and the horizon must be whole periods.
    draws
        How many futures, or the `Posterior` of both models, of equal size.
    seed
        Of the generator.
    kept
        Only for a window longer than the horizon: the customers described over what of the past the
        later window will still see, ``describe(log, as_of, period, history=window - horizon)``.

    Returns
    -------
    LabelChances
        By customer, in the order of ``features``. Memory grows with customers and cells, not with
        draws.

    Raises
    ------
    InputError
        ``E_FORECAST`` naming the columns that cannot be forecast, ``E_CUSTOMERS`` or ``E_AS_OF``
        where the tables do not belong together, ``E_WINDOW``, ``E_HORIZON``, ``E_DURATION``,
        ``E_UNIT``, ``E_DRAWS``.

    Examples
    --------
    >>> from clv.customers import describe, summarise
    >>> from clv.datasets import cdnow_sample
    >>> from clv.models import BGNBD
    >>> from clv.rules import ContributionStability
    >>> from clv.transactions import read_transactions
    >>> log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    >>> customers = summarise(log, "1998-07-01")
    >>> features = describe(log, "1998-07-01", period=30, history=180)
    >>> rule = ContributionStability().fit(features)
    >>> models = BGNBD().fit(customers), GammaGamma().fit(customers)
    >>> found = label_chances(rule, *models, customers, features, 180, draws=20)
    >>> bool(np.allclose(found.chances.sum(axis=1), 1))
    True
    """
    check_columns(rule, features, with_money=spend_model is not None)
    ordered = features.sort_index()
    rows = same_customers(customers, ordered)
    outlook = Outlook.of(rows, ordered, window_days(horizon), kept)
    if not rule.by_name:  # counted rows are quicker to align than named ones
        rows = rows.set_axis(range(len(rows)))
        outlook = replace(outlook, features=ordered.set_axis(rows.index))
    futures = played((purchase_model, spend_model), rows, outlook, draws, seed)
    now = rule.assign(features).labels
    labels = pd.Index([*(cell.key for cell in rule.system.cells), *STATES], dtype="str")
    counts, flows = _counted(
        rule, labels, labels.get_indexer(pd.Index(now.loc[ordered.index])), futures
    )
    shown = ~labels.isin(list(STATES)) | flows.any(axis=(0, 1)) | flows.any(axis=(0, 2))
    chances = pd.DataFrame(counts / len(flows), index=ordered.index, columns=labels)
    return LabelChances(
        system=rule.system,
        now=now,
        chances=chances.loc[features.index, labels[shown]],
        flows=flows[:, shown][:, :, shown],
        as_of=str(features.attrs["as_of"]),
        until=str(outlook.attrs["as_of"]),
        notices=() if isinstance(draws, int) else (*draws[0].notices, *draws[1].notices),
    )


def _counted(
    rule: RuleSystem, labels: pd.Index, today: NDArray[np.intp], futures: Iterable[pd.DataFrame]
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Count labels by customer, and by draw the moves from today's labels."""
    k, everyone = len(labels), np.arange(today.size)
    counts, flows = np.zeros((today.size, k), dtype=np.int32), []
    for table in futures:
        then = labels.get_indexer(pd.Index(labelled(rule, table)))
        counts[everyone, then] += 1
        flows.append(np.bincount(today * k + then, minlength=k * k).reshape(k, k))
    return counts, np.array(flows, dtype=np.int64)
