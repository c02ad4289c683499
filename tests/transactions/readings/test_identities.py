from pathlib import Path

import numpy as np

from tests.transactions.logs import HEADER, codes, days, frame, read_rows, read_text


def ids(text: str) -> str:
    return HEADER + "".join(f"{i},2024-01-01,5\n" for i in text.split("|"))


def test_blanks_around_an_id_are_removed_and_said(tmp_path: Path) -> None:
    log = read_text(tmp_path, ids(" x |x\u00a0|y"))
    assert [(row[0], row[3]) for row in days(log)] == [("x", 2), ("y", 1)]
    assert [(n.code, n.count) for n in log.audit.notices if "BLANKS" in n.code] == [
        ("W_ID_BLANKS", 2)
    ]


def test_ids_that_a_gap_made_decimal_are_repaired_and_said() -> None:
    table = [(7.0, "2024-01-01", 5), (np.nan, "2024-01-01", 5), (12.0, "2024-02-20", 5)]
    log = read_rows(*table)
    assert [row[0] for row in days(log)] == ["12", "7"]
    assert codes(log) == {"W_ID_DECIMALS"}


def test_a_single_id_that_is_no_whole_number_keeps_all_as_they_are() -> None:
    table = frame([(7.0, "2024-01-01", 5), (12.5, "2024-01-01", 5)])
    log = read_rows(*table.itertuples(index=False))
    assert [row[0] for row in days(log)] == ["12.5", "7.0"]
