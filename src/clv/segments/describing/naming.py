"""Names of groups, made of what sets them apart from the other customers."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clv.errors import InputError
from clv.segments._words import said
from clv.segments.describing._labels import require_labels

__all__ = ["GROUP_WORDS", "name_groups"]

GROUP_WORDS = {
    "purchases": (
        ("frequent", "购买频繁", "very frequent", "购买非常频繁"),
        ("infrequent", "购买较少", "very infrequent", "购买很少"),
    ),
    "inactivity": (
        ("long silent", "久未购买", "very long silent", "很久未购买"),
        ("recent", "近期购买", "very recent", "最近刚购买"),
    ),
    "mean_amount": (
        ("big baskets", "客单价高", "very big baskets", "客单价很高"),
        ("small baskets", "客单价低", "very small baskets", "客单价很低"),
    ),
}
"""By column of `clv.customers.describe`: the words for more and for less than the median customer
has, plain in English and in Chinese, then stronger in both."""

_ONCE = ("one purchase", "仅购买一次")
_MIDDLE = ("in the middle", "各方面居中")
_UNITS = {
    "purchases": ("{:,.0f} purchases", "{:,.0f} 次购买"),
    "inactivity": ("silent for {:,.0f} days", "{:,.0f} 天未购买"),
    "mean_amount": ("{:,.4g} a purchase", "每次 {:,.4g}"),
}
_CLEAR, _VERY_CLEAR, _NEARLY_ALL = 0.65, 0.85, 0.95


def name_groups(
    table: pd.DataFrame, labels: "pd.Series[str]", language: str = "en"
) -> "pd.Series[str]":
    """Name groups by purchases, recency and basket, as far as they differ from all customers.

    A word is given where a member has more (or less) than a customer drawn at random with a
    probability of 0.65 or more, equal values counting half, and where the median member has more
    (or less) than the median customer. From 0.85 on it is "very". Frequent means many purchases so
    far; "one purchase" is said where 95% or more have made just one. Groups that would share a name
    are told apart by the median in which they differ most.

    Parameters
    ----------
    table
        One row a customer, with some of purchases (count), inactivity (days) and mean_amount
        (money); missing amounts say nothing.
    labels
        Group of each customer.
    language
        ``"en"`` or ``"zh"``.

    Returns
    -------
    pandas.Series
        ``name``, indexed by group in order of label; no two are the same.

    Raises
    ------
    InputError
        ``E_COLUMNS`` where there is none of the columns, ``E_LABELS`` for customers without a
        group, ``E_LANGUAGE``.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {"purchases": [9, 8, 1, 1], "inactivity": [3, 5, 90, 95]}, index=list("abcd")
    ... )
    >>> groups = pd.Series(["S1", "S1", "S2", "S2"], index=list("abcd"))
    >>> name_groups(table, groups).to_dict()
    {'S1': 'frequent, recent', 'S2': 'one purchase, long silent'}
    """
    columns = [name for name in GROUP_WORDS if name in table]
    if not columns:
        raise InputError(
            "E_COLUMNS", "there is nothing to name groups by", f"give {', '.join(GROUP_WORDS)}"
        )
    codes, groups = require_labels(table, labels)
    found = [_words(table[name], codes, len(groups), language) for name in columns]
    comma = said(language, ", ", "、")
    middle = said(language, *_MIDDLE)
    names = [comma.join(filter(None, words)) or middle for words in zip(*found, strict=True)]
    medians = table[columns].groupby(codes).median().set_axis(groups, axis=0)
    return _told_apart(pd.Series(names, groups, name="name"), medians, language)


def _words(
    column: "pd.Series[float]", codes: NDArray[np.intp], n_groups: int, language: str
) -> list[str]:
    """Say more, less or nothing of every group."""
    known = column.notna().to_numpy()
    values = column[known].reset_index(drop=True)
    # The mid-rank over the number of customers is the chance to be above one drawn at random.
    chance = (values.rank() - 0.5) / max(len(values), 1)
    own = pd.DataFrame({"value": values, "chance": chance}).groupby(codes[known])
    side = own["value"].median().sub(values.median()).reindex(range(n_groups), fill_value=0.0)
    above = own["chance"].mean().reindex(range(n_groups), fill_value=0.5)
    words = [
        _word(str(column.name), *pair, language)
        for pair in zip(side.tolist(), above.tolist(), strict=True)
    ]
    if column.name == "purchases":
        once = values.eq(1).groupby(codes[known]).mean()
        for k in once.index[once >= _NEARLY_ALL]:
            words[k] = said(language, *_ONCE)
    return words


def _word(column: str, side: float, above: float, language: str) -> str:
    more, less = GROUP_WORDS[column]
    words, clear = (more, above) if side > 0 else (less, 1 - above)
    if side == 0 or clear < _CLEAR:
        return ""
    return said(language, *(words[2:] if clear >= _VERY_CLEAR else words[:2]))


def _told_apart(names: "pd.Series[str]", medians: pd.DataFrame, language: str) -> "pd.Series[str]":
    """Add to equal names what their groups differ in, or their labels where that is nothing."""
    brackets = said(language, "{} ({})", "{}（{}）")
    told = names.to_dict()
    for _, same in names.groupby(names):
        if len(same) > 1:
            added = _difference(medians.loc[same.index], language)
            texts = [brackets.format(*pair) for pair in zip(same, added, strict=True)]
            told.update(zip(same.index, texts, strict=True))
    return pd.Series(told, name="name").rename_axis("group").astype("str")


def _difference(medians: pd.DataFrame, language: str) -> list[str]:
    """Write out the column whose medians differ most, in multiples of their mean."""
    far = (medians.max() - medians.min()) / medians.abs().mean().replace(0, np.inf)
    for column in far.sort_values(ascending=False, kind="stable").index:
        unit = said(language, *_UNITS[str(column)])
        texts = [unit.format(value) for value in medians[column]]
        if len(set(texts)) == len(texts):
            return texts
    return [str(group) for group in medians.index]
