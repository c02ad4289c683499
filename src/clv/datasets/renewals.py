"""Two published cohorts of customers under contract, by how many were left after each renewal."""

import pandas as pd

__all__ = ["renewals"]

# Per cent of a cohort left, as printed to one place after the point.
_LEFT = {
    "regular": (63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3),
    "high end": (86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4),
}
_COHORT = 1000


def renewals() -> pd.DataFrame:
    """Return the survivors of two cohorts of a subscription business over twelve yearly renewals.

    Returns
    -------
    DataFrame
        Indexed by renewal (0 to 12): ``regular`` and ``high end``, customers left of 1,000. The
        source prints shares of cohorts of unknown size; 1,000 is what the paper works with.

    References
    ----------
    P. S. Fader and B. G. S. Hardie (2007), How to project customer retention, Journal of
    Interactive Marketing 21(1), table 1, after M. Berry and G. Linoff (2004).

    Examples
    --------
    >>> renewals().loc[[0, 7, 12], "regular"].tolist()
    [1000, 241, 173]
    """
    table = pd.DataFrame({name: [100.0, *left] for name, left in _LEFT.items()})
    table.index.name = "renewal"
    return (table * _COHORT / 100).round().astype(int)
