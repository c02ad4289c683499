"""The models of repeat purchases side by side: fitted to the same customers, compared by fit."""

import sys
from collections.abc import Mapping, Sequence
from time import perf_counter

import numpy as np
import pandas as pd
from sklearn.base import clone

from clv.errors import ClvError, FitError, InputError
from clv.models.bg_nbd import BGNBD
from clv.models.cnbd import BGCNBD, MBGCNBD
from clv.models.mbg_nbd import MBGNBD
from clv.models.nbd import NBD
from clv.models.pareto_nbd import ParetoNBD
from clv.models.purchase_model import PurchaseModel

__all__ = ["FAMILY", "MODEL_TITLES", "Family", "compare_fits", "fit_family"]

FAMILY: dict[str, type[PurchaseModel]] = {
    model.kind: model for model in (NBD, BGNBD, MBGNBD, BGCNBD, MBGCNBD, ParetoNBD)
}
"""The models that can be asked for by name: those of time that runs on."""

MODEL_TITLES = {
    "nbd": "NBD",
    "bg_nbd": "BG/NBD",
    "mbg_nbd": "MBG/NBD",
    "bg_cnbd_k": "BG/CNBD-k",
    "mbg_cnbd_k": "MBG/CNBD-k",
    "pareto_nbd": "Pareto/NBD",
}
"""How the papers write the names."""

WITHOUT_K = {"bg_cnbd_k": "bg_nbd", "mbg_cnbd_k": "mbg_nbd"}
"""What a model with k is where k = 1."""


class Family(dict[str, PurchaseModel]):
    """Fitted models by name, and those that refused the customers.

    Attributes
    ----------
    refused : dict of str to ClvError
        Why each of the others has no fit.
    """

    def __init__(self) -> None:
        super().__init__()
        self.refused: dict[str, ClvError] = {}

    def twins(self) -> dict[str, str]:
        """Return the models that came out as another one: k = 1 is the model without k.

        Returns
        -------
        dict of str to str
            The name of each such model, and that of the same model without k.
        """
        plain = {model.kind: name for name, model in self.items()}
        parents = {
            name: plain.get(WITHOUT_K.get(model.kind, "")) for name, model in self.items()
            if getattr(model, "k_", 0) == 1
        }  # fmt: skip
        return {name: parent for name, parent in parents.items() if parent is not None}

    def in_words(self) -> str:
        """Say what each fit came to: which converged, which fell to a simpler model, which refused.

        Returns
        -------
        str
            A sentence for each kind of end.
        """
        twins = self.twins()
        shown = {name: MODEL_TITLES.get(name, name) for name in (*self, *self.refused)}
        own = self.distinct()
        whole = [shown[name] for name, model in own.items() if model.status_ == "converged"]
        ends = [f"Converged: {', '.join(whole) or 'none'}."]
        ends += [
            f"{shown[name]} fell to a {model.status_}."
            for name, model in own.items() if model.status_ != "converged"
        ]  # fmt: skip
        ends += [f"{shown[a]} chose k = 1, and is {shown[b]}." for a, b in twins.items()]
        ends += [f"{shown[name]} refused: {error}." for name, error in self.refused.items()]
        return " ".join(ends)

    def distinct(self) -> dict[str, PurchaseModel]:
        """Return the models without those that are another one under a second name.

        Returns
        -------
        dict of str to PurchaseModel
            In the same order.
        """
        twins = self.twins()
        return {name: model for name, model in self.items() if name not in twins}


def fit_family(
    customers: pd.DataFrame,
    models: Sequence[str] | Mapping[str, PurchaseModel] = tuple(FAMILY),
    progress: bool = False,
) -> Family:
    """Fit several models of repeat purchases to the same customers.

    Parameters
    ----------
    customers
        One row a customer with ``frequency``, ``recency`` and ``T``; the models with k choose it by
        ``log_gaps``, which ``summarise(..., gaps=True)`` adds.
    models
        Names out of `FAMILY`, or estimators by a name of your own; these are cloned, and stay as
        they were.
    progress
        Whether to say on standard error what each fit came to and how long it took.

    Returns
    -------
    Family
        A dict of fitted models in the order asked for. A model that refuses the customers is
        missing there and stands in ``refused`` with its error.

    Raises
    ------
    InputError
        ``E_MODEL`` for a name that is not in `FAMILY`.
    FitError
        ``E_FAMILY`` if every model refuses.

    Examples
    --------
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 200, ignore_index=True)
    >>> family = fit_family(customers, ["nbd", "bg_nbd", "bg_cnbd_k"])
    >>> list(family), family.refused["bg_cnbd_k"].code
    (['nbd', 'bg_nbd'], 'E_COLUMNS')
    """
    family = Family()
    for name, model in _estimators(models).items():
        start = perf_counter()
        try:
            family[name] = clone(model).fit(customers)
        except FitError as error:
            family.refused[name] = error
        if progress:
            found = family.refused.get(name) or family[name].status_
            print(f"{name}: {found} ({perf_counter() - start:.1f} s)", file=sys.stderr)
    if not family:
        told = "; ".join(f"{name}: {error}" for name, error in family.refused.items())
        raise FitError("E_FAMILY", f"every model refuses ({told})", "mend the customer table")
    return family


