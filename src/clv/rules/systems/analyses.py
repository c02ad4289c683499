"""Seven analyses of a customer (system T18, CRM 七种分析): what is known, and what is lacking."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from clv.errors import Notice
from clv.rules.assignment import Assignment
from clv.rules.base import RuleSystem
from clv.rules.loading import load_system
from clv.rules.texts import Text

__all__ = ["ANALYSES", "Analysis", "SevenAnalyses", "missing_tables"]


@dataclass(frozen=True)
class Analysis:
    """One of the seven headings.

    Parameters
    ----------
    columns
        Those that can fill it; the first that is known counts, of a profile all are told.
    lacks
        What has to be given where none of them is known.
    """

    columns: tuple[str, ...]
    lacks: Text


ANALYSES = {
    "profile": Analysis(
        ("nature", "industry", "region", "size"),
        Text(
            "a customer card with region, nature, industry or size, joined to the table",
            "含地区、性质、行业或规模的客户资料卡（并入表中）",
        ),
    ),
    "loyalty": Analysis(
        ("active_share",), Text("two purchases and two periods", "两次购买与两个周期")
    ),
    "profit": Analysis(("margin",), Text("the column cost in the log", "记录中的成本列")),
    "performance": Analysis(("channels",), Text("the column channel in the log", "记录中的渠道列")),
    "future": Analysis(
        ("residual_value", "expected_purchases"),
        Text(
            "a forecast: residual_value or expected_purchases, joined to the table",
            "预测：并入 residual_value 或 expected_purchases",
        ),
    ),
    "product": Analysis(
        ("top_category",), Text("the column category in the log", "记录中的类别列")
    ),
    "promotion": Analysis(
        ("deal_share",), Text("the column discount in the log", "记录中的折扣列")
    ),
}
"""What fills each analysis, in the order of the source."""


_IN_WORDS = ("profile", "product")


class SevenAnalyses(RuleSystem):
    """Label customers complete, partial or bare by how much of their card can be filled.

    T18 of source S0 names seven analyses: profile, loyalty, profit, performance, future, product
    and promotion. Each is a line of the card, shown as a score: the columns of the customer's card
    (nature, industry, region, size, as far as joined), active_share, margin, channels,
    residual_value (or expected_purchases), top_category and deal_share. What the log lacks is
    unknown, never zero, and `missing_tables` says what to give.

    Loyalty is unknown below two purchases or two periods, as in T1. complete are all seven, partial
    more than half, bare fewer. Nobody is left without a label but prospects (``no_purchase``).

    Parameters
    ----------
    file
        As for `RuleSystem`.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {
    ...         "purchases": [5, 1],
    ...         "periods_observed": [9, 9],
    ...         "active_share": [0.5, 0.1],
    ...         "margin": [80.0, 3.0],
    ...         "top_category": ["tea", "rice"],
    ...         "deal_share": [0.2, 0.0],
    ...     },
    ...     index=["ada", "bo"],
    ... )
    >>> found = SevenAnalyses().fit(features).assign(features)
    >>> found.labels.to_dict()
    {'ada': 'partial', 'bo': 'bare'}
    """

    name = "t18_seven_analyses"
    needs = ("purchases", "active_share", "periods_observed")

    def _scores(self, features: pd.DataFrame) -> pd.DataFrame:
        lines = {key: _line(features, key) for key in ANALYSES}
        card = pd.DataFrame(lines, index=features.index)
        known = card.notna().sum(axis=1).astype(float)
        return pd.concat([known.rename("known"), card], axis=1)

    def _notices(self, assignment: Assignment, features: pd.DataFrame) -> Iterator[Notice]:
        nobody = assignment.scores[list(ANALYSES)].isna().all()
        lacking = [key for key in ANALYSES if nobody[key]]
        if lacking:
            yield Notice(
                "W_ANALYSES_LACKING",
                f"{len(lacking)} of 7 analyses can be made for nobody: {', '.join(lacking)}",
                f"give {'; '.join(ANALYSES[key].lacks.en for key in lacking)}",
                len(lacking),
            )


def missing_tables(features: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """Say for each of the seven analyses of how many customers it can be made, and what it lacks.

    Parameters
    ----------
    features
        As for `SevenAnalyses`.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    pandas.DataFrame
        Indexed by analysis: ``title``, ``known`` (customers), ``share`` (0 to 1) and ``lacks``,
        what has to be given for the others; empty where it is known of everybody.

    Raises
    ------
    InputError
        ``E_LANGUAGE`` for another language.
    """
    titles = {axis.key: axis.title for axis in load_system(SevenAnalyses.name).axes}
    rows = {}
    for key, analysis in ANALYSES.items():
        known = int(_line(features, key).notna().sum())
        lacks = "" if known == len(features) else analysis.lacks.to(language)
        share = known / max(len(features), 1)
        rows[key] = {"title": titles[key].to(language), "known": known, "share": share}
        rows[key]["lacks"] = lacks
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("analysis")


def _line(features: pd.DataFrame, key: str) -> pd.Series:
    """One line of the card; missing where unknown."""
    columns = [column for column in ANALYSES[key].columns if column in features]
    if key in _IN_WORDS:
        return _told(features[columns])
    unknown = pd.Series(float("nan"), features.index)
    for column in columns:
        unknown = unknown.fillna(features[column].astype(float))
    if key == "loyalty":
        return unknown.where((features["purchases"] >= 2) & (features["periods_observed"] >= 2))
    return unknown


def _told(columns: pd.DataFrame) -> "pd.Series[str]":
    """Write the known ones after another; missing where none is known."""
    told: pd.Series[str] = pd.Series(None, columns.index, dtype="str")
    for _, column in columns.items():
        words = column.astype("str").str.strip()
        words = words.where(words.ne(""))
        told = words if told.isna().all() else (told + ", " + words).fillna(told).fillna(words)
    return told
