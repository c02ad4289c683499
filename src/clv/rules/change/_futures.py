"""Drawn futures of customers as tables that a rule can label."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from clv.customers.columns import days_per_unit, require_columns
from clv.errors import InputError
from clv.models import GammaGamma, Posterior, PurchaseModel
from clv.models.over_draws import spends_over_draws
from clv.rules.base import RuleSystem
from clv.rules.change._outlook import FORECASTABLE, MONEY, Outlook
from clv.simulate.ahead import purchases_ahead
from clv.valuation._limits import tables_of

__all__ = ["Draws", "check_columns", "labelled", "played", "same_customers"]

Draws = int | tuple[Posterior, Posterior]
Models = tuple[PurchaseModel, GammaGamma | None]


def check_columns(rule: RuleSystem, features: pd.DataFrame, with_money: bool) -> None:
    """Insist that the rule says the same when it sees only what follows from drawn purchases."""
    known = [column for column in FORECASTABLE if with_money or column not in MONEY]
    missing = [column for column in rule.needs if column not in known]
    if missing:
        raise _not_forecast(rule, ", ".join(missing))
    now = rule.assign(features).labels
    others = [column for column in features if column not in known]
    if (labelled(rule, features.drop(columns=others)).to_numpy() != now.to_numpy()).any():
        used = [
            column
            for column in others
            if rule.assign(features.drop(columns=column)).labels.ne(now).any()
        ]
        raise _not_forecast(rule, ", ".join(map(str, used)) or "more than can be forecast")


def same_customers(customers: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """Return the histories of the customers in the order of the features."""
    require_columns(features, ("inactivity", "tenure"))
    for key in ("as_of", "period_days"):
        if features.attrs.get(key) is None:
            raise InputError(
                "E_AS_OF",
                f"the table of customers does not say its {key}",
                "make it with describe or customer_facts, and keep its attrs",
            )
    days = customers.attrs.get("as_of"), features.attrs["as_of"]
    if days[0] not in (None, days[1]):
        raise InputError(
            "E_AS_OF",
            "the histories speak from {} and the labelled table from {}".format(*days),
            "make both as of one day",
        )
    unknown = features.index.difference(customers.index)
    if len(unknown) or not customers.index.is_unique:
        raise InputError(
            "E_CUSTOMERS",
            f"{len(unknown)} of {len(features)} labelled customers have no history, "
            f"{int(customers.index.duplicated().sum())} histories repeat a customer",
            "make both tables from one log",
        )
    rows = customers.loc[features.index]
    rows.attrs = customers.attrs
    return rows


def played(
    models: Models, customers: pd.DataFrame, outlook: Outlook, draws: Draws, seed: int
) -> Iterator[pd.DataFrame]:
    """Yield the table of the customers at the end of one future after the other."""
    purchases, spend = models
    ours, theirs = _parameters(models, draws, seed)
    spent = _with_first_purchase(customers)
    per_unit = _unit(purchases)
    rng = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0])
    t = outlook.days / per_unit
    for n, (owner, age) in enumerate(purchases_ahead(purchases, customers, t, ours, rng)):
        day = np.clip(np.ceil(age * per_unit), 1, outlook.days).astype(np.int64)
        money = None
        if spend is not None and theirs is not None:
            counts = np.bincount(owner[outlook.seen(day)], minlength=len(customers))
            point = theirs.iloc[[n]]
            money = next(spends_over_draws(spend, spent, [counts.astype(np.int64)], point, rng))
        yield outlook.table(owner, day, money)


def _with_first_purchase(customers: pd.DataFrame) -> pd.DataFrame:
    """Let the first purchase tell of later ones too, where the table knows what it cost.

    The labels of today rest on it: a future drawn without it would bring those who were labelled by
    one large purchase back to the mean of all, as if that purchase told nothing of them.
    """
    if not {"purchases", "mean_amount"} <= set(customers):
        return customers
    told = {"frequency": customers["purchases"], "monetary_value": customers["mean_amount"]}
    return customers.assign(**told)


def labelled(rule: RuleSystem, table: pd.DataFrame) -> "pd.Series[str]":
    """Label a forecast table; what it lacks cannot be forecast."""
    try:
        return rule.label(table)
    except KeyError as error:
        raise _not_forecast(rule, str(error.args[0])) from error
    except InputError as error:
        if error.code != "E_COLUMNS":
            raise
        raise _not_forecast(rule, error.found.removeprefix(_NO_COLUMN).strip()) from error


_NO_COLUMN = "the customer table has no column"


def _not_forecast(rule: RuleSystem, columns: str) -> InputError:
    return InputError(
        "E_FORECAST",
        f"{rule.system.id} rests on {columns}, which does not follow from purchases to come",
        f"forecast labels that rest on {', '.join(FORECASTABLE)} (money with a model of spend)",
    )


def _parameters(
    models: Models, draws: Draws, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    purchases, spend = models
    if spend is not None:
        return tables_of((purchases, spend), draws, seed)
    if isinstance(draws, tuple):
        return draws[0].draws, None
    return purchases.sample_posterior(draws, seed), None


def _unit(model: PurchaseModel) -> float:
    if model.time_unit_ is None:
        raise InputError("E_UNIT", "the model knows no time unit", "fit it on a table of summarise")
    return days_per_unit(model.time_unit_)
