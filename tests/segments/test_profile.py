import pandas as pd
import pytest

from clv.segments import ValueBands, profile
from tests.segments.tables import customers

TABLE = customers(200)
LABELS = ValueBands(4, "contribution").fit(TABLE).labels(TABLE)


def test_customers_and_shares_add_up() -> None:
    groups = profile(TABLE, LABELS, ["purchases"])
    assert groups["customers"].sum() == 200
    assert groups["share_customers"].sum() == pytest.approx(1)
    assert groups["share_contribution"].sum() == pytest.approx(1)


def test_the_means_are_those_of_the_group() -> None:
    groups = profile(TABLE, LABELS, ["inactivity"])
    assert groups["inactivity"]["B2"] == TABLE["inactivity"][LABELS == "B2"].mean()


def test_row_order_does_not_matter() -> None:
    shuffled = TABLE.sample(frac=1, random_state=0)
    expected = profile(TABLE, LABELS, ["purchases"])
    pd.testing.assert_frame_equal(profile(shuffled, LABELS, ["purchases"]), expected)
