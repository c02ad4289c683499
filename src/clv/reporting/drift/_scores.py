"""Alarms about how well it went: scores, and the forecast of one horizon ago."""

from collections.abc import Iterator, Mapping
from typing import Any

from clv.evaluation.metrics import METRICS
from clv.language import say
from clv.reporting.drift._sides import Measured, Sides, UnmeasuredError, number, part, ratio
from clv.reporting.words.common import money

__all__ = ["forecast_error", "score_loss"]


def score_loss(sides: Sides) -> Measured:
    """How much worse the score of what each contest relied on last time has become."""
    last = sides.before()
    if number(sides.now, "freshness", "horizon_days") != number(last, "freshness", "horizon_days"):
        raise UnmeasuredError(say("the last run looked another length ahead"))
    losses = dict(_losses(sides.now, last))
    if not losses:
        raise UnmeasuredError(say("no score stands in both runs"))
    most = max(losses, key=lambda name: losses[name][0])
    loss, now, before, title = losses[most]
    found = say(
        "Scores compared: {n}. The least favourable is that of {name}: {title} {before:.3f} "
        "in the last run, {now:.3f} now, {change}.",
        n=len(losses), name=say(most), title=say(title), before=before, now=now,
        change=_worse(loss),
    )  # fmt: skip
    todo = say(
        "See whether the customers have become harder to tell apart or a method has stopped "
        "working; until then trust the order of customers more than their numbers."
    )
    return Measured(loss, found, todo)


def _worse(loss: float) -> str:
    if loss > 0:
        return say("{share:.1%} worse", share=loss)
    return say("{share:.1%} better", share=-loss) if loss < 0 else say("unchanged")


def _losses(
    now: Mapping[str, Any], last: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[float, float, float, str]]]:
    """Look in each contest at the deciding score of whoever was ahead in the last run."""
    for board, metric, winner in (
        ("churn", "log_loss", ("churn", "verdict", "winner")),
        ("contest", "r2_log_spend", ("verdict", "winner")),
        ("models", "count_log_loss", ("models", "choice", "model")),
    ):
        try:
            *where, name = winner
            relied_on = str(part(last, *where)[name])
            ours, theirs = (_score(side, board, metric, relied_on) for side in (now, last))
            loss = _loss(ours, theirs, METRICS[metric].direction)
        except (UnmeasuredError, KeyError):
            continue
        yield relied_on, (loss, ours, theirs, METRICS[metric].title)


def _score(found: Mapping[str, Any], board: str, metric: str, name: str) -> float:
    rows = part(found, board).get("scores")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and (row.get("metric"), row.get("competitor")) == (
            metric,
            name,
        ):
            return number(row, "value")
    raise UnmeasuredError("")


def _loss(now: float, before: float, direction: str) -> float:
    if direction == "zero":
        now, before = abs(now), abs(before)
    worse = before - now if direction == "higher" else now - before
    return ratio(worse, before if before > 0 else 0.0, "")


def forecast_error(sides: Sides) -> Measured:
    """Share by which the forecast of one horizon ago missed the money that came."""
    expected, actual = (
        number(sides.now, "forecast", "at_cut", "spend", name) for name in ("expected", "actual")
    )
    if actual <= 0:
        raise UnmeasuredError(say("no money came after the forecast"))
    error = ratio(expected - actual, actual, say("the money that came"))
    side = say("too high") if error > 0 else say("too low")
    found = say(
        "One horizon ago {expected} was expected in money and {actual} came: the forecast was "
        "{error:.1%} {side}.",
        expected=money(expected), actual=money(actual), error=abs(error), side=side,
    )  # fmt: skip
    todo = say("Plan with that error in mind, and look by class of customers where it came from.")
    return Measured(abs(error), found, todo)
