"""What is read off drawn futures: the likeliest label, the doubt about it, the moves."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import load_system
from clv.rules.change.chances import LabelChances

IDS = ["ada", "bo", "cy", "di"]
CELLS = ["EI", "EII", "EIV"]
NOW = pd.Series(["EI", "EI", "EII", "too_little_history"], IDS)
CHANCES = pd.DataFrame(
    [[0.9, 0.1, 0.0], [0.4, 0.4, 0.2], [0.25, 0.25, 0.5], [0.0, 0.0, 1.0]], IDS, CELLS
)
FLOWS = np.array([[[2, 0, 0], [0, 0, 1], [0, 0, 0]], [[1, 1, 0], [0, 1, 0], [0, 0, 0]]])


def chances() -> LabelChances:
    system = load_system("t01_contribution_stability")
    return LabelChances(system, NOW, CHANCES, FLOWS, "2024-01-01", "2024-07-01")


def test_the_chance_of_a_label_is_that_of_its_column() -> None:
    found = chances().of(pd.Series(["EI", "EII", "EIV", "EIV"], IDS))
    assert found.to_dict() == {"ada": 0.9, "bo": 0.4, "cy": 0.5, "di": 1.0}
    assert found.name == "probability"


def test_a_label_that_is_in_no_future_has_no_chance() -> None:
    assert chances().of(NOW).to_dict() == {"ada": 0.9, "bo": 0.4, "cy": 0.25, "di": 0.0}
    assert chances().of(pd.Series("EIII", IDS)).tolist() == [0.0] * 4


def test_chances_come_in_the_order_of_the_labels() -> None:
    asked = pd.Series({"di": "EIV", "ada": "EII"})
    found = chances().of(asked)
    assert found.index.tolist() == ["di", "ada"]
    assert found.tolist() == [1.0, 0.1]


def test_nobody_asked_for_is_nobody_told() -> None:
    assert chances().of(NOW.iloc[:0]).tolist() == []


def test_the_chances_of_all_labels_of_a_customer_add_up_to_one() -> None:
    parts = [chances().of(pd.Series(cell, IDS)).to_numpy() for cell in CELLS]
    assert np.sum(parts, axis=0) == pytest.approx(np.ones(4))


def test_of_equally_likely_labels_the_first_cell_is_named() -> None:
    found = chances().likeliest
    assert found["label"].tolist() == ["EI", "EI", "EIV", "EIV"]
    assert found["probability"].tolist() == [0.9, 0.4, 0.5, 1.0]
    assert found["second"].tolist() == ["EII", "EII", "EI", "EI"]
    assert found["second_probability"].tolist() == [0.1, 0.4, 0.25, 0.0]


def test_coin_flips_are_below_the_limit_the_least_certain_first() -> None:
    assert chances().coin_flips().index.tolist() == ["bo", "cy"]
    assert chances().coin_flips(0.5).index.tolist() == ["bo"]
    assert chances().coin_flips(1).index.tolist() == ["bo", "cy", "ada"]


def test_moves_by_hand() -> None:
    found = chances().transition()
    assert found.index.names == ["now", "then"]
    rows = dict(zip(found.index, found.to_numpy().tolist(), strict=True))
    assert rows["EI", "EI"] == [2, 1.5, 0.75, 1, 2]
    assert rows["EII", "EIV"] == [1, 0.5, 0.5, 0, 1]
    assert set(found.index.get_level_values("now")) == {"EI", "EII"}  # nobody has EIV today
    assert found.columns.tolist() == ["customers", "expected", "share", "lower", "upper"]


def test_totals_by_hand() -> None:
    found = chances().totals()
    assert found["now"].tolist() == [2, 1, 0]
    assert found["expected"].tolist() == [1.5, 1.0, 0.5]
    assert found["lower"].tolist() == [1, 0, 0]
    assert found["upper"].tolist() == [2, 2, 1]


def test_an_explanation_names_the_rival_where_there_is_one() -> None:
    assert chances().explain("cy") == (
        "Customer cy, EII today, will be EIV on 2024-07-01 with probability 0.50, else most likely "
        "EI (0.25)."
    )
    assert chances().explain("di", "zh") == (
        "客户 di 现为 历史不足，到 2024-07-01 为 EIV 的概率是 1.00。"
    )


def test_a_customer_who_was_not_forecast_is_refused() -> None:
    with pytest.raises(InputError, match="E_CUSTOMER"):
        chances().explain("eve")
