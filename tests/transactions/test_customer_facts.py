from clv.transactions.customer_facts import customer_facts_sql
from tests.transactions.notice_tables import day, laid, rows


def test_each_customer_is_summed_up_in_a_line() -> None:
    log = rows(
        ("a", day(0), -2), ("a", day(3), 5), ("a", day(3), 6), ("a", day(9), 4), ("b", day(1), 0)
    )
    assert laid(log).rows("SELECT * FROM customer_facts ORDER BY customer_id") == [
        ("a", day(3), day(9), 2, 4, 13.0, 4.0),
        ("b", day(1), day(1), 1, 1, 0.0, 0.0),
    ]


def test_a_later_return_is_deducted_from_what_came_after_the_first_day() -> None:
    log = rows(("a", day(0), 10), ("a", day(5), -4), ("a", day(7), 3))
    (found,) = laid(log).rows("SELECT purchases, contribution, repeat_amount FROM customer_facts")
    assert found == (2, 9.0, -1.0)


def test_days_that_are_not_seen_change_nothing() -> None:
    log = rows(("a", day(0), 10), ("a", day(5), -4), ("b", day(7), 3))
    (found,) = laid(log).rows(customer_facts_sql(f"day < DATE '{day(5)}'"))
    assert found == ("a", day(0), day(0), 1, 1, 10.0, 0.0)
