"""Lists hold everybody who slips once, the most money first."""

import pandas as pd
import pytest

from clv.actions import count_watch_lists, slip_reasons, watch_lists
from clv.errors import InputError

WATCHED = pd.DataFrame(
    {
        "state": ["slipping", "slipping", "overdue", "slipping", "slipping"],
        "value": [10.0, 20.0, 99.0, 20.0, 50.0],
        "to_save": [5.0, 5.0, 90.0, 5.0, 1.0],
    },
    index=pd.Index(["007", "7", "9", "=cmd", "0"], name="customer_id"),
)
WHO = pd.Series({"007": "Bo", "7": "Bo", "=cmd": "Bo", "0": "Ann", "9": "Cy"})


def test_the_most_money_to_save_comes_first_then_value_then_id() -> None:
    lists = watch_lists(WATCHED, WHO)
    assert lists.index.tolist() == ["0", "7", "=cmd", "007"]
    assert lists["salesperson"].tolist() == ["Ann", "Bo", "Bo", "Bo"]
    assert lists["place"].tolist() == [1, 1, 2, 3]


def test_the_order_of_the_rows_does_not_matter() -> None:
    pd.testing.assert_frame_equal(watch_lists(WATCHED.iloc[::-1], WHO), watch_lists(WATCHED, WHO))


def test_a_full_list_leaves_the_others_waiting_and_counted() -> None:
    lists = watch_lists(WATCHED, WHO, cap=2)
    counts = count_watch_lists(lists, WATCHED, WHO, ["Ann", "Bo", "Di"])
    assert lists.index.is_unique
    assert counts["listed"].to_dict() == {"Ann": 1, "Bo": 2, "Di": 0}
    assert counts["waiting"].to_dict() == {"Ann": 0, "Bo": 1, "Di": 0}
    assert counts["slipping"].sum() == 4
    assert counts["value"].to_dict() == {"Ann": 50.0, "Bo": 40.0, "Di": 0.0}


def test_nobody_slipping_makes_empty_lists() -> None:
    calm = WATCHED.assign(state="in_pace")
    lists = watch_lists(calm, WHO)
    assert lists.empty
    assert count_watch_lists(lists, calm, WHO.iloc[:0], ["Ann"])["listed"].tolist() == [0]


@pytest.mark.parametrize("cap", [0, -1])
def test_a_list_of_nobody_is_refused(cap: int) -> None:
    with pytest.raises(InputError, match="E_TOP"):
        watch_lists(WATCHED, WHO, cap)


def test_nobody_is_left_without_a_salesperson_or_money() -> None:
    with pytest.raises(InputError, match="1 customers who are slipping have no salesperson"):
        watch_lists(WATCHED, WHO.drop("7"))
    with pytest.raises(InputError, match="to_save is not known"):
        watch_lists(WATCHED.assign(to_save=float("nan")), WHO)


def test_reasons_follow_from_the_own_numbers() -> None:
    halves = pd.DataFrame(
        {
            "visits_earlier": [4, 4, 4, 0, 3],
            "visits_later": [2, 3, 3, 2, 3],
            "spend_earlier": [40.0, 40.0, 40.0, 0.0, -9.0],
            "spend_later": [20.0, 30.0, 22.5, 9.0, 3.0],
        }
    )
    assert slip_reasons(halves).tolist() == ["slowed", "silent", "smaller", "silent", "silent"]
