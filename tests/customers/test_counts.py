"""The counts on a report's first screen are the published ones for CDNOW."""

from clv.customers import count_customers
from clv.periods import Split
from clv.transactions import Transactions


def test_cdnow_has_its_published_counts(cdnow_log: Transactions) -> None:
    """Fader and Hardie's master file: 24,337 repeat purchases, 19,684 in the holdout."""
    found = count_customers(cdnow_log, Split.parse("1998-07-01", "39w", cdnow_log.first_day))
    assert found["count"] == found["at_cut"]["count"] == 23570
    assert found["at_cut"]["repeat_purchases"] == 24337
    assert found["at_cut"]["purchases_holdout"] == 19684
    assert found["repeaters"] / found["count"] + found["one_time_share"] == 1
