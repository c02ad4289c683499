"""Customers' ids as readers may see them who must not know them."""

import hashlib
import hmac

import pandas as pd

from clv.errors import RunError

__all__ = ["hash_ids"]

_ID = "customer_id"
_DIGITS = 16
_SHORTEST_KEY = 16


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
