"""What a model refuses to be fitted on or asked for, each refusal with its code and a way out."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from clv.errors import FitError, InputError
from clv.models._maths.arrays import FloatArray, IntArray
from clv.models._maths.covariates import Design

__all__ = [
    "check_columns",
    "check_counts",
    "check_design",
    "check_draws",
    "check_histories",
    "check_horizon",
    "check_most",
    "check_probability",
    "check_rate",
    "check_unit",
    "check_weight",
]

LARGEST_FREQUENCY = 1_000_000


SUMMARISE = "make it with clv.customers.summarise"


def check_columns(
    customers: pd.DataFrame, columns: tuple[str, ...], remedy: str = SUMMARISE
) -> list[FloatArray]:
    """Return columns as numbers; ``E_COLUMNS`` where one is missing or not finite throughout."""
    present = getattr(customers, "columns", ())
    missing = [name for name in columns if name not in present]
    if missing:
        raise FitError(
            "E_COLUMNS",
            f"the customer table has no column {', '.join(missing)}",
            f"it needs {', '.join(columns)}: {remedy}",
        )
    return [_finite(customers[name], name) for name in columns]


def _finite(column: pd.Series | pd.DataFrame, name: str) -> FloatArray:
    if isinstance(column, pd.DataFrame):
        raise FitError(
            "E_COLUMNS",
            f"the customer table has {column.shape[1]} columns named {name}",
            "rename or drop all but one of them",
        )
    values = _numbers(column)
    if not np.isfinite(values).all():
        bad = ~np.isfinite(values)
        raise FitError(
            "E_COLUMNS",
            f"column {name} holds {int(bad.sum())} values that are no finite numbers",
            "correct or remove these customers",
            column[bad],
        )
    return values


def _numbers(column: pd.Series) -> FloatArray:
    """Return a column as numbers, NaN where it holds anything else."""
    if isinstance(column.dtype, np.dtype) and column.dtype.kind in "iuf":
        return column.to_numpy(dtype=np.float64)
    if pd.api.types.is_complex_dtype(column) or column.dtype.kind in "mM":
        return np.full(len(column), np.nan)  # a duration counts in no unit that we know
    return pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)


def check_histories(customers: pd.DataFrame) -> list[FloatArray]:
    """Return frequency, recency and T; ``E_HISTORY`` where they contradict each other."""
    x, t_x, T = columns = check_columns(customers, ("frequency", "recency", "T"))
    none = x == 0
    rules = {
        f"a frequency that is no whole number from 0 to {LARGEST_FREQUENCY:,}": (
            (x < 0) | (x > LARGEST_FREQUENCY) | (x != np.floor(x))
        ),
        "a negative recency or T": (t_x < 0) | (T < 0),
        "a recency beyond T": t_x > T,
        "no repeat purchase but a recency above 0": none & (t_x > 0),
        "repeat purchases but a recency of 0": ~none & (t_x == 0),
    }
    for found, bad in rules.items():
        if bad.any():
            raise FitError(
                "E_HISTORY",
                f"{int(bad.sum())} customers have {found}",
                "recency is the age at the last purchase (not the days since it) and T the age at "
                "as_of, in one unit: make the table with clv.customers.summarise",
                [f"{a:g} {b:g} {c:g}" for a, b, c in zip(x[bad], t_x[bad], T[bad], strict=True)],
            )
    return columns


def check_weight(sample_weight: ArrayLike | None, index: pd.Index) -> FloatArray:
    """Return weights of shape (n,), 1 by default; ``E_WEIGHT`` unless finite and not negative.

    A Series is taken by the index of the table, anything else by the order of its rows.
    """
    n = len(index)
    if sample_weight is None:
        return np.ones(n)
    if isinstance(sample_weight, pd.Series):
        sample_weight = _aligned(sample_weight, index)
    try:
        weight = np.asarray(sample_weight, dtype=np.float64)
    except (TypeError, ValueError):
        weight = np.full(n, np.nan)
    if weight.shape != (n,) or not np.isfinite(weight).all() or (weight < 0).any():
        raise FitError(
            "E_WEIGHT",
            f"sample_weight (shape {weight.shape}) is not one finite number from 0 for each of "
            f"{n} customers",
            "give one weight for each row of the customer table",
        )
    return weight


def _aligned(weight: pd.Series, index: pd.Index) -> pd.Series:
    if weight.index.equals(index):
        return weight
    unique = weight.index.is_unique and index.is_unique
    if not unique or len(weight) != len(index) or not index.isin(weight.index).all():
        raise FitError(
            "E_WEIGHT",
            f"sample_weight is a Series of {len(weight)} rows whose index is not that of the "
            f"customer table ({len(index)} rows)",
            "give it the index of the table, or an array in the order of its rows",
        )
    return weight.reindex(index)


def check_unit(customers: pd.DataFrame, fitted: str | None) -> None:
    """Raise ``E_UNIT`` where a table counts time in another unit than the fitted model."""
    unit = customers.attrs.get("time_unit")
    if unit is not None and fitted is not None and unit != fitted:
        raise InputError(
            "E_UNIT",
            f"the model was fitted in unit {fitted!r} and this table counts in {unit!r}",
            "summarise both with the same unit",
        )


def check_horizon(horizon: float) -> float:
    """Return the horizon; ``E_HORIZON`` unless it is finite and not negative."""
    if not 0 <= _as_number(horizon) < np.inf:
        raise InputError(
            "E_HORIZON",
            "the horizon is no finite length of time from 0",
            "give a number in the time unit of the model",
            [horizon],
        )
    return float(horizon)


def _as_number(value: object) -> float:
    """Return a plain number, NaN for anything else."""
    plain = isinstance(value, int | float | np.integer | np.floating)
    return float(value) if plain else np.nan  # type: ignore[arg-type]


def check_draws(draws: int, least: int = 1) -> int:
    """Return a number of draws; ``E_DRAWS`` unless it is whole and no smaller than ``least``."""
    number = _as_number(draws)
    if isinstance(draws, bool) or not number >= least or number % 1:
        found = f"a whole number of draws from {least} was expected"
        raise InputError("E_DRAWS", found, "ask for 1000", [draws])
    return int(draws)


def check_rate(annual_discount_rate: float) -> float:
    """Return a rate; ``E_RATE`` unless it is a number (`discount_force` looks at its range)."""
    if np.isnan(_as_number(annual_discount_rate)):
        raise InputError(
            "E_RATE",
            "annual_discount_rate is no number",
            "give 0.1 for ten per cent a year",
            [annual_discount_rate],
        )
    return float(annual_discount_rate)


def check_probability(probability: float) -> float:
    """Return a probability; ``E_PROBABILITY`` unless it lies between 0 and 1."""
    if not 0 < _as_number(probability) < 1:
        raise InputError(
            "E_PROBABILITY",
            "a probability strictly between 0 and 1 was expected",
            "give a number such as 0.5 or 0.95",
            [probability],
        )
    return float(probability)


def check_counts(purchases: ArrayLike, n: int) -> IntArray:
    """Return numbers of purchases of shape (n,); ``E_COUNT`` unless all are whole, from 0."""
    given = np.asarray(purchases)
    numbers = given.dtype.kind in "iuf" and given.shape in ((), (n,))
    if not numbers or not ((given >= 0) & (given == np.floor(given))).all():
        raise InputError(
            "E_COUNT",
            f"purchases (shape {given.shape}) are not one whole number from 0 for each of {n} "
            "customers",
            "give such numbers, or one for everybody",
        )
    return np.broadcast_to(given.astype(np.int64), (n,))


def check_most(most: int) -> int:
    """Return the largest number of purchases to tell; ``E_COUNT`` unless it is whole, from 0."""
    number = _as_number(most)
    if isinstance(most, bool) or not 0 <= number <= LARGEST_FREQUENCY or number % 1:
        raise InputError(
            "E_COUNT",
            f"the number of purchases is no whole number from 0 to {LARGEST_FREQUENCY:,}",
            "give a number such as 10",
            [most],
        )
    return int(most)


def check_design(design: Design) -> None:
    """Raise ``E_COVARIATES`` where covariates cannot be told apart, or are constant."""
    for target in np.unique(design.target):
        levers = design.lever[design.target == target]
        columns = np.vstack([np.ones(levers.shape[1]), levers]) * np.sqrt(design.weight)
        scale = np.linalg.norm(columns, axis=1, keepdims=True)
        if np.linalg.matrix_rank(columns / np.where(scale > 0, scale, 1), tol=1e-7) < len(columns):
            raise FitError(
                "E_COVARIATES",
                "covariates are constant, or one of them follows from the others",
                "leave one of them out, such as one class of a set of indicators",
            )
