"""Charts of churn: what contacting customers brings, and how well a ranking finds who leaves."""

from itertools import cycle

import pandas as pd
from matplotlib.axes import Axes

from clv.language import say
from clv.plots.style import COLOURS, GREY, new_axes, styled, tell

__all__ = ["churn_lift", "churn_profit"]

_LINES = ("-", "--", "-.", (0, (1, 1)))


@styled
def churn_profit(curve: pd.DataFrame, strategies: pd.DataFrame, unit: str = "") -> Axes:
    """Draw the profit of contacting the first so many customers of each ranking.

    Parameters
    ----------
    curve
        Columns ``ranking``, ``share`` (0 to 1), ``profit``, ``lower``, ``upper``: see
        `clv.evaluation.ProfitCurve`.
    strategies
        Indexed by strategy, columns ``share``, ``profit``; those that bear the name of a ranking
        are marked on its line, and ``everybody`` ends the line of contacts by lot.
    unit
        Unit of money.

    Returns
    -------
    matplotlib.axes.Axes
        A line a ranking with its interval, and the line of random contacts; where contacting many
        costs far more than the best plan brings, only the part with the few.
    """
    axes = new_axes()
    everybody = strategies["profit"].to_dict()["everybody"]
    axes.axhline(0, color="#333333", linewidth=1)
    axes.plot([0, 1], [0, everybody], color=GREY, linestyle=":", label=say("random"))
    said = [say("everybody: {profit:,.5g}", profit=everybody)]
    looks = zip(cycle(COLOURS), cycle(_LINES), curve.groupby("ranking", sort=False), strict=False)
    for colour, line, (name, rows) in looks:
        axes.fill_between(
            rows["share"], rows["lower"], rows["upper"], color=colour, alpha=0.15, linewidth=0
        )
        axes.plot(rows["share"], rows["profit"], color=colour, linestyle=line, label=str(name))
        plan = pd.Series(strategies.loc[str(name)])
        axes.plot(plan["share"], plan["profit"], "o", color=colour, markersize=9)
        said.append(_plan_in_words(str(name), plan))
    money = say("profit, {unit}", unit=unit) if unit else say("profit, in the log's unit of money")
    axes.set(xlabel=say("share of customers contacted (dot: as planned)"), ylabel=money)
    axes.set(**_worth_seeing(curve))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.yaxis.set_major_formatter("{x:,.5g}")
    axes.legend(loc="best")
    return tell(axes, say("Profit of retention offers. {found}.", found=say("; ").join(said)))


def _plan_in_words(name: str, plan: pd.Series) -> str:
    return say(
        "{name}: {profit:,.5g} from {share:.0%} of the customers",
        name=name,
        profit=plan["profit"],
        share=plan["share"],
    )


@styled
def churn_lift(table: pd.DataFrame) -> Axes:
    """Draw how much richer in churn the top of each ranking is than all customers.

    Parameters
    ----------
    table
        Columns ``competitor``, ``budget`` (0 to 1), ``lift``, ``lower``, ``upper``, ``best``: see
        `clv.evaluation.lift_table`.

    Returns
    -------
    matplotlib.axes.Axes
        A line a competitor with its interval; 1 is a ranking by lot, the dotted line a perfect one.
    """
    axes = new_axes()
    rankings = table.groupby("competitor", sort=False)
    best = next(iter(rankings))[1]
    axes.plot(best["budget"], best["best"], color=GREY, linestyle=":", label=say("perfect"))
    axes.axhline(1, color="#333333", linewidth=1)
    said = []
    for colour, line, (name, rows) in zip(cycle(COLOURS), cycle(_LINES), rankings, strict=False):
        axes.fill_between(
            rows["budget"], rows["lower"], rows["upper"], color=colour, alpha=0.15, linewidth=0
        )
        axes.plot(rows["budget"], rows["lift"], color=colour, linestyle=line, label=str(name))
        said.append(_lift_in_words(str(name), rows.iloc[0]))
    axes.set(xlabel=say("share of customers reached"), ylabel=say("lift (1: by lot)"), xlim=(0, 1))
    axes.xaxis.set_major_formatter("{x:.0%}")
    axes.legend(loc="best")
    said.append(say("a perfect ranking: {lift:.2f}", lift=best["best"].iloc[0]))
    return tell(axes, say("Lift of churn. {found}.", found=say("; ").join(said)))


def _lift_in_words(name: str, first: pd.Series) -> str:
    return say(
        "{name}: {lift:.2f} in the top {budget:.0%}",
        name=name,
        lift=first["lift"],
        budget=first["budget"],
    )


def _worth_seeing(curve: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Limits of the axes that leave the highest point to be seen beside deep losses."""
    top, bottom = curve["upper"].max(), curve["lower"].min()
    if not 0 < 3 * top < -bottom:
        return {"xlim": (0, 1)}
    last = curve.loc[curve["profit"] >= -top, "share"].max()
    return {"xlim": (0, max(2 * last, 0.02)), "ylim": (-2 * top, 1.1 * top)}
