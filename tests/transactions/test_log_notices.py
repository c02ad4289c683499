from itertools import pairwise

from tests.transactions.logs import codes, daily, read_rows


def test_a_late_feed_is_noticed() -> None:
    assert codes(read_rows(*daily(100), as_of="2023-05-01")) == set()
    assert codes(read_rows(*daily(100), as_of="2023-05-02")) == {"W_STALE"}


def test_a_missing_month_is_noticed() -> None:
    rows = [row for row in daily(300) if not row[1].startswith("2023-05")]
    assert codes(read_rows(*rows, as_of="2023-11-20")) == {"W_GAP"}


def test_a_quiet_shop_has_no_missing_month() -> None:
    assert codes(read_rows(*daily(100)[::20], as_of="2023-04-09")) == set()


def test_a_guest_account_is_noticed() -> None:
    guest = [("0", row[1], row[2] + 0.5) for row in daily(40)]
    notices = read_rows(*daily(300), *guest, as_of="2023-11-20").audit.notices
    assert [(n.code, n.samples) for n in notices] == [("W_HEAVY_ID", ("0",))]


def test_a_heavy_account_is_noticed_among_many_customers() -> None:
    many = [(f"{row[0]}x{k}", row[1], row[2]) for k in range(4) for row in daily(300)]
    heavy = daily(60, customer="wholesale")
    assert codes(read_rows(*many, *heavy[:20], as_of="2023-11-20")) == set()
    assert codes(read_rows(*many, *heavy, as_of="2023-11-20")) == {"W_HEAVY_ID"}


def test_deliveries_are_noticed() -> None:
    rows = daily(100)
    shipped = [(paid[0], later[1], 0) for paid, later in pairwise(rows[:10])]
    notices = {
        n.code: n.count for n in read_rows(*rows, *shipped, as_of="2023-05-01").audit.notices
    }
    assert notices == {"W_ZERO_AMOUNTS": 9, "W_SHIPMENTS": 9}
