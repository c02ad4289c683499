import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules.measures.halo_tenure import erosion_by_tenure
from tests.rules.facts import facts

FACTS = facts()
SIX = pd.DataFrame(
    {
        "tenure": [10, 20, 30, 400, 200, 900],
        "purchases": [1, 2, 2, 9, 9, 9],
        "discount_depth": [0.0, 0.1, np.nan, 0.2, 0.4, 0.3],
        "margin": [5.0, 12.0, 8.0, 36.0, 18.0, 27.0],
    }
)


def test_means_and_intervals_are_those_of_the_band() -> None:
    table = erosion_by_tenure(SIX, bands=2)
    assert table[["shortest", "longest", "customers"]].to_numpy().tolist() == [
        [10, 30, 3],
        [200, 900, 3],
    ]
    young, old = table.loc[1], table.loc[2]
    assert (young["depth"], young["depth_n"]) == (pytest.approx(0.05), 2)
    assert old["margin"] == pytest.approx((4 + 2 + 3) / 3)
    half = 1.96 * np.std([4, 2, 3], ddof=1) / np.sqrt(3)
    assert table[["margin_low", "margin_high"]].iloc[1].tolist() == pytest.approx(
        [3 - half, 3 + half]
    )
    assert table.attrs == {"by": "tenure", "notices": ()}


def test_a_panel_cut_off_on_the_left_is_ordered_by_purchases_and_says_so() -> None:
    panel = SIX.assign(tenure=[900, 890, 880, 870, 100, 900])
    table = erosion_by_tenure(panel, bands=2)
    assert table.attrs["by"] == "purchases"
    assert table["longest"].tolist() == [2, 9]
    (notice,) = table.attrs["notices"]
    assert str(notice).startswith("W_LEFT_TRUNCATED: half or more of 6 customers are as old")
    insisted = erosion_by_tenure(panel, by="tenure", bands=2)
    assert insisted.attrs["by"] == "tenure"
    assert "the bands say little" in str(insisted.attrs["notices"][0])


def test_every_customer_with_a_purchase_is_in_one_band() -> None:
    table = erosion_by_tenure(FACTS)
    assert table["customers"].sum() == len(FACTS)
    assert (table["shortest"].iloc[1:].to_numpy() > table["longest"].iloc[:-1].to_numpy()).all()
    never = FACTS.assign(purchases=0)
    never.loc[FACTS.index[0], "purchases"] = 3
    assert erosion_by_tenure(never)["customers"].sum() == 1


def test_equal_customers_share_a_band() -> None:
    same = FACTS.assign(tenure=50)
    assert len(erosion_by_tenure(same, by="tenure")) == 1


def test_the_order_of_rows_does_not_matter() -> None:
    shuffled = FACTS.sample(frac=1, random_state=0)
    pd.testing.assert_frame_equal(erosion_by_tenure(shuffled), erosion_by_tenure(FACTS))


def test_without_costs_the_net_amount_is_shown() -> None:
    plain = SIX.drop(columns="margin").assign(mean_amount=[5.0, 6.0, 4.0, 1.0, 2.0, 3.0])
    assert erosion_by_tenure(plain, bands=2)["margin"].tolist() == [5.0, 2.0]


def test_a_log_without_discounts_leaves_depth_unknown() -> None:
    table = erosion_by_tenure(SIX.assign(discount_depth=np.nan), bands=2)
    assert table["depth"].isna().all()
    assert table["depth_n"].eq(0).all()


def test_what_cannot_be_compared_is_refused() -> None:
    for given_, code in ({"by": "mood"}, "E_BY"), ({"bands": 1}, "E_BANDS"):
        with pytest.raises(InputError, match=code):
            erosion_by_tenure(SIX, **given_)
    with pytest.raises(InputError, match="discount_depth"):
        erosion_by_tenure(SIX.drop(columns="discount_depth"))