def compare_fits(models: Mapping[str, PurchaseModel]) -> pd.DataFrame:
    """Set the likelihoods of models fitted to the same customers side by side.

    Parameters
    ----------
    models
        Fitted, by name; of a `Family` those that refused are listed too.

    Returns
    -------
    DataFrame
        Indexed by model, lowest bic first: kind; k (stages between two purchases, NaN where the
        model has none); parameters (how many were learnt, a chosen k among them); loglik, aic, bic;
        behind (bic less the lowest bic: above 10 the data speak clearly against the model, Kass
        and Raftery 1995); status (``"refused: ..."`` with the code for those without a fit, whose
        numbers are NaN); evaluations of the likelihood; n_histories, its terms.

    Raises
    ------
    InputError
        ``E_OTHER_CUSTOMERS`` if the models were not fitted to the same customers in one unit,
        ``E_LIKELIHOOD`` if one with k above 1 was fitted without ``log_gaps``, whose likelihood is
        of something else.

    Examples
    --------
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 200, ignore_index=True)
    >>> table = compare_fits(fit_family(customers, ["nbd", "mbg_nbd"]))
    >>> table["parameters"].to_dict(), float(table["behind"].iloc[0])
    ({'mbg_nbd': 4, 'nbd': 2}, 0.0)
    """
    _check_comparable(models)
    rows = {name: _row(model) for name, model in models.items()}
    table = pd.DataFrame.from_dict(rows, orient="index").sort_values("bic", kind="stable")
    table.insert(6, "behind", table["bic"] - table["bic"].min())
    refused = getattr(models, "refused", {})
    if refused:
        lines = {name: {"status": f"refused: {error.code}"} for name, error in refused.items()}
        table = pd.concat([table, pd.DataFrame.from_dict(lines, orient="index")])
        table["kind"] = table["kind"].fillna(table.index.to_series())
    return table.rename_axis("model")


def _estimators(models: Sequence[str] | Mapping[str, PurchaseModel]) -> dict[str, PurchaseModel]:
    if isinstance(models, Mapping):
        return dict(models)
    if unknown := [name for name in models if name not in FAMILY]:
        raise InputError(
            "E_MODEL", "there is no such model of repeat purchases", f"ask for {', '.join(FAMILY)}",
            unknown,
        )  # fmt: skip
    return {name: FAMILY[name]() for name in models}


def _row(model: PurchaseModel) -> dict[str, object]:
    return {
        "kind": model.kind,
        "k": getattr(model, "k_", np.nan) if "k" in model.own_facts else np.nan,
        "parameters": model.n_parameters,
        "loglik": model.loglik_,
        "aic": model.aic,
        "bic": model.bic,
        "status": model.status_,
        "evaluations": model.evaluations_,
        "n_histories": model.n_histories_,
    }


def _check_comparable(models: Mapping[str, PurchaseModel]) -> None:
    """Raise where the likelihoods are not of the same thing."""
    seen = {(m.n_customers_, m.n_repeaters_, m.time_unit_, m.as_of_) for m in models.values()}
    if len(seen) > 1:
        raise InputError(
            "E_OTHER_CUSTOMERS",
            f"the models were fitted to {len(seen)} different tables",
            "fit them to one table of customers",
        )
    codes = {name: {notice.code for notice in model.notices_} for name, model in models.items()}
    if partial := [name for name, found in codes.items() if "W_NO_LOG_GAPS" in found]:
        raise InputError(
            "E_LIKELIHOOD",
            "a likelihood with k above 1 counts the gaps between purchases; log_gaps is missing",
            "make the table with summarise(..., gaps=True) and fit again",
            partial,
        )
