import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.errors import InputError
from clv.segments import DistilledTree, feature_values
from tests.segments.tables import customers


def valued(n: int = 600, seed: int = 0) -> pd.DataFrame:
    """Customers whose value follows from purchases and silence."""
    table = customers(n, seed)
    value = 5 * table["purchases"] * np.exp(-table["inactivity"] / 100)
    return table.assign(residual_value=value)


def test_four_groups_need_three_questions() -> None:
    tree = DistilledTree(4).fit(valued())
    assert tree.rules().count("if ") == 3
    assert tree.rules("zh").count("如果") == 3
    assert set(tree.labels(valued())) == {"S1", "S2", "S3", "S4"}


def test_groups_go_by_value() -> None:
    table = valued()
    labels = DistilledTree(4).fit(table).labels(table)
    value = np.log1p(table["residual_value"] / table["residual_value"].median())
    assert value.groupby(labels).mean().is_monotonic_decreasing


def test_the_words_say_what_the_labels_do() -> None:
    table = valued()
    tree = DistilledTree(2).fit(table)
    assert tree.rules().startswith("if days since the last purchase is at least ")
    first = tree.rules().splitlines()[0].split("at least ")[1]
    threshold, group = first.split(": ")
    silent = table["inactivity"] >= float(threshold)
    assert (tree.labels(table)[silent] == group).all()
    assert (tree.labels(table)[~silent] != group).all()


def test_fidelity_grows_with_the_groups() -> None:
    table = valued()
    explained = [DistilledTree(k).fit(table).fidelity_["explained"] for k in (1, 2, 4, 8)]
    assert explained[0] == pytest.approx(0, abs=1e-12)
    assert explained == sorted(explained)
    assert explained[-1] > 0.85


def test_a_value_that_is_the_same_for_all_makes_one_group() -> None:
    table = valued().assign(residual_value=3.0)
    tree = DistilledTree(4).fit(table)
    assert set(tree.labels(table)) == {"S1"}
    assert tree.rules() == "S1"


def test_the_questions_stay_for_later_customers() -> None:
    tree = DistilledTree(4).fit(valued())
    others = valued(50, seed=1)
    one_by_one = [tree.labels(others.iloc[[i]]).iloc[0] for i in range(len(others))]
    assert tree.labels(others).tolist() == one_by_one


def test_the_order_of_rows_changes_no_question() -> None:
    table = valued()
    shuffled = table.sample(frac=1, random_state=3)
    assert DistilledTree(8).fit(table).tree_ == DistilledTree(8).fit(shuffled).tree_


def test_labels_need_no_more_than_what_is_asked_about() -> None:
    table = valued()
    tree = DistilledTree(2).fit(table)
    assert tree.labels(table[["inactivity"]]).equals(tree.labels(table))


def test_any_feature_may_be_asked_about() -> None:
    table = valued().assign(tenure=400)
    tree = DistilledTree(2, columns=["silent_share"]).fit(table)
    silent = feature_values(table, ["silent_share"])[:, 0]
    assert silent[(tree.labels(table) == "S1").to_numpy()].max() < silent.max()


def test_a_value_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match=r"E_NOT_FINITE.*residual_value: 600"):
        DistilledTree().fit(valued().assign(residual_value=np.nan))


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError, match="E_LANGUAGE"):
        DistilledTree(2).fit(valued()).rules("de")


def test_an_unfitted_copy_has_learned_nothing() -> None:
    fitted = DistilledTree(2).fit(valued())
    for use in ("labels", "rules"):
        with pytest.raises(NotFittedError):
            getattr(clone(fitted), use)(*([valued()] if use == "labels" else []))
