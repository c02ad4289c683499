"""The form of a scikit-learn estimator: what it stores, what it leaves alone, how it is copied."""

from collections.abc import Callable

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_validate

from clv.models.checks.check import applies, methods
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand


@applies()
def check_constructor_only_stores_its_arguments(model: Model, data: CheckData) -> None:
    """An unfitted model holds its arguments and nothing else."""
    stored, arguments = vars(model), model.get_params(deep=False)
    demand(set(stored) == set(arguments), f"stored {sorted(stored)}, arguments {sorted(arguments)}")
    changed = [name for name, value in arguments.items() if stored[name] is not value]
    demand(not changed, f"the constructor changed {changed}")


@applies()
def check_clone_has_the_same_arguments(model: Model, data: CheckData) -> None:
    """A clone of a model has its arguments."""
    copy = clone(model)
    demand(copy is not model and type(copy) is type(model), "clone gives no second model")
    demand(copy.get_params() == model.get_params(), f"clone has {copy.get_params()}")


@applies()
def check_arguments_can_be_set(model: Model, data: CheckData) -> None:
    """``set_params`` takes what ``get_params`` gives and returns the model."""
    before = model.get_params()
    demand(model.set_params(**before) is model, "set_params returns something else")
    demand(model.get_params() == before, f"{before} became {model.get_params()}")


@applies()
def check_unknown_argument_is_refused(model: Model, data: CheckData) -> None:
    """``set_params`` refuses an argument that the model does not have."""
    try:
        clone(model).set_params(no_such_argument=1)
    except ValueError:
        return
    raise AssertionError("no_such_argument was accepted")


@applies()
def check_fit_returns_the_model(model: Model, data: CheckData) -> None:
    """``fit`` returns the model itself."""
    copy = clone(model)
    demand(copy.fit(data.customers) is copy, "fit returns something else")


@applies()
def check_fit_leaves_the_arguments_alone(model: Model, data: CheckData) -> None:
    """``fit`` does not change the arguments of the constructor."""
    fitted = clone(model)
    before = vars(fitted).copy()
    fitted.fit(data.customers)
    changed = [name for name, value in before.items() if vars(fitted)[name] is not value]
    demand(not changed, f"fit changed {changed}")


@applies()
def check_learned_state_ends_in_an_underscore(model: Model, data: CheckData) -> None:
    """Everything that ``fit`` adds ends in an underscore."""
    added = set(vars(data.fitted)) - set(model.get_params())
    odd = sorted(name for name in added if not name.endswith("_") or name.startswith("_"))
    demand(not odd, f"fit added {odd}")


@applies()
def check_fit_leaves_the_table_alone(model: Model, data: CheckData) -> None:
    """``fit`` changes neither values nor columns nor attrs of the customer table."""
    table = data.customers.copy(deep=True)
    attrs = dict(table.attrs)
    data.fit(table)
    demand(table.equals(data.customers), "the table is another one after the fit")
    demand(table.attrs == attrs, f"attrs {attrs} became {table.attrs}")


@applies()
def check_forecasts_leave_the_table_alone(model: Model, data: CheckData) -> None:
    """A forecast changes neither values nor columns of the customer table."""
    table = data.others.copy(deep=True)
    data.forecast(data.fitted, table)
    demand(table.equals(data.others), "the table is another one after the forecast")


@applies()
def check_forecasts_leave_the_model_alone(model: Model, data: CheckData) -> None:
    """A forecast adds nothing to the model and changes nothing in it."""
    fitted = data.fit()
    before = vars(fitted).copy()
    data.forecast(fitted)
    after = vars(fitted)
    changed = [name for name in after if name not in before or after[name] is not before[name]]
    demand(not changed, f"predict changed {changed}")


@applies()
def check_unfitted_model_refuses_to_answer(model: Model, data: CheckData) -> None:
    """Before ``fit`` every question raises scikit-learn's NotFittedError."""
    others, t = data.others, data.horizon
    questions: dict[str, tuple[object, ...]] = {
        "predict": (others,) if data.role == "spend" else (others, t),
        "score": (others,), "sample_posterior": (5, 1), "probability_alive": (others,),
        "probability_active": (others, t), "pmf": (others, t, 3), "next_purchase": (others,),
        "dert": (others, 0.1), "simulate_future": (others, t, 1), "survival": (1,),
        "derl": (others, 0.1), "retention_rate": (1,),
    }  # fmt: skip
    answered = [
        name
        for name, given in questions.items()
        if hasattr(model, name) and not _is_refused(getattr(model, name), given)
    ]
    demand(not answered, f"it does not refuse {answered}")


def _is_refused(question: Callable[..., object], given: tuple[object, ...]) -> bool:
    try:
        question(*given)
    except NotFittedError:
        return True
    except AttributeError:
        return False
    return False


@applies()
def check_clone_of_a_fitted_model_is_unfitted(model: Model, data: CheckData) -> None:
    """A clone of a fitted model has its arguments and has learned nothing."""
    extra = set(vars(clone(data.fitted))) - set(model.get_params())
    demand(not extra, f"the clone still holds {sorted(extra)}")


@applies()
def check_second_fit_forgets_the_first(model: Model, data: CheckData) -> None:
    """A model fitted on one table and then on another equals one fitted on the latter alone."""
    first = data.customers.iloc[: len(data.customers) // 2]
    twice, once = clone(model).fit(first).fit(data.customers), data.fitted
    demand(twice.params_ == once.params_, f"{twice.params_} instead of {once.params_}")
    demand(set(vars(twice)) == set(vars(once)), "another set of attributes")


@applies(methods("score"))
def check_cross_validate_works(model: Model, data: CheckData) -> None:
    """scikit-learn's ``cross_validate`` fits and scores a model without further help."""
    scores = cross_validate(clone(model), data.customers, cv=3)["test_score"]
    demand(bool(np.isfinite(scores).all()), f"scores {scores}")
