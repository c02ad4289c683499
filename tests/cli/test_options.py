"""Options that say how a log is to be read: taken out, passed on, and kept without secrets."""

import re
from pathlib import Path

from clv.cli.options import recorded, take_reading


def test_only_what_was_said_is_passed_on() -> None:
    given = {"delimiter": "", "sheet": None, "clean": (), "threads": 3, "horizon": "39w"}
    assert take_reading(given) == {"delimiter": "", "threads": 3}
    assert given == {"horizon": "39w"}


def test_a_manifest_keeps_no_id_and_no_path_of_the_machine() -> None:
    said = {
        "rates": Path("/home/me/rates.yml"), "test_ids": Path("/home/me/staff.txt"),
        "test_id": ("Jane Doe",),
        "clean": ("test_ids=Jane,Joe", "test_ids =jane@x.org", "returns=drop"),
        "memory_limit": "2GB", "threads": 2, "date_format": "excel",
    }  # fmt: skip
    assert recorded(said) == {
        "rates": "rates.yml", "test_ids": "staff.txt", "test_id": 1, "date_format": "excel",
        "clean": ["test_ids: 2", "test_ids: 1", "returns=drop"],
    }  # fmt: skip


def test_a_manifest_keeps_the_hash_of_a_query_only() -> None:
    one, same, other = (
        recorded({"sql": f"SELECT * FROM orders WHERE name = '{name}'"})["sql"]
        for name in ("Jane", "Jane", "Joe")
    )
    assert one == same != other
    assert re.fullmatch("[0-9a-f]{64}", one)
