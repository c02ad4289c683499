"""Findings survive the way to disk and back; a notebook without its last line leaves nothing."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.errors import RunError
from clv.reporting.results import Results, StoredResults, dump_json, to_plain


def test_numbers_and_tables_come_back_as_they_were_put(tmp_path: Path) -> None:
    results = Results("010_one", tmp_path)
    frame = pd.DataFrame({"value": [1.5, 2.0]}, index=pd.Index(["007", "7"], name="customer_id"))
    results.put(audit={"rows_in": np.int64(3)})
    results.put_table(customers=frame)
    results.finish()
    stored = StoredResults(tmp_path)
    assert stored.numbers == {"audit": {"rows_in": 3}}
    pd.testing.assert_frame_equal(stored.table("customers"), frame)


def test_a_notebook_that_does_not_finish_leaves_no_results(tmp_path: Path) -> None:
    Results("010_one", tmp_path).put(audit={})
    assert list(tmp_path.iterdir()) == []


def test_two_notebooks_cannot_claim_one_name(tmp_path: Path) -> None:
    for notebook in ("010_one", "020_two"):
        results = Results(notebook, tmp_path)
        results.put(audit={})
        results.finish()
    with pytest.raises(RunError, match="audit"):
        StoredResults(tmp_path)


def test_an_empty_store_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="run the analysis notebooks first"):
        StoredResults(tmp_path)


def test_a_table_that_is_missing_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    results = Results("010_one", tmp_path)
    results.put_table(customers=pd.DataFrame({"value": [1]}))
    results.finish()
    with pytest.raises(RunError, match="no notebook left the table 'custmers'; did you mean cust"):
        StoredResults(tmp_path).table("custmers")


def test_what_is_not_finite_is_no_number() -> None:
    assert to_plain([float("nan"), np.inf, np.float32(0.5)]) == [None, None, 0.5]


def test_days_frames_and_series_become_plain() -> None:
    frame = pd.DataFrame({"day": [pd.Timestamp("1997-10-01")]}, index=pd.Index(["1"], name="id"))
    assert to_plain(frame) == {"1": {"day": "1997-10-01"}}
    assert to_plain(frame.reset_index()) == [{"id": "1", "day": "1997-10-01"}]
    twofold = frame.reset_index().set_index(["id", "day"]).assign(n=1)
    assert to_plain(twofold) == [{"id": "1", "day": "1997-10-01", "n": 1}]
    assert to_plain(pd.Series({"a": 1})) == {"a": 1}
    assert to_plain(date(1998, 7, 1)) == "1998-07-01"


def test_what_json_does_not_know_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        to_plain(object())


@given(st.dictionaries(st.text(), st.floats() | st.integers() | st.text() | st.none()))
def test_the_order_of_findings_does_not_change_the_bytes(found: dict[str, object]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        one, two = Path(folder) / "1.json", Path(folder) / "2.json"
        dump_json(one, found)
        dump_json(two, dict(reversed(found.items())))
        assert one.read_bytes() == two.read_bytes()
        assert json.loads(one.read_text(encoding="utf-8")) == to_plain(found)
