"""All rule systems by their number, and every customer's label in each of them."""

from collections.abc import Iterable, Mapping

import pandas as pd

from clv.errors import InputError
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.systems.activity import Activity
from clv.rules.systems.analyses import SevenAnalyses
from clv.rules.systems.causes import CausesOfInstability
from clv.rules.systems.concentration import Concentration
from clv.rules.systems.cycle import PurchaseCycle
from clv.rules.systems.habits import BuyingHabits
from clv.rules.systems.halo import DiscountErosion
from clv.rules.systems.key_customers import KeyCustomers
from clv.rules.systems.look_alike import LookAlike
from clv.rules.systems.loyalty import ValueLoyalty
from clv.rules.systems.movement import Movement
from clv.rules.systems.purchase_types import PurchaseTypes
from clv.rules.systems.pyramid import Pyramid
from clv.rules.systems.quadrants import ContributionStability
from clv.rules.systems.rescue import RescueOrRelease
from clv.rules.systems.rfm import RFMGroups
from clv.rules.systems.room import RoomToGrow
from clv.rules.systems.stages import StageTimeVolume
from clv.rules.systems.tiers import ValueTiers
from clv.rules.systems.time_split import TimeSplit

__all__ = ["SYSTEMS", "label_customers", "rule_system", "summarise_labels"]

SYSTEMS: dict[str, type[RuleSystem]] = {
    "T1": ContributionStability,
    "T2": CausesOfInstability,
    "T3": RescueOrRelease,
    "T4": TimeSplit,
    "T5": RFMGroups,
    "T6": Activity,
    "T7": PurchaseCycle,
    "T8": RoomToGrow,
    "T9": LookAlike,
    "T10": KeyCustomers,
    "T11": Pyramid,
    "T12": ValueTiers,
    "T13": ValueLoyalty,
    "T14": PurchaseTypes,
    "T15": BuyingHabits,
    "T16": DiscountErosion,
    "T17": Movement,
    "T18": SevenAnalyses,
    "T19": StageTimeVolume,
    "T20": Concentration,
}
"""The rule systems by the number under which they are listed."""


def rule_system(number: str) -> type[RuleSystem]:
    """Return the rule system with a number.

    Parameters
    ----------
    number
        Such as ``"T1"``.

    Returns
    -------
    type of RuleSystem
        Its class.

    Raises
    ------
    InputError
        ``E_NUMBER`` if there is none.

    Examples
    --------
    >>> rule_system("T1").__name__
    'ContributionStability'
    """
    if number not in SYSTEMS:
        raise InputError(
            "E_NUMBER", "no rule system has that number", f"there is {', '.join(SYSTEMS)}", [number]
        )
    return SYSTEMS[number]


def label_customers(
    features: pd.DataFrame, numbers: Iterable[str] | None = None
) -> dict[str, Assignment]:
    """Label customers by several systems, each learned on these customers.

    Parameters
    ----------
    features
        The table of `clv.customers.customer_facts`.
    numbers
        Which systems; by default all that have something to learn from: a log without amounts
        has no T1, and is not for that reason without T6.

    Returns
    -------
    dict of str to Assignment
        By number, in the order asked for.

    Raises
    ------
    InputError
        ``E_NUMBER``, and as each system's ``fit``; where no numbers are given not ``E_VALUES``.
    """
    if numbers is not None:
        return {number: _labelled(number, features) for number in numbers}
    found = {}
    for number in SYSTEMS:
        try:
            found[number] = _labelled(number, features)
        except InputError as error:
            if error.code != "E_VALUES":
                raise
    return found


def _labelled(number: str, features: pd.DataFrame) -> Assignment:
    return rule_system(number)().fit(features).assign(features)


def summarise_labels(found: Mapping[str, Assignment], language: str = "en") -> pd.DataFrame:
    """Say in one line a system how many customers each of its groups holds.

    Parameters
    ----------
    found
        What `label_customers` returned.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by number: title, groups (name and customers of each, in the order of the system)
        and apart (customers without a group, by state).
    """
    rows = {}
    for number, assignment in found.items():
        counts = assignment.counts(language)
        size, names = counts["customers"], counts["name"]
        said = [f"{names[key]} {size[key]:,}" for key in size.index]
        cells = len(assignment.system.cells)
        rows[number] = {
            "title": assignment.system.title.to(language),
            "groups": ", ".join(said[:cells]),
            "apart": ", ".join(said[cells:]),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("number")
