"""What charts of groups and of tiers say of shares."""

import pandas as pd

from clv.language import say


def shares_in_words(groups: pd.DataFrame) -> str:
    """Each group's share of the people, of the money before and of the money after."""
    return say("; ").join(
        say(
            "{group}: {people:.0%} of customers, {past:.0%} of the money "
            "before the cut, {future:.0%} after it",
            group=group,
            people=row["share_customers"],
            past=row["share_past"],
            future=row["share_future"],
        )
        for group, row in groups.iterrows()
    )
