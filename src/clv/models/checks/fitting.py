"""What a fit returns, and that it depends on nothing but the customers and their weights."""

import numpy as np

from clv.errors import Notice
from clv.models.checks.check import PURCHASES, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_close
from clv.models.checks.points import errors_of, moved


@applies()
def check_status_says_how_the_fit_ended(model: Model, data: CheckData) -> None:
    """``status_`` is "converged" or names the boundary that was reached."""
    status = data.fitted.status_
    named = status.startswith("boundary: ") and len(status) > len("boundary: ")
    demand(status == "converged" or named, f"status_ is {status!r}")


@applies()
def check_parameters_are_positive_numbers(model: Model, data: CheckData) -> None:
    """``params_`` holds a positive finite float under each name of the model."""
    params = data.fitted.params_
    demand(tuple(params) == tuple(data.fitted.labels), f"params_ has {list(params)}")
    for name, value in params.items():
        least = 0.0 if name in model.names else -np.inf
        demand(type(value) is float and least < value < np.inf, f"{name} is {value!r}")


@applies()
def check_customers_are_counted(model: Model, data: CheckData) -> None:
    """``n_customers_`` is the length of the table, and no more are used than there are."""
    fitted = data.fitted
    demand(fitted.n_customers_ == len(data.customers), f"n_customers_ is {fitted.n_customers_}")
    demand(0 < fitted.n_used_ <= fitted.n_customers_, f"n_used_ is {fitted.n_used_}")
    demand(0 < fitted.n_histories_ <= fitted.n_used_, f"n_histories_ is {fitted.n_histories_}")


@applies(PURCHASES)
def check_repeat_buyers_are_counted(model: Model, data: CheckData) -> None:
    """``n_repeaters_`` is the number of customers with a repeat purchase."""
    bought_again = int((data.customers["frequency"] > 0).sum())
    demand(data.fitted.n_repeaters_ == bought_again, f"n_repeaters_ is {data.fitted.n_repeaters_}")


@applies()
def check_unit_and_day_are_remembered(model: Model, data: CheckData) -> None:
    """``time_unit_`` and ``as_of_`` are those in the attrs of the table."""
    attrs = {"time_unit": data.fitted.time_unit_, "as_of": data.fitted.as_of_}
    demand(attrs == data.customers.attrs, f"remembered {attrs}")


@applies()
def check_notices_are_notices(model: Model, data: CheckData) -> None:
    """``notices_`` is a tuple of warnings with a code each."""
    notices = data.fitted.notices_
    demand(isinstance(notices, tuple), f"notices_ is a {type(notices).__name__}")
    demand(all(isinstance(notice, Notice) for notice in notices), f"notices_ holds {notices}")


@applies(PURCHASES)
def check_few_repeat_buyers_are_noticed(model: Model, data: CheckData) -> None:
    """A fit on few repeat buyers says so."""
    codes = [notice.code for notice in data.fit(data.customers.head(150)).notices_]
    demand("W_FEW_REPEATERS" in codes, f"the notices are {codes}")


@applies()
def check_loglik_is_score_times_customers(model: Model, data: CheckData) -> None:
    """``loglik_`` is ``score`` of the same table times the customers used, and finite."""
    total = data.fitted.score(data.customers) * data.fitted.n_used_
    demand(bool(np.isfinite(total)), f"the score is {total}")
    demand_close(data.fitted.loglik_, total, "loglik_ and score times n_used_")


@applies()
def check_information_criteria_are_their_formulas(model: Model, data: CheckData) -> None:
    """``aic`` is 2 k - 2 loglik and ``bic`` is k ln(n) - 2 loglik."""
    fitted, k = data.fitted, data.fitted.n_parameters
    demand(k >= len(fitted.params_), f"n_parameters is {k}, and there are more params_")
    demand_close(fitted.aic, 2 * k - 2 * fitted.loglik_, "aic")
    demand_close(fitted.bic, k * np.log(fitted.n_used_) - 2 * fitted.loglik_, "bic")


@applies()
def check_no_slope_at_the_optimum(model: Model, data: CheckData) -> None:
    """The likelihood is flat where the fit ended: no parameter is 1% of its error off."""
    fitted, step = data.fitted, 1e-4
    errors = errors_of(fitted)
    for i in np.flatnonzero(np.isfinite(errors)):
        shift = step * np.eye(errors.size)[i]
        up, down = (moved(fitted, way * shift).score(data.customers) for way in (1, -1))
        slope = (up - down) / (2 * step) * fitted.n_used_ * errors[i]
        demand(abs(slope) < 0.01, f"the slope along {fitted.labels[i]} is {slope:.3g} an error")


@applies()
def check_no_better_point_nearby(model: Model, data: CheckData) -> None:
    """No small random change of the parameters raises the likelihood."""
    rng = np.random.default_rng(1)
    best = data.fitted.score(data.customers)
    for size in (0.001, 0.01, 0.1, 0.5):
        for shift in rng.normal(scale=size, size=(5, len(data.fitted.params_))):
            gain = moved(data.fitted, shift).score(data.customers) - best
            demand(gain < 1e-9, f"moved by {shift} it gains {gain:.3g} a customer")


@applies()
def check_same_table_gives_the_same_fit(model: Model, data: CheckData) -> None:
    """Two fits on one table agree in every bit."""
    again = data.fit()
    demand(again.params_ == data.fitted.params_, f"{again.params_} after {data.fitted.params_}")
    demand(again.loglik_ == data.fitted.loglik_, "another log-likelihood")


@applies()
def check_more_evaluations_are_not_needed(model: Model, data: CheckData) -> None:
    """A fit says how often it evaluated the likelihood, and needs fewer than 100."""
    evaluations = data.fitted.evaluations_
    demand(1 <= evaluations < 100, f"evaluations_ is {evaluations}")
