"""A check: what is true of a model, and of which models it can be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from clv.models.checks.data import CheckData, Model

__all__ = [
    "CONTINUOUS",
    "CONTRACTS",
    "DISCRETE",
    "PURCHASES",
    "SPEND",
    "Check",
    "Need",
    "applies",
    "methods",
]


@dataclass(frozen=True)
class Need:
    """A condition for a check to apply.

    Parameters
    ----------
    holds
        Tells by the data whether it does.
    reason
        Why a check does not apply where it does not hold.
    """

    holds: Callable[[CheckData], bool]
    reason: str


@dataclass(frozen=True)
class Check:
    """Something that is true of a model; called with the model and its data, raises if it is not.

    Parameters
    ----------
    run
        A function ``check_...(model, data)``.
    needs
        Without all of which it does not apply.
    """

    run: Callable[[Model, CheckData], None]
    needs: tuple[Need, ...]

    @property
    def name(self) -> str:
        """Name of the function."""
        return self.run.__name__

    @property
    def statement(self) -> str:
        """What is true."""
        return (self.run.__doc__ or "").strip()

    def excuse(self, data: CheckData) -> str | None:
        """Return why the check does not apply, if it does not."""
        return next((need.reason for need in self.needs if not need.holds(data)), None)

    def __call__(self, model: Model, data: CheckData) -> None:
        """Run the check."""
        self.run(model, data)


def applies(*needs: Need) -> Callable[[Callable[[Any, CheckData], None]], Check]:
    """Turn a function into a check that applies under some conditions.

    Parameters
    ----------
    needs
        None, where a check applies to every model.

    Returns
    -------
    callable
        A decorator.

    Examples
    --------
    >>> @applies(PURCHASES)
    ... def check_something(model, data):
    ...     '''Something is true.'''
    >>> check_something.name, check_something.statement
    ('check_something', 'Something is true.')
    """
    return lambda run: Check(run, needs)


def methods(*names: str) -> Need:
    """Return the need for methods that not every model has.

    Parameters
    ----------
    names
        Of the methods.

    Returns
    -------
    Need
        Of all of them.

    Examples
    --------
    >>> methods("dert").reason
    'it has no dert'
    """
    return Need(
        lambda data: all(hasattr(data.model, name) for name in names),
        f"it has no {', '.join(names)}",
    )


PURCHASES = Need(lambda data: data.role == "purchases", "it does not forecast purchases")
SPEND = Need(lambda data: data.role == "spend", "it does not forecast spend")
CONTRACTS = Need(lambda data: data.role == "contracts", "it is not about contracts")
CONTINUOUS = Need(lambda data: not data.discrete, "its time goes in whole periods")
DISCRETE = Need(lambda data: data.discrete and data.role == "purchases", "its time is continuous")
