"""The four figures with which the churn watch opens."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.periods import parse_duration
from clv.reporting.blocks import Tile, Tiles
from clv.reporting.words.churn_watch._numbers import at_stake, slipping_of, three
from clv.reporting.words.common import about, about_between, about_many, length_words

__all__ = ["headline"]


def headline(found: Mapping[str, Any], horizon: str) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: watch, churn.
    horizon
        How far ahead the report looks, such as ``39w``.

    Returns
    -------
    Tiles
        Customers slipping, money expected from them, those who came back, expected buyers.
    """
    watch, ahead = found["watch"], found["churn"]["as_of"]
    length, slips, back = (
        length_words(parse_duration(horizon)),
        slipping_of(watch),
        watch["came_back"],
    )
    stake = at_stake(watch)
    return Tiles(
        (
            Tile(
                say("customers slipping"),
                f"{slips['customers']:,}",
                say(
                    "chance alone would list {expected:,.0f} ({lower:,.0f} to {upper:,.0f})",
                    **three(watch["chance"]),
                ),
                "slipping",
                slips["customers"],
            ),
            Tile(
                say("money at stake"),
                about(stake.get("value")),
                say(
                    "expected from them in {length}, discounted: {limits} (95%), if the model is "
                    "right",
                    length=length, limits=about_between(stake["lower"], stake["upper"]),
                )
                if stake
                else say("no interval: nobody is slipping"),
                "money_at_stake",
                stake.get("value"),
            ),
            Tile(
                say("came back"),
                f"{back['customers']:,}",
                say(
                    "of {late:,} who were late on {since}; {expected:,.0f} expected "
                    "({lower:,.0f} to {upper:,.0f})",
                    late=back["late"], since=watch["since"], **three(back),
                ),
                "came_back",
                back["customers"],
            ),
            Tile(
                say("customers expected to buy"),
                about_many(ahead["expected_buyers_bg_nbd"]),
                say(
                    "in {length}, by the purchase model, with no interval drawn here; {other} by "
                    "the learned model, which gives none",
                    length=length, other=about_many(ahead["expected_buyers"]),
                ),
                "expected_buyers",
                ahead["expected_buyers_bg_nbd"],
            ),
        )
    )  # fmt: skip
