"""Who is slipping: the risk has risen, the silence is too long for the own pace, money is at stake.

Two days are compared under one fitted model, so that a change is the customer's and never that of a
model fitted anew.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from clv.actions.watching._states import WATCH_STATES, states
from clv.customers import describe, population_gap, summarise, typical_gap
from clv.errors import InputError
from clv.models import BGNBD, GammaGamma
from clv.periods import Duration, parse_day
from clv.transactions import Transactions
from clv.valuation import residual_value

__all__ = ["WATCH_STATES", "Watch"]

_UNIT = "W"


@dataclass(frozen=True)
class Watch:
    """A watch over customers, which compares each with himself some days before.

    A customer is *slipping* who has not bought since the earlier day, whose risk (probability of no
    purchase in the horizon) has risen by ``least_rise`` or more since, whose silence is
    ``overdue_from`` times the usual gap or longer, and who on the earlier day stood for at least as
    much money as the mean customer.

    Parameters
    ----------
    purchases, spend
        Fitted models, in weeks.
    horizon
        How far ahead the risk and the money look.
    annual_discount_rate
        From 0.
    least_rise
        Above 0, of a probability.
    overdue_from
        Usual gaps, above 0; 1.5 is where system T6 calls a customer cooling.

    Raises
    ------
    InputError
        ``E_PARAMETER`` for limits that are not above 0.
    """

    purchases: BGNBD
    spend: GammaGamma
    horizon: Duration
    annual_discount_rate: float = 0.0
    least_rise: float = 0.02
    overdue_from: float = 1.5

    def __post_init__(self) -> None:
        """Refuse limits by which everybody, or nobody, would slip."""
        if not (0 < self.least_rise < 1 and 0 < self.overdue_from < np.inf):
            found, limits = (
                "the limits of a watch are not above 0",
                (self.least_rise, self.overdue_from),
            )
            raise InputError("E_PARAMETER", found, "give a rise below 1, and usual gaps", limits)

    def ahead(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Say what the models expect of customers with such histories.

        Parameters
        ----------
        customers
            As of `clv.customers.summarise`, in weeks.

        Returns
        -------
        pandas.DataFrame
            By customer: risk (probability of no purchase in the horizon), value (money still
            expected in it, discounted).
        """
        columns = {"risk": self.risk(customers), "value": self.value(customers)}
        return pd.DataFrame(columns, index=customers.index)

    def risk(self, customers: pd.DataFrame) -> "pd.Series[float]":
        """Return the probability of no purchase in the horizon.

        Parameters
        ----------
        customers
            As of `ahead`.

        Returns
        -------
        pandas.Series of float
            0 to 1, by customer.
        """
        active = self.purchases.probability_active(customers, self.horizon.to(_UNIT))
        return (1 - active.astype(float)).rename("risk")

    def value(self, customers: pd.DataFrame) -> "pd.Series[float]":
        """Return the money still expected in the horizon, discounted.

        Parameters
        ----------
        customers
            As of `ahead`.

        Returns
        -------
        pandas.Series of float
            In the money of the log, by customer.
        """
        weeks, rate = self.horizon.to(_UNIT), self.annual_discount_rate
        return residual_value(self.purchases, self.spend, customers, weeks, rate).rename("value")

    def compare(self, log: Transactions, as_of: str | date, since: str | date) -> pd.DataFrame:
        """Say of every customer where he stands, and where he stood.

        Parameters
        ----------
        log
            The clean log.
        as_of
            The day of the watch; nothing on or after it is seen.
        since
            The earlier day.

        Returns
        -------
        pandas.DataFrame
            Indexed by customer_id (text), sorted; every customer known at ``as_of``: state (of
            `WATCH_STATES`), risk_before, risk, rise, value_before, value, to_save (value times
            risk), inactivity (days), usual_gap (days), silence (in usual gaps), silence_before,
            purchases; NaN before for those who came later. ``attrs``: days, least_value.

        Raises
        ------
        InputError
            ``E_SINCE`` where ``since`` is not before ``as_of``, ``E_AS_OF`` where the log does not
            reach so far.
        """
        days = (parse_day(as_of) - parse_day(since)).days
        if days < 1:
            raise InputError("E_SINCE", "the earlier day is not earlier", "choose one", [since])
        now, before = self._seen(log, as_of), self._seen(log, since)
        table = now.join(before[["risk", "value", "silence"]].add_suffix("_before"))
        table["rise"] = table["risk"] - table["risk_before"]
        table["to_save"] = table["value"] * table["risk"]
        least = float(before["value"].mean())
        table["state"] = states(table, days, self.slips(table, least), self.overdue_from)
        table.attrs = {"days": days, "least_value": least}
        return table[list(_COLUMNS)]

    def _seen(self, log: Transactions, day: str | date) -> pd.DataFrame:
        customers, features = summarise(log, as_of=day, unit=_UNIT), describe(log, day)
        pace = features[["purchases", "inactivity"]].astype(float)
        pace["usual_gap"] = typical_gap(features, population_gap(features))
        pace["silence"] = pace["inactivity"] / pace["usual_gap"]
        return pace.join(self.ahead(customers))

    def slips(self, table: pd.DataFrame, least_value: float) -> "pd.Series[bool]":
        """Apply the rule to customers who have not bought since the earlier day.

        Parameters
        ----------
        table
            rise, silence, value_before.
        least_value
            Money of the mean customer on the earlier day.

        Returns
        -------
        pandas.Series of bool
            On the same index; False where something is not known.
        """
        late = table["silence"] >= self.overdue_from
        return late & (table["rise"] >= self.least_rise) & (table["value_before"] >= least_value)


_COLUMNS = (
    "state", "risk_before", "risk", "rise", "value_before", "value", "to_save",
    "inactivity", "usual_gap", "silence", "silence_before", "purchases",
)  # fmt: skip
