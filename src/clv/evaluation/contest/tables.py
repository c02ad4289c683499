"""What every competitor of the contest may see: one table as of a day, straight from a log."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from clv.customers import describe, outcomes, summarise
from clv.errors import FitError, InputError
from clv.models import BGNBD, GammaGamma
from clv.periods import Duration, Split
from clv.transactions import Transactions
from clv.valuation import residual_value

__all__ = ["Case", "Lesson", "contest_case", "contest_table"]


@dataclass(frozen=True, eq=False)
class Lesson:
    """Customers at an earlier day, and what they did between that day and the cut.

    Parameters
    ----------
    table
        As of `contest_table`, as of the earlier day.
    outcomes
        The same customers until the cut: purchases_holdout, spend_holdout, active_holdout.
    """

    table: pd.DataFrame
    outcomes: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Case:
    """Everything that a contest at one day needs.

    Parameters
    ----------
    table
        What competitors may see, as of the cut.
    outcomes
        What came after the cut, to judge them by.
    lesson
        What they may learn from: nothing in it lies on or after the cut.
    cut
        The day between.
    """

    table: pd.DataFrame
    outcomes: pd.DataFrame
    lesson: Lesson
    cut: date


def contest_table(
    log: Transactions,
    as_of: str | date,
    horizon: Duration,
    annual_discount_rate: float = 0.0,
    period: int | str = "auto",
) -> pd.DataFrame:
    """Build the features of all customers as of a day, with the value that models give them.

    Parameters
    ----------
    log
        A clean log that reaches ``as_of`` or further.
    as_of
        The day; the models inside are fitted on what lies before it.
    horizon
        How far ahead the value looks.
    annual_discount_rate
        0.1 is 10% a year.
    period
        Length of the periods behind the active share, in days; tables that are compared need the
        same.

    Returns
    -------
    pandas.DataFrame
        The columns of `clv.customers.describe` with its volumes, and ``residual_value`` (money):
        purchases expected by BG/NBD times spend expected by Gamma-Gamma. Where the amounts leave
        no mean to expect it is the median, and ``attrs["spend_forecast"]`` says so.

    Raises
    ------
    InputError
        ``E_NO_SPEND`` for a log without amounts; what fitting raises.
    """
    customers = summarise(log, as_of, unit="W")
    value, statistic = _model_value(customers, horizon, annual_discount_rate)
    table = describe(log, as_of, period, volumes=True).assign(residual_value=value)
    table.attrs["spend_forecast"] = statistic
    return table


def _model_value(
    customers: pd.DataFrame, horizon: Duration, rate: float
) -> tuple["pd.Series[float]", str]:
    """Value by the models, and which forecast of spend it rests on."""
    purchases, weeks = BGNBD().fit(customers), horizon.to("W")
    if not customers.loc[customers["frequency"] > 0, "monetary_value"].notna().any():
        raise InputError(
            "E_NO_SPEND",
            "the log has no amounts",
            "read it with its amounts: spend is what decides",
        )
    try:
        spend = GammaGamma().fit(customers)
    except FitError:  # the amounts have so long a tail that their mean is not defined
        spend = GammaGamma(need_mean=False).fit(customers)
        middle = spend.predict(customers, statistic="median")
        return purchases.dert(customers, rate, weeks) * middle, "median"
    return residual_value(purchases, spend, customers, weeks, rate), "mean"


def contest_case(
    log: Transactions, as_of: str | date, horizon: str | Duration, annual_discount_rate: float = 0.0
) -> Case:
    """Build all tables of a contest whose outcomes are known as of a day.

    Parameters
    ----------
    log
        A clean log that reaches ``as_of`` or further.
    as_of
        End of the outcome window.
    horizon
        Its length, such as ``"26w"``; the cut lies so long before ``as_of``.
    annual_discount_rate
        Of the model value, 0.1 is 10% a year.

    Returns
    -------
    Case
        Table and outcomes at the cut, and the lesson: the same one horizon earlier, or half the
        history where that is shorter.

    Raises
    ------
    InputError
        ``E_CUT`` for too short a log, and what reading and fitting raise.
    """
    split = Split.parse(as_of, horizon, log.first_day)
    table = contest_table(log, split.cut, split.horizon, annual_discount_rate)
    before = contest_table(
        log, split.training_cut, Duration(split.training_horizon_days, "D"),
        annual_discount_rate, table.attrs["period_days"],
    )  # fmt: skip
    return Case(
        table=table,
        outcomes=outcomes(log, split.cut, split.as_of),
        lesson=Lesson(before, outcomes(log, split.training_cut, split.cut)),
        cut=split.cut,
    )
