"""What a check is given beside the model: a table that suits it, and the model fitted on that."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from sklearn.base import clone

from clv.models._maths.arrays import FloatArray
from clv.models.checks import tables

__all__ = ["CheckData", "Model", "role_of"]

Model = Any
"""An unfitted estimator: of this package, derived from one of it, or with the same methods."""

N_CUSTOMERS = 500
SEED = 20


def role_of(model: Model) -> str:
    """Say what a model is about, by what it answers.

    Parameters
    ----------
    model
        Fitted or not.

    Returns
    -------
    str
        ``"purchases"``, ``"contracts"`` or ``"spend"``.

    Examples
    --------
    >>> from clv.models import BGNBD, GammaGamma
    >>> role_of(BGNBD()), role_of(GammaGamma())
    ('purchases', 'spend')
    """
    if hasattr(model, "probability_active"):
        return "purchases"
    return "contracts" if hasattr(model, "survival") else "spend"


@dataclass(frozen=True)
class CheckData:
    """Customers for one model, and the model fitted on them.

    Parameters
    ----------
    model
        Unfitted.
    role
        ``"purchases"``, ``"contracts"`` or ``"spend"``.
    customers
        To fit on.
    others
        Not seen in the fit, few.
    horizon
        Of forecasts, in the unit of the tables.
    """

    model: Model
    role: str
    customers: pd.DataFrame
    others: pd.DataFrame
    horizon: float

    @classmethod
    def of(cls, model: Model) -> "CheckData":
        """Make the data that suits a model."""
        role = role_of(model)
        whole = role == "contracts" or getattr(model, "discrete", False)
        draw = {
            "purchases": tables.opportunities if whole else tables.histories,
            "contracts": tables.contracts,
            "spend": tables.spenders,
        }[role]
        horizon = 5.0 if whole else 26.0
        return cls(model, role, draw(N_CUSTOMERS, SEED), draw(12, SEED + 1), horizon)

    @property
    def discrete(self) -> bool:
        """Whether time goes in whole periods."""
        return bool(self.customers.attrs["time_unit"] == "M")

    @cached_property
    def fitted(self) -> Model:
        """The model fitted on ``customers``, once for all checks."""
        return self.fit()

    def fit(self, customers: pd.DataFrame | None = None, weight: ArrayLike | None = None) -> Model:
        """Fit a fresh copy on other customers or with weights."""
        table = self.customers if customers is None else customers
        return clone(self.model).fit(table, sample_weight=weight)

    def forecast(self, fitted: Model, customers: pd.DataFrame | None = None) -> FloatArray:
        """Return the main forecast of a fitted model as numbers, by default for ``others``."""
        table = self.others if customers is None else customers
        arguments = () if self.role == "spend" else (self.horizon,)
        return np.asarray(fitted.predict(table, *arguments), dtype=np.float64)

    def history(self, x: ArrayLike, t_x: ArrayLike, T: ArrayLike) -> pd.DataFrame:
        """Return customers with given histories, in the unit of the others."""
        table = pd.DataFrame({"frequency": x, "recency": t_x, "T": T})
        mean_gap = (table["recency"] / table["frequency"]).where(table["frequency"] > 0, 1.0)
        table = table.assign(log_gaps=table["frequency"] * np.log(mean_gap), z=0.0)
        table.attrs = dict(self.customers.attrs)
        return table
