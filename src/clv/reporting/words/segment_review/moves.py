"""Who moved between quadrants, and how much of it was to be expected."""

from collections.abc import Mapping
from math import hypot
from typing import Any

from clv.language import say
from clv.reporting.blocks import Reading
from clv.reporting.words.common.figures import listed, sentences

__all__ = ["all_moves", "money_since", "moved", "moved_in_words", "moves_in_words", "surprises"]


def all_moves(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Take every move between quadrants from the cut to the report's day.

    Parameters
    ----------
    found
        Results of a run: movement.

    Returns
    -------
    list of dict
        from and to (cells), customers (in ``from`` at the cut), actual, expected, lower, upper
        (95%), beyond (whether the actual number lies outside).
    """
    # A forecast calls the day from which it looks ahead now, and the one that it looks at then.
    return [{**row, "from": row["now"], "to": row["then"]} for row in found["movement"]["moves"]]


def moved(found: Mapping[str, Any]) -> dict[str, Any]:
    """Count who stands in another quadrant than one horizon before, cuts unchanged.

    Parameters
    ----------
    found
        Results of a run: movement.

    Returns
    -------
    dict
        count, customers; actual, expected by the models, lower and upper (95%; shares); beyond
        (whether the actual share lies outside).
    """
    total = found["movement"]["total"]
    of = total["customers"] or 1
    shares = {name: total[name] / of for name in ("actual", "expected", "lower", "upper")}
    told = {"count": total["actual"], "customers": total["customers"], "beyond": total["beyond"]}
    return told | shares


def money_since(found: Mapping[str, Any]) -> dict[str, Any]:
    """Hold the money that the same customers brought against what the same models expected.

    Parameters
    ----------
    found
        Results of a run: beyond (by head, of each cell of the cut).

    Returns
    -------
    dict
        actual and expected (money of all), held (whether they differ by no more than customers do
        by chance, 95%); not held where nothing is known.
    """
    rows = [row for row in found["beyond"].values() if row["lower"] is not None]
    actual, gap = (sum(row["customers"] * row[key] for row in rows) for key in ("after", "beyond"))
    chance = hypot(*(row["customers"] * (row["upper"] - row["lower"]) / 2 for row in rows))
    return {"actual": actual, "expected": actual - gap, "held": bool(rows) and abs(gap) <= chance}


def surprises(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Take the moves between quadrants whose number lies outside what the models expected.

    Parameters
    ----------
    found
        Results of a run: movement.

    Returns
    -------
    list of dict
        As `all_moves`.
    """
    return [row for row in all_moves(found) if row["beyond"] and row["from"] != row["to"]]


def moved_in_words(found: Mapping[str, Any]) -> str:
    """Say how many stand in another quadrant than before.

    Parameters
    ----------
    found
        Results of a run: movement.

    Returns
    -------
    str
        One sentence.
    """
    return say(
        "{actual:.0%} of {customers:,} customers stand in another quadrant than one horizon "
        "before; the models had expected {expected:.0%} ({lower:.0%} to {upper:.0%}).",
        **moved(found),
    )


def moves_in_words(found: Mapping[str, Any]) -> Reading:
    """Say how many moved, and how much of it the models had expected.

    Parameters
    ----------
    found
        Results of a run: movement.

    Returns
    -------
    Reading
        One paragraph.
    """
    told = moved_in_words(found)
    moves = sorted(surprises(found), key=lambda row: -abs(row["actual"] - row["expected"]))
    if not moves:
        inside = say("No single move lies outside what chance and ageing make.")
        return Reading(sentences(told, inside))
    some = [
        say("{from} to {to} ({actual:,.0f} against {expected:,.0f})", **row) for row in moves[:3]
    ]
    beyond = say(
        "Moves outside the intervals: {count}; the furthest: {moves}.",
        count=len(moves), moves=listed(some),
    )  # fmt: skip
    return Reading(sentences(told, beyond, _doubted(found)))


def _doubted(found: Mapping[str, Any]) -> str:
    as_many = say("Taken together as many moved as expected.")
    off = say(
        "The same models were off in money, so they may be off here, and not the customers changed."
    )
    total, held = moved(found), money_since(found)["held"]
    return sentences("" if total["beyond"] else as_many, "" if held else off)
