import pandas as pd
import pytest

from clv.customers import describe, outcomes
from clv.datasets import cdnow_sample
from clv.errors import InputError
from clv.segments import OutcomeTree, spend_lesson
from clv.transactions import read_transactions


def test_a_lesson_joins_what_was_known_and_what_came() -> None:
    log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    lesson = spend_lesson(log, "1997-05-18", "1997-10-01", period=30)
    known = describe(log, "1997-05-18", 30)
    pd.testing.assert_frame_equal(lesson[list(known.columns)], known)
    came = outcomes(log, "1997-05-18", "1997-10-01")["spend_holdout"]
    pd.testing.assert_series_equal(lesson["spend_holdout"], came)
    assert lesson.attrs == {**known.attrs, "until": "1997-10-01"}


def test_a_tree_learns_from_it_and_is_judged_later() -> None:
    log = read_transactions(cdnow_sample(), as_of="1998-07-01")
    lesson = spend_lesson(log, "1997-05-18", "1997-10-01", period=30)
    table = describe(log, "1997-10-01", 30)
    labels = OutcomeTree(4, lesson).fit(table).labels(table)
    spent = outcomes(log, "1997-10-01", "1998-07-01")["spend_holdout"].groupby(labels).mean()
    assert spent["S1"] > 3 * spent["S4"]
    with pytest.raises(InputError, match="E_LEAK"):
        OutcomeTree(4, lesson).fit(describe(log, "1997-09-30", 30))
