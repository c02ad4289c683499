"""The change of every customer's money between two windows, divided among its reasons.

Parts are divided customer by customer, so that they add up over customers, groups and reasons
alike. Of those who bought in both windows, n purchases of p each and later n' of p', the change of
``n p`` is ``(n' - n) (p' + p) / 2`` from the number of purchases and ``(p' - p) (n' + n) / 2`` from
the money of one: the symmetric split of Bennet (1920), which leaves nothing over.
"""

import pandas as pd

__all__ = ["PARTS", "count_both", "divide"]

PARTS = (
    "new_customers",
    "came_back",
    "stayed_away",
    "purchases",
    "money_per_purchase",
    "returns",
)
"""Parts of a change of money: customers new since; known ones who came back after a window without
a purchase; those who did not buy again; of those who bought in both windows how often and for how
much; and the money given back."""


def divide(windows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide every customer's change, and tell whom each part concerns.

    Parameters
    ----------
    windows
        As `clv.customers.two_windows` makes it.

    Returns
    -------
    customers : pandas.DataFrame
        before and now (net money), and `PARTS` (money, adding up to now less before; NaN where
        money is not known).
    concerned : pandas.DataFrame
        Whether a part concerns a customer, by `PARTS`.
    """
    before, now = windows["purchases_before"], windows["purchases_now"]
    returned = windows["returns_now"] - windows["returns_before"]
    new = windows["first_purchase"] >= pd.Timestamp(windows.attrs["since"])
    both = (before > 0) & (now > 0)
    concerned = pd.DataFrame(
        {
            "new_customers": new,
            "came_back": ~new & (before == 0) & (now > 0),
            "stayed_away": (before > 0) & (now == 0),
            "purchases": both & (before != now),
            "money_per_purchase": both,
            "returns": returned != 0,
        }
    )
    gain = windows["sales_now"] - windows["sales_before"]
    money = dict.fromkeys(("new_customers", "came_back", "stayed_away", "money_per_purchase"), gain)
    mean = (windows["sales_before"] / before + windows["sales_now"] / now).where(both, 0.0) / 2
    more = (now - before) * mean
    money |= {"purchases": more, "money_per_purchase": gain - more, "returns": returned}
    known = gain.notna()
    parts = {name: money[name].where(concerned[name], 0.0).where(known) for name in PARTS}
    net = {
        when: windows[f"sales_{when}"] + windows[f"returns_{when}"] for when in ("before", "now")
    }
    return pd.DataFrame(net | parts), concerned


def count_both(
    windows: pd.DataFrame, customers: pd.DataFrame
) -> dict[str, tuple["pd.Series[float]", "pd.Series[float]"]]:
    """Count for every customer what is summed up over both windows.

    Parameters
    ----------
    windows
        As `clv.customers.two_windows` makes it.
    customers
        As `divide` makes it of them.

    Returns
    -------
    dict
        By figure (money, purchases, active_customers, new_customers) a pair of columns, before
        and now.
    """
    since, first = pd.Timestamp(windows.attrs["since"]), windows["first_purchase"]
    start = since - pd.Timedelta(days=windows.attrs["days_now"])
    bought = windows["purchases_before"], windows["purchases_now"]
    return {
        "money": (customers["before"], customers["now"]),
        "purchases": bought,
        "active_customers": (1.0 * (bought[0] > 0), 1.0 * (bought[1] > 0)),
        "new_customers": (1.0 * ((first >= start) & (first < since)), 1.0 * (first >= since)),
    }
