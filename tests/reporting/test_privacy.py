"""Hashed ids tell nobody, and pages name nobody."""

import hashlib
import hmac

import pandas as pd
import pytest

from clv.errors import RunError
from clv.reporting import privacy
from clv.reporting.privacy import hash_ids

KEY = "a secret of some length"
FRAME = pd.DataFrame({"value": [1.0, 2.0]}, index=pd.Index(["007", "7"], name="customer_id"))


def test_an_id_becomes_the_start_of_its_keyed_hash() -> None:
    expected = hmac.new(KEY.encode(), b"007", hashlib.sha256).hexdigest()[:16]
    assert hash_ids(FRAME, KEY).index[0] == expected


def test_index_level_and_column_are_hashed_alike_and_rows_stay() -> None:
    index = hash_ids(FRAME, KEY)
    column = hash_ids(FRAME.reset_index(), KEY)
    level = hash_ids(FRAME.assign(day="x").set_index("day", append=True), KEY)
    assert list(index.index) == list(column["customer_id"])
    assert list(level.index.get_level_values("customer_id")) == list(index.index)
    assert list(index["value"]) == list(column["value"]) == [1.0, 2.0]
    assert list(FRAME.index) == ["007", "7"]


def test_another_key_makes_other_hashes() -> None:
    assert not set(hash_ids(FRAME, KEY).index) & set(hash_ids(FRAME, KEY[::-1]).index)


def test_a_table_without_ids_stays_as_it_is() -> None:
    frame = pd.DataFrame({"cell": ["EI"]})
    pd.testing.assert_frame_equal(hash_ids(frame, KEY), frame)


def test_a_short_key_is_refused_without_being_told() -> None:
    with pytest.raises(RunError, match="E_IDS_KEY") as caught:
        hash_ids(FRAME, "hunter2")
    assert "hunter2" not in str(caught.value)


def test_two_customers_with_one_hash_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privacy, "_DIGITS", 0)
    with pytest.raises(RunError, match="1 customers share a hash"):
        hash_ids(FRAME, KEY)
