"""One table to hold claims against: labels at the cut, and all that came later."""

from datetime import date

import numpy as np
import pandas as pd

from clv.customers import (
    calibration_holdout,
    customer_facts,
    describe,
)
from clv.errors import ClvError
from clv.models import BGNBD, GammaGamma
from clv.rules import LookAlike, RoomToGrow, label_customers, next_gap, placebo_room, population_gap
from clv.transactions import Transactions
from clv.valuation import residual_value

__all__ = ["claims_table"]

_YOUNG = 91  # days over which the likeness of new to old customers is judged

_NEXT = """
SELECT customer_id, min(day) AS next_purchase FROM purchase_days
WHERE is_purchase AND day >= $start AND day < $end GROUP BY customer_id ORDER BY customer_id
"""

_BOUGHT = """
SELECT DISTINCT customer_id, category FROM category_days
WHERE day >= $start AND day < $end AND category IS NOT NULL AND coalesce(amount, 0) >= 0
"""


def claims_table(
    log: Transactions, cut: str | date, as_of: str | date, seed: int = 0
) -> pd.DataFrame:
    """Label customers at a cut by every rule system, and put beside it what they did until a day.

    Parameters
    ----------
    log
        The clean log.
    cut
        Labels and forecasts see nothing on or after this day.
    as_of
        First day after the time in which the claims are judged.
    seed
        Of the comparisons with chance (another customer's peers, another customer's category).

    Returns
    -------
    pandas.DataFrame
        Indexed by customer_id, those known at the cut: the columns of
        `clv.customers.customer_facts`, of `clv.customers.outcomes`, the label of each system under
        its number (of those that can be learned from this log), and

        recency_now (inactivity with its sign turned), moved_up (1 where T17 says up), spend_before
        (net spend in a window as long as the holdout, before the cut), change (later less before),
        halved and kept (whether less, or not less, than half of it was spent later; NaN where
        nothing was spent before), lost (what was spent less than before, at least 0),
        log_spend_holdout, less_later (its negative), log_spend_before, log_contribution (log of 1
        and the positive part), active (1 or 0), dropped (1 - active), surprise (later spend less
        the models' expectation), gap_gain (days by which the customer's own pace foretold the next
        gap better than the population's), room and placebo_room (T8), look_alike and its
        later_value (T9, over 13 weeks at most), category_gain (1 if the own top category was
        bought later, less 1 if another customer's was). NaN where unknown.

    Raises
    ------
    InputError
        As `clv.customers.calibration_holdout` and `clv.rules.label_customers`.
    """
    judged = calibration_holdout(log, cut, as_of, unit="W")
    days = round(7 * float(judged["duration_holdout"].iloc[0]))
    young = min(_YOUNG, days - 1)
    facts = customer_facts(log, cut, horizon=young)
    labels = {number: found.labels for number, found in label_customers(facts).items()}
    later = judged[["purchases_holdout", "spend_holdout", "active_holdout"]]
    before = describe(log, cut, history=days)["contribution"]
    return pd.concat(
        [
            facts,
            later,
            pd.DataFrame(labels),
            _now(facts, labels.get("T17")),
            _change(before, later, facts),
            _surprise(judged),
            _pace(log, facts, cut, as_of),
            _peers(facts, seed),
            _likeness(log, facts, as_of, young),
            _category(log, facts, cut, as_of, seed),
        ],
        axis=1,
    )


def _now(facts: pd.DataFrame, moved: "pd.Series[str] | None") -> pd.DataFrame:
    up = np.nan if moved is None else moved.eq("up") * 1.0
    return pd.DataFrame({"recency_now": -facts["inactivity"], "moved_up": up})


def _change(before: "pd.Series[float]", later: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    spend = later["spend_holdout"]
    halved = (spend < before / 2).astype(float).where(before > 0)
    active = later["active_holdout"].astype(float)
    return pd.DataFrame(
        {
            "spend_before": before,
            "change": spend - before,
            "halved": halved,
            "kept": 1 - halved,
            "lost": (before - spend).clip(lower=0),
            "log_spend_holdout": _log(spend),
            "log_spend_before": _log(before),
            "log_contribution": _log(facts["contribution"]),
            "less_later": -_log(spend),
            "active": active,
            "dropped": 1 - active,
        }
    )


def _log(money: "pd.Series[float]") -> "pd.Series[float]":
    return pd.Series(np.log1p(money.clip(lower=0)), index=money.index)


def _surprise(judged: pd.DataFrame) -> "pd.Series[float]":
    """Later spend less what the models expect; unknown where no model can be fitted."""
    horizon = float(judged["duration_holdout"].iloc[0])
    try:
        models = BGNBD().fit(judged), GammaGamma().fit(judged)
        expected = residual_value(*models, judged, horizon)
    except ClvError:
        return pd.Series(np.nan, index=judged.index, name="surprise")
    return (judged["spend_holdout"] - expected).rename("surprise")


def _pace(
    log: Transactions, facts: pd.DataFrame, cut: str | date, as_of: str | date
) -> "pd.Series[float]":
    """Days by which the own pace is nearer to the gap that ended after the cut."""
    found = log.query(_NEXT, {"start": log.day_within(cut), "end": log.day_within(as_of)})
    following = pd.to_datetime(found.set_index("customer_id")["next_purchase"])
    gap = (following.reindex(facts.index) - facts["last_purchase"]).dt.days
    usual = population_gap(facts)
    gain = (gap - usual).abs() - (gap - next_gap(facts, usual)).abs()
    return gain.where(facts["median_gap"].notna()).rename("gap_gain")


def _peers(facts: pd.DataFrame, seed: int) -> pd.DataFrame:
    rules = RoomToGrow().fit(facts)
    room = rules.assign(facts).scores["room"].astype(float)
    return pd.DataFrame({"room": room, "placebo_room": placebo_room(rules, facts, seed)})


def _likeness(
    log: Transactions, facts: pd.DataFrame, as_of: str | date, horizon: int
) -> pd.DataFrame:
    """What look-alikes foretold of those whose later spend was not yet known at the cut."""
    value = customer_facts(log, as_of, horizon=horizon)["later_spend"].reindex(facts.index)
    fresh = facts["later_spend"].isna()
    foretold = pd.Series(np.nan, index=facts.index)
    if facts["later_spend"].notna().any():
        foretold = LookAlike().fit(facts).assign(facts).scores["predicted"].astype(float)
    return pd.DataFrame({"look_alike": foretold.where(fresh), "later_value": value.where(fresh)})


def _category(
    log: Transactions, facts: pd.DataFrame, cut: str | date, as_of: str | date, seed: int
) -> "pd.Series[float]":
    """Whether the own top category was bought again, less whether another customer's was."""
    if "category" not in log.columns:
        return pd.Series(np.nan, index=facts.index, name="category_gain")
    own = facts["top_category"].dropna()
    window = {"start": log.day_within(cut), "end": log.day_within(as_of)}
    bought = pd.MultiIndex.from_frame(log.query(_BOUGHT, window))
    other = own.to_numpy()[np.random.default_rng(seed).permutation(len(own))]
    hits = [pd.MultiIndex.from_arrays([own.index, kinds]).isin(bought) for kinds in (own, other)]
    gain = pd.Series(hits[0].astype(float) - hits[1], index=own.index, name="category_gain")
    return gain.reindex(facts.index).where(facts.index.isin(bought.get_level_values(0)))
