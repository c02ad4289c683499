"""What readers may not know: hashed ids, small counts as "<5", a search for ids on a page."""

import hashlib
import hmac
import re
from collections.abc import Iterable

import pandas as pd

from clv.errors import RunError

__all__ = ["SMALL", "blank_small", "hash_ids", "ids_on_page"]

SMALL = 5
"""Fewer customers than this may be told by their figures."""

_ID = "customer_id"
_DIGITS = 16
_SHORTEST_KEY = 16
_TAGS = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)


def hash_ids(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Put a keyed hash in the place of every customer's id.

    The same id under the same key is the same hash in every table and run, so that lists can be
    followed; without the key nobody can find out ids by hashing all that may exist.

    Parameters
    ----------
    frame
        With customer_id as its index, a level of it or a column; other tables stay as they are.
    key
        Secret, 16 characters or more; another one for every reader who must not join tables.

    Returns
    -------
    pandas.DataFrame
        The same rows; ids are the first 16 hexadecimal digits of HMAC-SHA256.

    Raises
    ------
    RunError
        ``E_IDS_KEY`` for a key that is too short, ``E_IDS_HASH`` where two customers get one hash.

    Examples
    --------
    >>> table = pd.DataFrame({"customer_id": ["007", "7"], "value": [1.0, 2.0]})
    >>> hash_ids(table, "a key for this example").customer_id.str.len().tolist()
    [16, 16]
    """
    if len(key) < _SHORTEST_KEY:
        raise RunError(
            "E_IDS_KEY",
            f"the key that hashes customers' ids has fewer than {_SHORTEST_KEY} characters",
            "make one with: python -c 'import secrets; print(secrets.token_hex())'",
        )
    found = frame.copy()
    if _ID in found:
        found[_ID] = _hashed(pd.Index(found[_ID].astype(str)), key)
    if _ID in found.index.names:
        levels = found.index.to_frame(index=False)
        levels[_ID] = _hashed(pd.Index(levels[_ID].astype(str)), key)
        found.index = (
            pd.Index(levels[_ID]) if levels.shape[1] == 1 else pd.MultiIndex.from_frame(levels)
        )
    return found


def _hashed(ids: pd.Index, key: str) -> list[str]:
    codes, unique = ids.factorize()
    hashes = [_hash(str(each), key) for each in unique]
    if len(set(hashes)) < len(hashes):
        raise RunError(
            "E_IDS_HASH",
            f"{len(hashes) - len(set(hashes))} customers share a hash with another one",
            "use another key",
        )
    return [hashes[code] for code in codes]


def _hash(text: str, key: str) -> str:
    whole = hmac.new(key.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return whole.hexdigest()[:_DIGITS]


def blank_small(table: pd.DataFrame, count: str = "customers") -> pd.DataFrame:
    """Hide what a table would tell of a handful of customers.

    A page inside the business shows counts as they are: whoever may open customers.xlsx knows more
    anyway. For readers outside (``customer_ids: hashed``) counts below `SMALL` and what stands
    beside them are taken out. Sums may still give away a single hidden row: leave them out there.

    Parameters
    ----------
    table
        With a column of counts.
    count
        Name of that column.

    Returns
    -------
    pandas.DataFrame
        Counts of 1 to 4 as ``"<5"``, other counts as text with commas; missing values in all other
        columns of these rows.

    Examples
    --------
    >>> blank_small(pd.DataFrame({"customers": [3, 1200], "value": [10.0, 20.0]}))
      customers  value
    0        <5    NaN
    1     1,200   20.0
    """
    small = table[count].between(1, SMALL - 1)
    found = table.copy()
    for name in found:
        found[name] = found[name].mask(small)
    found[count] = [
        f"<{SMALL}" if hide else f"{n:,}" for hide, n in zip(small, table[count], strict=True)
    ]
    return found


def ids_on_page(page: str, ids: Iterable[str]) -> list[str]:
    """Find customers' ids in what a reader of a page sees, as words of their own.

    Parameters
    ----------
    page
        HTML or text.
    ids
        Customers' ids; very short ones are found in counts as well, so give those of five
        characters or more.

    Returns
    -------
    list of str
        Ids found, sorted.

    Examples
    --------
    >>> ids_on_page("<td>largest: 07931, 12</td>", ["07931", "22279"])
    ['07931']
    """
    text = _TAGS.sub(" ", page)
    words = set(re.findall(r"[^\s,;:()<>]+", text))
    return sorted(each for each in set(ids) if each in words or (" " in each and each in text))
