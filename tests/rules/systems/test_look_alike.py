from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from clv.rules.systems.look_alike import LookAlike
from tests.rules.facts import facts

FACTS = facts()
RULES = LookAlike().fit(FACTS)

BIG = (90.0, 3.0, 270.0, 2.0)
SMALL = (9.0, 1.0, 9.0, 1.0)
COLUMNS = ["first_basket", "first_days_purchases", "first_days_amount", "first_days_categories"]


def began(kinds: Sequence[tuple[float, ...]], later: list[float]) -> pd.DataFrame:
    table = pd.DataFrame(kinds, columns=COLUMNS, index=[f"c{n}" for n in range(len(kinds))])
    return table.assign(later_spend=later, purchases=3)


OLD = began([BIG] * 4 + [SMALL] * 4, [100.0, 200.0, 300.0, 400.0, 0.0, 0.0, 0.0, 40.0])


def test_the_new_are_expected_to_spend_as_those_who_began_alike() -> None:
    rules = LookAlike(4).fit(OLD)
    found = rules.assign(began([BIG, SMALL], [np.nan, np.nan]))
    assert found.scores["predicted"].tolist() == [250.0, 10.0]
    assert found.labels.tolist() == ["high", "low"]
    assert found.scores["distance"].round(2).tolist() == [0.0, 0.0]
    low, high = np.quantile([100, 200, 300, 400], [0.1, 0.9])
    assert found.scores[["low", "high"]].iloc[0].tolist() == pytest.approx([low, high])


def test_three_of_the_most_alike_are_named_but_never_oneself() -> None:
    alike = LookAlike(4).fit(OLD).assign(OLD).scores["alike"]
    named = {name: words.split(", ") for name, words in alike.items()}
    assert all(len(names) == 3 and name not in names for name, names in named.items())
    assert set(named["c0"]) == {"c1", "c2", "c3"}


def test_what_came_after_the_first_days_plays_no_part() -> None:
    rules = LookAlike(4).fit(OLD)
    rich = OLD.assign(later_spend=1e6)
    assert rules.assign(rich).scores["predicted"].equals(rules.assign(OLD).scores["predicted"])


def test_a_stranger_shows_by_the_distance() -> None:
    stranger = began([(1e5, 9.0, 1e6, 9.0)], [np.nan])
    assert LookAlike(4).fit(OLD).assign(stranger).scores["distance"].iloc[0] > 2


def test_states_say_what_is_missing() -> None:
    table = began([BIG, (np.nan,) * 4, (np.nan, 1.0, np.nan, 1.0), BIG], [np.nan] * 4)
    table["purchases"] = [3, 1, 1, 0]
    labels = LookAlike(4).fit(OLD).assign(table).labels
    assert labels.tolist() == ["high", "too_little_history", "unknown_field", "no_purchase"]


def test_categories_are_no_must() -> None:
    plain = OLD.drop(columns="first_days_categories")
    found = LookAlike(4).fit(plain).assign(plain)
    assert found.labels.tolist() == ["high"] * 4 + ["low"] * 4


def test_without_enough_old_customers_nobody_is_likened() -> None:
    found = LookAlike(9).fit(OLD).assign(OLD)
    assert found.labels.eq("not_applicable").all()
    assert found.explain("c0") == "Customer c0 has no cell: not applicable."


def test_thirds_of_the_reference_make_the_tiers() -> None:
    labels = RULES.assign(FACTS).labels
    assert labels.value_counts(normalize=True).between(0.30, 0.37).all()


def test_names_change_the_words_and_not_the_labels() -> None:
    renamed = FACTS.set_axis([f"other {n}" for n in range(len(FACTS))])
    again = LookAlike().fit(renamed).assign(renamed)
    assert again.labels.tolist() == RULES.assign(FACTS).labels.tolist()
    assert again.scores["alike"].str.startswith("other").all()


def test_the_order_of_rows_changes_not_even_the_words() -> None:
    other = OLD.iloc[::-1]
    again = LookAlike(4).fit(other).assign(other).scores.sort_index()
    pd.testing.assert_frame_equal(again, LookAlike(4).fit(OLD).assign(OLD).scores)


def test_likeness_orders_those_who_come_later() -> None:
    rng = np.random.default_rng(0)
    size = rng.lognormal(3, 1, 600)
    table = pd.DataFrame(
        {
            "first_basket": size * rng.lognormal(0, 0.3, 600),
            "first_days_purchases": rng.integers(1, 4, 600).astype(float),
            "first_days_amount": size * rng.lognormal(0, 0.3, 600),
            "first_days_categories": 1.0,
            "later_spend": size * rng.lognormal(0, 0.5, 600),
            "purchases": 3,
        }
    )
    rules = LookAlike().fit(table.iloc[:400])
    late = table.iloc[400:]
    found = rules.assign(late).scores
    assert found["predicted"].corr(late["later_spend"], method="spearman") > 0.6
    inside = late["later_spend"].between(found["low"], found["high"])
    assert 0.65 < inside.mean() < 0.95


def test_nobody_is_like_himself_where_ids_are_numbers_or_numbers_and_texts() -> None:
    for ids in (list(range(8)), [0, *"bcdefgh"]):
        table = OLD.set_axis(pd.Index(ids, dtype=object))
        found = LookAlike(4).fit(table).assign(table)
        assert found.labels.tolist() == LookAlike(4).fit(OLD).assign(OLD).labels.tolist()
        for name, words in found.scores["alike"].items():
            assert str(name) not in words.split(", ")
            assert len(words.split(", ")) == 3
