"""Fitted models as JSON: parameters, units and where they come from; no pickle, no customer.

A file is read only if all of it is understood. Another kind, version or key, or a value of another
type, is refused, since a model half understood would forecast without a word of warning.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from clv.errors import InputError, Notice
from clv.models.base import FittedModel
from clv.models.bg_bb import BGBB
from clv.models.family import FAMILY
from clv.models.gamma_gamma import GammaGamma
from clv.models.sbg import SBG

__all__ = ["load_model", "model_from_record", "model_record", "save_model"]

VERSION = 1
_MODELS: tuple[type[FittedModel], ...] = (*FAMILY.values(), BGBB, SBG, GammaGamma)
KINDS = {model.kind: model for model in _MODELS}
FACTS: dict[str, tuple[type, ...]] = {
    "loglik": (float,),
    "status": (str,),
    "n_customers": (int,),
    "n_repeaters": (int,),
    "n_used": (int,),
    "n_histories": (int,),
    "evaluations": (int,),
    "time_unit": (str, type(None)),
    "as_of": (str, type(None)),
}
"""Attributes that are written as they are, without the final underscore."""
KEYS = {
    "kind", "version", "settings", "params", "held", "covariance_of_logs", "notices", "digest",
}  # fmt: skip


def save_model(model: FittedModel, path: str | Path, digest: str | None = None) -> None:
    """Write a fitted model; the file appears whole or not at all.

    Parameters
    ----------
    model
        Any fitted model of this package.
    path
        File to write; its folder exists.
    digest
        Of the data the model was fitted on, such as ``Transactions.digest``.
    """
    target = Path(path)
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        scratch.write_text(json.dumps(_record(model, digest), indent=1) + "\n", encoding="utf-8")
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def load_model(path: str | Path) -> FittedModel:
    """Read a model that `save_model` wrote.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    FittedModel
        Fitted, with ``digest_`` set to the digest of its data (or None).

    Raises
    ------
    InputError
        ``E_MODEL_FILE`` where the file is unreadable or holds anything unknown.
    """
    try:
        return _model(json.loads(Path(path).read_text(encoding="utf-8"), parse_constant=_refuse))
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise InputError(
            "E_MODEL_FILE",
            f"{Path(path).name} is no model file of version {VERSION} ({fault})",
            "fit the model again and save it with this version of clv",
        ) from None


def model_record(model: FittedModel) -> dict[str, Any]:
    """Put a fitted model into a form that JSON holds, for the results of a run.

    Parameters
    ----------
    model
        Any fitted model of this package.

    Returns
    -------
    dict
        As `save_model` writes it, without a digest of the data.
    """
    return _record(model, None)


def model_from_record(record: Mapping[str, Any]) -> FittedModel:
    """Make a model of what `model_record` has given, keys in any order.

    Parameters
    ----------
    record
        Read from JSON.

    Returns
    -------
    FittedModel
        Fitted.

    Raises
    ------
    InputError
        ``E_MODEL_FILE`` where the record holds anything unknown.

    Examples
    --------
    >>> from clv.models import BGNBD
    >>> from clv.simulate import simulate_customers
    >>> truth = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
    >>> model = BGNBD().fit(simulate_customers(truth, np.full(2000, 39.0), seed=1))
    >>> model_from_record(json.loads(json.dumps(model_record(model)))).params_ == model.params_
    True
    """
    try:
        kind = KINDS[record["kind"]](**_settings(record["settings"]))
        ordered = {label: record["params"][label] for label in kind.labels}
        _demand(len(ordered) == len(record["params"]), "params")
        return _model(dict(record) | {"params": ordered})
    except (ValueError, TypeError, KeyError) as fault:
        raise InputError(
            "E_MODEL_FILE",
            f"the record is of no model of version {VERSION} ({fault})",
            "fit the model again with this version of clv",
        ) from None


def _record(model: FittedModel, digest: str | None) -> dict[str, Any]:
    return {
        "kind": model.kind,
        "version": VERSION,
        "settings": {name: _plain(value) for name, value in model.get_params().items()},
        "params": model.params_,
        "held": list(model.held_),
        "covariance_of_logs": model.posterior_covariance_.to_numpy().tolist(),
        **{fact: getattr(model, f"{fact}_") for fact in _facts(model)},
        "notices": [asdict(notice) for notice in model.notices_],
        "digest": digest,
    }


def _facts(model: FittedModel) -> dict[str, tuple[type, ...]]:
    return FACTS | dict.fromkeys(model.own_facts, (int, float))


def _model(record: dict[str, Any]) -> FittedModel:
    """Rebuild a model; any doubt ends in a ValueError, TypeError or KeyError."""
    if record["kind"] not in KINDS or record["version"] != VERSION:
        raise ValueError(f"kind {record['kind']!r}, version {record['version']!r}")
    model = KINDS[record["kind"]](**_settings(record["settings"]))
    facts = _facts(model)
    if set(record) != {*KEYS, *facts}:
        raise ValueError(f"keys {sorted(set(record) ^ {*KEYS, *facts})}")
    for fact, types in facts.items():
        _demand(type(record[fact]) in types, fact)
        setattr(model, f"{fact}_", record[fact])
    model.params_ = _params(record["params"], model)
    model.held_ = tuple(record["held"])
    _demand(set(model.held_) <= set(model.labels), "held")
    model.posterior_covariance_ = _covariance(record["covariance_of_logs"], model.labels)
    model.notices_ = tuple(
        Notice(**(notice | {"samples": tuple(notice["samples"])})) for notice in record["notices"]
    )
    _demand(type(record["digest"]) in (str, type(None)), "digest")
    model.digest_ = record["digest"]
    return model


def _plain(value: Any) -> Any:
    """Write columns, however they were given, as a list of texts."""
    if isinstance(value, str | int | float | None):
        return value
    return [str(column) for column in value]


def _settings(given: dict[str, Any]) -> dict[str, Any]:
    """Return arguments of the constructor, lists of columns as the tuples that they were."""
    for name, value in given.items():
        columns = type(value) is list and all(type(column) is str for column in value)
        _demand(columns or type(value) in (int, float, str, bool, type(None)), name)
    return {name: tuple(v) if type(v) is list else v for name, v in given.items()}


def _params(values: dict[str, float], model: FittedModel) -> dict[str, float]:
    _demand(tuple(values) == model.labels, "params")
    for label, value in values.items():
        least = 0 if label in model.names else -np.inf
        _demand(type(value) is float and least < value < np.inf, label)
    return values


def _covariance(rows: list[list[float]], names: tuple[str, ...]) -> pd.DataFrame:
    matrix = np.array(rows, dtype=np.float64)
    _demand(
        matrix.shape == (len(names), len(names)) and bool(np.isfinite(matrix).all()),
        "covariance_of_logs",
    )
    return pd.DataFrame(matrix, index=list(names), columns=list(names))


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which JSON does not know and no fitted model holds."""
    raise ValueError(constant)


def _demand(holds: bool, name: str) -> None:
    if not holds:
        raise ValueError(f"key {name!r}")
