"""A rule system, and one customer's place in it, as plain values in both languages."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pandas as pd

from clv.rules import LANGUAGES, STATES, Assignment, Axis, Cell, System

__all__ = ["customer_json", "system_json"]


def system_json(system: System) -> dict[str, Any]:
    """Return a rule system for a program.

    Parameters
    ----------
    system
        The system.

    Returns
    -------
    dict of str to Any
        number, version, title, question, source, axes (with their levels and cuts), settings,
        cells (with levels and strategy), missing, ours, reason (None where it is made of the cuts);
        every text as ``{"en": ..., "zh": ...}``.

    Examples
    --------
    >>> from clv.rules import load_system
    >>> system_json(load_system("t01_contribution_stability"))["axes"][0]["levels"]
    {'high': 'quantile 0.5', 'low': 'rest'}
    """
    return {
        "number": system.id,
        "version": system.version,
        "title": asdict(system.title),
        "question": asdict(system.question),
        "source": asdict(system.source),
        "axes": [_axis(axis) for axis in system.axes],
        "settings": {name: asdict(setting) for name, setting in system.settings.items()},
        "cells": [_cell(cell, system) for cell in system.cells],
        "missing": {state: asdict(text) for state, text in system.missing.items()},
        "ours": [asdict(text) for text in system.ours],
        "reason": None if system.reason is None else asdict(system.reason),
    }


def customer_json(assignment: Assignment, customer: str) -> dict[str, Any]:
    """Return one customer's place for a program.

    Parameters
    ----------
    assignment
        Labelled customers.
    customer
        The id of one of them.

    Returns
    -------
    dict of str to Any
        number, version, as_of, learned_as_of, customer, label (a cell or a state), state, name,
        strategy (None without a cell), scores, cuts, reason, sentence, warnings.

    Raises
    ------
    InputError
        ``E_CUSTOMER`` if there is no such customer.

    Examples
    --------
    >>> from clv.rules import ContributionStability
    >>> facts = {"purchases": 9, "active_share": [0.9, 0.2], "contribution": [90.0, 10.0]}
    >>> table = pd.DataFrame(facts | {"tenure": 300, "periods_observed": 9}, index=["ada", "bo"])
    >>> customer_json(ContributionStability().fit(table).assign(table), "bo")["label"]
    'EIV'
    """
    sentence = _texts(lambda language: assignment.explain(customer, language))
    system, label = assignment.system, str(assignment.labels[customer])
    cell = None if label in STATES else system.cell(label)
    name = STATES[label] if cell is None else cell.name
    scores = assignment.scores.loc[customer]
    return {
        "number": system.id,
        "version": system.version,
        "as_of": assignment.as_of,
        "learned_as_of": assignment.learned_as_of,
        "customer": customer,
        "label": label,
        "state": str(assignment.states[customer]) or None,
        "name": asdict(name),
        "strategy": None if cell is None else asdict(cell.strategy),
        "scores": {axis.key: _plain(scores[axis.key]) for axis in system.axes},
        "cuts": {key: [cut.to_dict() for cut in cuts] for key, cuts in assignment.cuts.items()},
        "reason": _texts(lambda language: assignment.reasons(language, [customer]).iloc[0]),
        "sentence": sentence,
        "warnings": [asdict(notice) for notice in assignment.notices],
    }


def _texts(say: Callable[[str], str]) -> dict[str, str]:
    return {language: say(language) for language in LANGUAGES}


def _axis(axis: Axis) -> dict[str, Any]:
    return {
        "key": axis.key,
        "title": asdict(axis.title),
        "meaning": asdict(axis.meaning),
        "shown_as": axis.shown_as,
        "levels": {level.key: str(level.cut or "rest") for level in axis.levels},
    }


def _cell(cell: Cell, system: System) -> dict[str, Any]:
    """The levels in the order of their axes, from the highest down."""
    held = zip(system.cut_axes, cell.levels, strict=False)
    return {
        "key": cell.key,
        "name": asdict(cell.name),
        "levels": {a.key: [v.key for v in a.levels if v.key in keys] for a, keys in held},
        "strategy": asdict(cell.strategy),
    }


def _plain(value: object) -> object:
    """A number or a text as JSON knows it; None where it is unknown."""
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.item() if hasattr(value, "item") else value
