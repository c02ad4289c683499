"""Everybody who is watched has a kind, a pace and a reason, and every state a count."""

from datetime import date

import pandas as pd

from clv.actions import SLIP_REASONS, WATCH_STATES, count_states, label_watched
from clv.customers import summarise
from clv.datasets import cdnow_sample
from clv.periods import Split
from clv.rules import Activity, ContributionStability
from clv.transactions import read_transactions


def test_states_are_counted_in_order_and_nobody_is_lost() -> None:
    watched = pd.DataFrame(
        {
            "state": ["slipping", "new", "slipping"],
            "risk_before": [0.2, None, 0.4],
            "risk": [0.3, 0.5, 0.5],
            "churn_probability": [0.1, 0.2, 0.3],
            "value": [1.0, 2.0, 3.0],
            "to_save": [0.5, 0.5, 0.5],
        }
    )
    found = count_states(watched)
    assert tuple(found.index) == WATCH_STATES
    assert found["customers"].to_dict() == dict.fromkeys(WATCH_STATES, 0) | {
        "slipping": 2,
        "new": 1,
    }
    assert list(found.loc["slipping", ["risk", "value"]]) == [0.4, 4.0]
    assert pd.isna(found["risk"]["overdue"])
    assert found["value"].sum() == watched["value"].sum()


def test_everybody_is_labelled_whatever_the_order_of_the_rows() -> None:
    log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    split = Split.parse("1998-07-01", "39w", log.first_day)
    everybody = summarise(log, as_of=date(1998, 7, 1))[["frequency"]]
    found = label_watched(log, everybody, split)
    assert not found[["cell", "activity", "reason"]].isna().any(axis=None)
    assert set(found["reason"]) <= set(SLIP_REASONS)
    assert set(found["activity"]) <= {cell.key for cell in Activity().system.cells}
    assert {cell.key for cell in ContributionStability().system.cells} <= set(found["cell"])
    again = label_watched(log, everybody.iloc[::-1], split)
    pd.testing.assert_frame_equal(again.sort_index(), found)
