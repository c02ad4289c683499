"""A table of an analysis is said again in the report's language; ids and names stay."""

import numpy as np
import pandas as pd
from pandas.testing import assert_frame_equal

from clv.language import speaking
from clv.reporting._retold import retold

LISTS = pd.DataFrame(
    {
        "cell": ["EI", "EIV"],
        "action": ["Consolidate", "My own plan"],
        "why": ["Bought only once, 9 days ago.", None],
        "category": ["customers", "rows read"],
    },
    index=pd.Index(["rows read", "gold"], name="customer_id"),
)


def test_in_english_a_table_is_itself() -> None:
    assert retold(LISTS) is LISTS


def test_only_columns_of_our_own_words_are_said_again() -> None:
    with speaking("zh"):
        told = retold(LISTS)
    assert told["action"].tolist() == ["巩固", "My own plan"]
    assert told["why"].tolist()[0] == "只买过一次，距今9天。"
    assert pd.isna(told["why"].tolist()[1])
    same = ["cell", "category"]
    assert_frame_equal(told[same], LISTS[same])


def test_names_of_groups_are_said_where_they_are_words() -> None:
    index = pd.MultiIndex.from_tuples(
        [("quadrants", "EI"), ("pyramid", "gold"), ("mine", "9")], names=["competitor", "group"]
    )
    with speaking("zh"):
        told = retold(pd.DataFrame({"customers": [1, 2, 3]}, index=index))
    assert told["competitor"].tolist() == ["四象限", "客户金字塔", "mine"]
    assert told["group"].tolist() == ["EI", "黄金大客户", "9"]
    assert told["customers"].tolist() == [1, 2, 3]


def test_what_is_no_text_stays() -> None:
    frame = pd.DataFrame({"line": ["rows read", np.nan], "group": [1, 2]})
    with speaking("zh"):
        told = retold(frame)
    assert told["line"].tolist()[0] == "读入的行"
    assert pd.isna(told["line"].tolist()[1])
    assert told["group"].tolist() == [1, 2]
