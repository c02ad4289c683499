import pytest

from clv.errors import InputError
from clv.transactions.columns import resolve_columns


def test_names_stand_for_themselves_and_optional_ones_may_be_missing() -> None:
    found = ["amount", "date", "extra", "customer_id"]
    assert resolve_columns(None, found) == {"customer_id": 3, "date": 1, "amount": 0}
    assert resolve_columns({}, found[1:]) == {"customer_id": 2, "date": 0}


def test_a_mapping_may_name_only_some() -> None:
    columns = resolve_columns({"order_id": "basket"}, ["customer_id", "date", "basket"])
    assert columns == {"customer_id": 0, "date": 1, "order_id": 2}


def test_positions_count_from_zero() -> None:
    assert resolve_columns({"customer_id": 1, "date": 0}, ["0", "1"]) == {
        "customer_id": 1,
        "date": 0,
    }


def test_none_leaves_an_optional_column_out() -> None:
    assert "amount" not in resolve_columns({"amount": None}, ["customer_id", "date", "amount"])


def test_a_needed_column_cannot_be_left_out() -> None:
    with pytest.raises(InputError, match="E_COLUMN_MISSING"):
        resolve_columns({"date": None}, ["customer_id", "date"])


@pytest.mark.parametrize("found", ["Customer_ID", " customer_id ", "customerid", "customer"])
def test_the_error_names_the_nearest_column(found: str) -> None:
    with pytest.raises(InputError, match="E_COLUMN_MISSING") as caught:
        resolve_columns(None, ["date", found])
    quoted = f'"{found}"' if found != found.strip() else found
    remedy = f"map it: columns={{'customer_id': {found!r}}} (--map 'customer_id={quoted}')"
    assert remedy in str(caught.value)


def test_many_columns_are_not_all_listed() -> None:
    with pytest.raises(InputError, match="'c11' and 28 more"):
        resolve_columns(None, [f"c{i}" for i in range(40)])


def test_a_first_line_of_data_is_not_shown_for_names() -> None:
    with pytest.raises(InputError, match="the first line looks like data") as caught:
        resolve_columns(None, ["jane.doe@example.org", "2024-01-05", "12.50"])
    assert "jane" not in str(caught.value)


def test_a_column_that_is_mapped_already_is_not_proposed() -> None:
    mapped = {"customer_id": "id", "date": "amounts", "amount": "amount"}
    with pytest.raises(InputError, match=r"columns=.'amount': ....") as caught:
        resolve_columns(mapped, ["id", "amounts"])
    assert "--map amount=..." in str(caught.value)
