"""What a customer is still worth, by how often and how lately one has bought."""

import numpy as np
import pandas as pd

from clv.models import PurchaseModel

__all__ = ["value_surface"]


def value_surface(
    model: PurchaseModel,
    age: float,
    annual_discount_rate: float,
    *,
    most: int = 15,
    horizon: float = np.inf,
    steps: int = 80,
) -> pd.DataFrame:
    """Tabulate discounted expected purchases over frequency and recency, at one age.

    Parameters
    ----------
    model
        Fitted, without covariates.
    age
        Time since the first purchase (T) of all these customers, in the model's unit, above 0.
    annual_discount_rate
        0.1 is 10% a year of 365.25 days; above 0 unless the horizon is finite.
    most
        Largest frequency, from 2.
    horizon
        How far ahead is looked, in the model's unit; for ever by default.
    steps
        Values of recency, evenly spaced up to the age.

    Returns
    -------
    pandas.DataFrame
        Indexed by frequency (1 to ``most``), columns recency (above 0 up to the age): discounted
        expected purchases of a customer. ``attrs``: age, time_unit, annual_discount_rate,
        horizon, and once, the same of a customer of that age without a repeat purchase.

    References
    ----------
    P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), RFM and CLV: using iso-value curves for
    customer base analysis, Journal of Marketing Research 42(4), 415-430.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 50, ignore_index=True)
    >>> customers.attrs["time_unit"] = "W"
    >>> surface = value_surface(BGNBD().fit(customers), 39.0, 0.1, most=5, steps=10)
    >>> bool((surface.diff(axis=1).iloc[:, 1:] > 0).all(axis=None))
    True
    """
    frequency, recency = np.arange(1, most + 1), np.linspace(0, age, steps + 1)[1:]
    x, t_x = (side.ravel() for side in np.meshgrid(frequency, recency, indexing="ij"))
    grid = pd.DataFrame(
        {"frequency": np.append(x, 0), "recency": np.append(t_x, 0.0), "T": float(age)}
    )
    grid.attrs = {"time_unit": model.time_unit_}
    values = model.dert(grid, annual_discount_rate, horizon).to_numpy()
    surface = pd.DataFrame(
        values[:-1].reshape(most, steps),
        index=pd.Index(frequency, name="frequency"),
        columns=pd.Index(recency, name="recency"),
    )
    surface.attrs = {
        "age": float(age),
        "time_unit": model.time_unit_,
        "annual_discount_rate": annual_discount_rate,
        "horizon": float(horizon),
        "once": float(values[-1]),
    }
    return surface
