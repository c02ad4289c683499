import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.segments import KMeansSegments, match_groups
from tests.segments.tables import three_kinds

GROUPS = st.lists(st.integers(0, 4), min_size=1, max_size=40)


def groups(text: str, start: int = 0) -> "pd.Series[str]":
    ids = [f"{start + i:03d}" for i in range(len(text.split()))]
    return pd.Series(text.split(), index=ids, dtype="str")


@settings(max_examples=30)
@given(GROUPS, st.permutations(range(5)))
def test_other_names_for_the_same_groups_are_undone(codes: list[int], order: list[int]) -> None:
    last = pd.Series([f"S{k}" for k in codes], dtype="str")
    now = pd.Series([f"S{order[k]}" for k in codes], dtype="str")
    found = match_groups(now, last)
    assert found.labels.tolist() == last.tolist()
    assert (found.moved, found.new, found.gone) == (0, (), ())
    assert (found.likeness == 1).all()


@settings(max_examples=30)
@given(GROUPS, GROUPS)
def test_every_customer_keeps_one_label_and_names_stay_apart(
    one: list[int], two: list[int]
) -> None:
    last, now = (pd.Series([f"S{k}" for k in codes], dtype="str") for codes in (one, two))
    found = match_groups(now, last)
    assert found.labels.notna().all()
    assert found.names.is_unique
    assert (pd.crosstab(now, found.labels) > 0).sum(axis=1).eq(1).all()
    assert set(found.new) == set(found.labels) - set(last)
    assert set(found.gone) == set(last) - set(found.labels)
    assert found.known + found.arrived == len(now)
    assert found.known + found.left == len(last)


def test_a_split_group_leaves_its_name_to_the_larger_part() -> None:
    found = match_groups(groups("S1 S1 S3 S3 S3 S2"), groups("S1 S1 S2 S2 S2 S2"))
    assert found.names.to_dict() == {"S1": "S1", "S2": "S3", "S3": "S2"}
    assert (found.new, found.gone, found.moved) == (("S3",), (), 1 / 6)


def test_of_merged_groups_the_larger_one_stays() -> None:
    found = match_groups(groups("S1 S1 S1 S1 S1"), groups("S2 S2 S2 S1 S1"))
    assert found.labels.tolist() == ["S2"] * 5
    assert found.gone == ("S1",)
    assert found.likeness.to_dict() == {"S2": 0.6}


def test_a_group_with_little_in_common_is_new_and_takes_no_old_name() -> None:
    found = match_groups(groups("S1 S2 S2 S2 S2"), groups("S1 S1 S1 S1 S1"), least=0.9)
    assert found.names.to_dict() == {"S1": "S3", "S2": "S2"}
    assert (found.new, found.gone) == (("S2", "S3"), ("S1",))


def test_names_without_numbers_are_counted_on() -> None:
    found = match_groups(groups("gold tin tin"), groups("tin gold gold"), least=0.9)
    assert found.names.to_dict() == {"gold": "tin", "tin": "gold"}
    found = match_groups(groups("tin tin tin"), groups("tin gold gold"), least=0.9)
    assert found.names.to_dict() == {"tin": "tin 2"}


def test_numbers_of_groups_are_sorted_as_numbers() -> None:
    last = groups(" ".join(f"S{1 + i}" for i in range(9)))
    now = groups(" ".join(["S1"] * 9))
    assert match_groups(now, last).new == ("S10",)


def test_who_came_and_who_left_is_counted() -> None:
    found = match_groups(groups("S1 S2 S2", start=1), groups("S1 S1"))
    assert (found.known, found.arrived, found.left) == (1, 2, 1)
    assert found.sentence() == (
        "1 customers are known in both runs, 0% changed their group; 2 have come, 1 have left; "
        "new groups: S2; groups that are gone: none."
    )
    assert found.sentence("zh") == (
        "两次共有的客户 1 位，0% 换了组；新来 2 位，离开 1 位；新增的组：S2；消失的组：无。"
    )


def test_where_all_customers_are_new_centres_are_matched() -> None:
    first, _ = three_kinds(90, seed=1)
    later, kind = three_kinds(90, seed=2)
    later.index = "x" + later.index
    then, now = KMeansSegments(3).fit(first), KMeansSegments(3).fit(later)
    turned = {"S1": "S3", "S2": "S1", "S3": "S2"}
    labels = now.labels(later).map(turned)
    centres = now.centres_.rename(index=turned)
    found = match_groups(labels, then.labels(first), centres, then.centres_)
    assert found.labels.tolist() == np.array(["S3", "S2", "S1"])[kind].tolist()
    assert np.isnan(found.moved)
    assert found.likeness.isna().all()
    assert "matched by their centres" in found.sentence()


def test_a_centre_nearer_to_another_old_group_is_of_a_new_one() -> None:
    centres = pd.DataFrame({"x": [0.0, 1.0]}, index=["S1", "S2"])
    last = pd.DataFrame({"x": [0.0, 90.0]}, index=["S1", "S2"])
    found = match_groups(groups("S1 S2", start=9), groups("S1 S2"), centres, last)
    assert found.names.to_dict() == {"S1": "S1", "S2": "S3"}
    assert (found.new, found.gone) == (("S3",), ("S2",))


def test_row_order_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    now, last = (groups(" ".join(f"S{k}" for k in rng.integers(0, 4, 60))) for _ in range(2))
    one = match_groups(now, last, least=0.1)
    other = match_groups(now.sample(frac=1, random_state=1), last.iloc[::-1], least=0.1)
    assert one.names.equals(other.names)
    assert one.labels.equals(other.labels.sort_index())


def test_without_customers_in_common_centres_are_asked_for() -> None:
    with pytest.raises(InputError, match="E_CENTRES: no customer is known in both runs"):
        match_groups(groups("S1", start=5), groups("S1"))
    centres = pd.DataFrame({"x": [0.0]}, index=["S1"])
    with pytest.raises(InputError, match="E_CENTRES: centres are not of the same features"):
        match_groups(
            groups("S1", start=5), groups("S1"), centres, centres.rename(columns={"x": "y"})
        )
    with pytest.raises(InputError, match="E_CENTRES: centres are missing"):
        match_groups(groups("S1", start=5), groups("S2"), centres, centres)


def test_customers_without_a_group_or_with_two_are_refused() -> None:
    both = pd.concat([groups("S1 S2"), groups("S1")])
    with pytest.raises(InputError, match="E_LABELS: of 3 customers 0 have no group, and 1 stand"):
        match_groups(both, groups("S1 S1"))
