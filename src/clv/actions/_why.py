"""Why a customer is on a work list, in one sentence."""

import pandas as pd

from clv.rules import Text

__all__ = ["sentences"]

_SURE = 0.6  # below it the next cell is nearly as likely

_LAST = Text("; days since the last purchase: {:,.0f}", "；距上次购买 {:,.0f} 天")
_RISK = Text(
    "; probability of no purchase in the horizon: {:.0f}%", "；预测期内不购买的概率 {:.0f}%"
)
_UNSURE = Text(
    "; uncertain: the probability of this cell is only {:.0f}%",
    "；归类不确定：属于本类的概率只有 {:.0f}%",
)
_STOP = Text(".", "。")


def sentences(reasons: "pd.Series[str]", table: pd.DataFrame, language: str) -> "pd.Series[str]":
    """Put together the reason for the cell, the silence, the risk and the doubt."""
    said = reasons.str[:1].str.upper() + reasons.str[1:]
    said += _filled(_LAST, table["inactivity"], language)
    if "churn_probability" in table:
        said += _filled(_RISK, 100 * table["churn_probability"], language)
    if "chance" in table:
        unsure = _filled(_UNSURE, 100 * table["chance"], language)
        said += unsure.where(table["chance"] < _SURE, "")
    return said + _STOP.to(language)


def _filled(words: Text, values: "pd.Series[float]", language: str) -> "pd.Series[str]":
    return values.map(words.to(language).format).astype("str")
