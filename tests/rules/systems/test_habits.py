import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.customers import category_shares
from clv.errors import InputError
from clv.rules.systems.habits import BuyingHabits, relevance
from tests.rules.facts import AS_OF, CATEGORIES, facts, shop_log

FACTS = facts()
FIVE = pd.DataFrame(
    {
        "purchases": 5,
        "top_category": ["tea", "rice", "oil", "tea", "salt"],
        "category_entropy": [0.1, 0.2, 0.9, 0.8, 0.7],
        "deal_share": [0.0, 0.5, 0.49, 1.0, 0.0],
        "price_level": 1.0,
    },
    index=list("abcde"),
)


def labels(table: pd.DataFrame) -> list[str]:
    return BuyingHabits().fit(table).assign(table).labels.tolist()


def test_breadth_and_deals_make_four_groups() -> None:
    groups = ["loyal_full", "loyal_deal", "mixed_full", "mixed_deal", "mixed_full"]
    assert labels(FIVE) == groups


def test_the_card_names_the_favourite_category() -> None:
    found = BuyingHabits().fit(FIVE).assign(FIVE)
    assert "the breadth 20.0%, the share of days at a discount 50.0%" in found.explain("b")
    assert "最常购买 rice" in found.explain("b", "zh")


def test_equal_breadths_share_a_side() -> None:
    same = FIVE.assign(category_entropy=0.4)
    found = BuyingHabits().fit(same).assign(same)
    assert found.labels.str.startswith("mixed").all()
    assert "W_DEGENERATE_CUT: the breadth cut" in " ".join(map(str, found.notices))


def test_a_log_without_discounts_counts_as_full_price_and_says_so() -> None:
    plain = FIVE.assign(deal_share=np.nan)
    found = BuyingHabits().fit(plain).assign(plain)
    assert found.labels.str.endswith("full").all()
    assert [notice.code for notice in found.notices] == ["W_NO_DISCOUNTS"]
    assert "the share of days at a discount unknown" in found.explain("a")


def test_a_log_without_categories_is_not_applicable() -> None:
    plain = FIVE.assign(category_entropy=np.nan, top_category=None)
    assert set(labels(plain)) == {"not_applicable"}


def test_one_row_no_category_and_no_purchase_are_apart() -> None:
    table = FIVE.assign(category_entropy=[np.nan, np.nan, np.nan, 0.8, 0.7])
    table = table.assign(top_category=FIVE["top_category"].drop("b"), purchases=[1, 1, 0, 5, 5])
    assert labels(table)[:3] == ["too_little_history", "unknown_field", "no_purchase"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 4), st.floats(0, 1))
def test_more_deals_never_lead_back_to_full_price(position: int, more: float) -> None:
    rules = BuyingHabits().fit(FIVE)
    higher = FIVE.assign(deal_share=(FIVE["deal_share"] + more).clip(upper=1))
    before, after = (rules.assign(t).labels.iloc[position] for t in (FIVE, higher))
    assert not (before.endswith("DEAL") and after.endswith("full"))


def test_relevance_is_the_cosine_with_the_basket() -> None:
    shares = category_shares(shop_log(), AS_OF)
    found = relevance(shares, {"tea": 3.0, "oil": 4.0})
    wide = shares.pivot(index="customer_id", columns="category", values="row_share").fillna(0)
    wanted = (0.6 * wide["tea"] + 0.8 * wide["oil"]) / np.sqrt((wide**2).sum(axis=1))
    pd.testing.assert_series_equal(found, wanted, check_names=False)
    assert found.index.equals(FACTS.index[FACTS["top_category"].notna()])


def test_an_item_suits_those_who_buy_its_category_most() -> None:
    shares = category_shares(shop_log(), AS_OF)
    best = pd.DataFrame({c: relevance(shares, c) for c in CATEGORIES}).idxmax(axis=1)
    alone = FACTS.loc[best.index, "categories"].eq(1)
    assert best[alone].equals(FACTS.loc[best.index[alone], "top_category"].rename(None))
    assert relevance(shares, "unheard of").eq(0).all()
    assert relevance(shares, CATEGORIES).between(0.499, 1).all()


@pytest.mark.parametrize("item", [[], {}, {"tea": 0.0}, {"tea": -1.0}, {"tea": np.nan}])
def test_an_item_without_a_category_is_refused(item: dict[str, float]) -> None:
    with pytest.raises(InputError, match="E_ITEM"):
        relevance(category_shares(shop_log(), AS_OF), item)


def test_another_table_is_refused() -> None:
    with pytest.raises(InputError, match="row_share"):
        relevance(pd.DataFrame({"customer_id": [], "category": []}), "tea")
