"""Covariates: what they are worth, and that units and zeros of theirs do not matter."""

import numpy as np
import pandas as pd
from sklearn.base import clone

from clv.models.checks.check import Need, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_all, demand_close, demand_refusal
from clv.models.checks.points import as_if_fitted, errors_of

COVARIATES = Need(lambda data: bool(getattr(data.model, "moves", {})), "it takes no covariates")


def _with_covariate(model: Model) -> Model:
    """Return an unfitted model whose every covariate argument is the column z."""
    return clone(model).set_params(**dict.fromkeys(model.moves, ("z",)))


def _without(model: Model) -> Model:
    return clone(model).set_params(**dict.fromkeys(model.moves, ()))


@applies(COVARIATES)
def check_meaningless_covariate_has_no_effect(model: Model, data: CheckData) -> None:
    """Of pure noise the coefficients lie within 4 standard errors of 0."""
    fitted = _with_covariate(model).fit(data.customers)
    k = len(model.names)
    off = list(fitted.params_.values())[k:] / errors_of(fitted)[k:]
    demand(off.size >= len(model.moves), f"there are {off.size} coefficients")
    demand_all(np.abs(off) < 4, "standard errors from 0", off)


@applies(COVARIATES)
def check_covariate_never_lowers_the_likelihood(model: Model, data: CheckData) -> None:
    """With a covariate the likelihood is at least that of the model without."""
    gain = _with_covariate(model).fit(data.customers).loglik_
    gain -= _without(model).fit(data.customers).loglik_
    demand(gain > -1e-6, f"it falls by {-gain:.3g}")


@applies(COVARIATES)
def check_unit_of_a_covariate_does_not_matter(model: Model, data: CheckData) -> None:
    """A covariate in another unit and from another zero leaves forecasts as they were."""
    fits, forecasts = [], []
    for scale, shift in ((1.0, 0.0), (100.0, 7.0)):
        table, others = (
            some.assign(z=scale * some["z"] + shift) for some in (data.customers, data.others)
        )
        fits.append(_with_covariate(model).fit(table))
        forecasts.append(data.forecast(fits[-1], others))
    demand_close(fits[1].loglik_, fits[0].loglik_, "log-likelihoods")
    demand_close(forecasts[1], forecasts[0], "forecasts", rtol=1e-5)


@applies(COVARIATES)
def check_covariates_of_zero_change_nothing(model: Model, data: CheckData) -> None:
    """A customer whose covariates are 0 is forecast as by a model without any."""
    fitted = _with_covariate(model).fit(data.customers)
    plain = as_if_fitted(_without(model).fit(data.customers), {})
    plain.params_ = {name: fitted.params_[name] for name in model.names}
    zero = data.others.assign(z=0.0)
    demand_close(data.forecast(fitted, zero), data.forecast(plain, zero), "forecasts", rtol=1e-8)


@applies(COVARIATES)
def check_twice_as_much_has_a_coefficient_of_ln_two(model: Model, data: CheckData) -> None:
    """Where z = 1 marks customers whose life runs twice as fast, or who spend twice as much."""
    table = pd.concat([data.customers.assign(z=0.0), _doubled(data)])
    table.attrs = data.customers.attrs
    fitted, plain = _with_covariate(model).fit(table), _without(model).fit(data.customers)
    for targets in model.moves.values():
        for target, direction in targets.items():
            found, expected = fitted.params_[f"{target}[z]"], _expected(model, target) / direction
            demand_close(found, expected, f"coefficient of {target}", rtol=1e-3, atol=1e-3)
    natural = {name: fitted.params_[name] for name in model.names}
    demand_close(list(natural.values()), list(plain.params_.values()), "where z = 0", rtol=1e-3)


def _doubled(data: CheckData) -> pd.DataFrame:
    table = data.customers.assign(z=1.0)
    if data.role == "spend":
        return table.assign(monetary_value=2 * table["monetary_value"])
    return table.assign(
        recency=table["recency"] / 2, T=table["T"] / 2,
        log_gaps=table["log_gaps"] - table["frequency"] * np.log(2),
    )  # fmt: skip


def _expected(model: Model, target: str) -> float:
    """Say by how much the logarithm of a parameter differs between the two halves."""
    if not hasattr(model, "times"):
        return float(np.log(2))  # a scale of money
    return -float(np.log(2)) if target in model.times else 0.0


@applies(COVARIATES)
def check_forecasts_with_covariates_are_numbers(model: Model, data: CheckData) -> None:
    """Forecasts with covariates follow the customers, whatever their order."""
    fitted = _with_covariate(model).fit(data.customers)
    forward, backward = (data.forecast(fitted, some) for some in (data.others, data.others[::-1]))
    demand_all(np.isfinite(forward), "a forecast is not finite", forward)
    demand_close(backward[::-1], forward, "forecasts in reverse order")


@applies(COVARIATES)
def check_unknown_covariates_are_refused(model: Model, data: CheckData) -> None:
    """A covariate that is missing from the table, or not a number, is refused."""
    unfitted = _with_covariate(model)
    without = data.customers.drop(columns="z")
    demand_refusal("E_COLUMNS", "a table without z", unfitted.fit, without)
    broken = data.customers.assign(z=np.nan)
    demand_refusal("E_COLUMNS", "NaN as z", unfitted.fit, broken)
    fitted, others = unfitted.fit(data.customers), data.others.drop(columns="z")
    demand_refusal("E_COLUMNS", "a forecast without z", data.forecast, fitted, others)


@applies(COVARIATES)
def check_constant_covariates_are_refused(model: Model, data: CheckData) -> None:
    """A covariate that is the same for everyone is refused."""
    same = data.customers.assign(z=3.0)
    demand_refusal("E_COVARIATES", "a constant covariate", _with_covariate(model).fit, same)
