"""The four figures with which a segment review opens."""

from collections.abc import Mapping
from typing import Any

from clv.language import say
from clv.reporting.blocks import Tile, Tiles
from clv.reporting.words.common.contest import plain_name
from clv.reporting.words.segment_review.learned_groups import stability
from clv.reporting.words.segment_review.moves import moved
from clv.reporting.words.segment_review.scores import best_of, r2

__all__ = ["headline"]


def headline(found: Mapping[str, Any]) -> Tiles:
    """Write the four figures of the first screen.

    Parameters
    ----------
    found
        Results of the run: movement, contest, segments.

    Returns
    -------
    Tiles
        Customers who moved; what rules and learned groups tell of later money; the stability of
        the least stable learned group.
    """
    return Tiles(
        (
            _movers(found),
            _score("r2_rules", say("later money told by the quadrants"), found, _rules(found)),
            _score(
                "r2_learned",
                say("later money told by learned groups"),
                found,
                best_of(found, "learned"),
            ),
            _least_stable(found),
        )
    )


def _movers(found: Mapping[str, Any]) -> Tile:
    shares = moved(found)
    note = say(
        "{count:,} of {customers:,} since {cut}, a count and no estimate; the models had expected "
        "{expected:.0%} ({lower:.0%} to {upper:.0%})",
        **shares,
        cut=found["segments"]["cut"],
    )
    label = say("customers who changed quadrant")
    return Tile(label, f"{shares['actual']:.0%}", note, "moved", shares["actual"])


def _least_stable(found: Mapping[str, Any]) -> Tile:
    name, least = min(stability(found).items(), key=lambda item: item[1]["jaccard"])
    note = say(
        "{group} of {cut}, found again among resampled customers (Jaccard index: 1 is the same "
        "group); 95% of the draws: {lower:.2f} to {upper:.2f}"
        if name in found["segments"]["names_today"]["en"]
        else "{group} of {cut}, which is gone today; found again among resampled customers "
        "(Jaccard index: 1 is the same group); 95% of the draws: {lower:.2f} to {upper:.2f}",
        group=name, cut=found["segments"]["cut"], lower=least["lower"], upper=least["upper"],
    )  # fmt: skip
    label, value = say("least stable learned group"), least["jaccard"]
    return Tile(label, f"{value:.2f}", note, "stability", value)


def _rules(found: Mapping[str, Any]) -> str:
    return str(found["contest"]["protocol"]["reference"])


def _score(key: str, label: str, found: Mapping[str, Any], name: str | None) -> Tile:
    row = r2(found).get(name) if name else None
    if row is None or row["value"] is None:
        return Tile(label, "–", say("no such groups took part"), key)
    note = say(
        "of the differences in later spend (R², log scale) are told by {name}; 95%: {lower:.1%} to "
        "{upper:.1%}",
        name=plain_name(str(name)), lower=row["lower"], upper=row["upper"],
    ) if None not in (row["lower"], row["upper"]) else say(
        "of the differences in later spend (R², log scale) are told by {name}; too few spent later "
        "for an interval",
        name=plain_name(str(name)),
    )  # fmt: skip
    return Tile(label, f"{row['value']:z.1%}", note, key, row["value"])
