"""The total of moves has an interval of its own."""

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import load_system
from clv.rules.change.chances import LabelChances
from clv.rules.change.expectation import expected_moves
from clv.rules.change.moving import moved_in_all

IDS = [f"c{n}" for n in range(10)]
NOW = pd.Series(["EI"] * 6 + ["EIV"] * 4, IDS)
FLOWS = np.array([[[6 - n, n], [4 - n, n]] for n in (1, 2, 3)])
"""Three futures: one, two and three leave EI, and three, two and one leave EIV."""


def chances() -> LabelChances:
    table = pd.DataFrame(0.5, IDS, ["EI", "EIV"])
    system = load_system("t01_contribution_stability")
    return LabelChances(system, NOW, table, FLOWS, "2024-01-01", "2024-07-01")


@pytest.mark.parametrize(("leave", "beyond"), [(4, False), (3, True)])
def test_the_total_varies_less_than_its_parts(leave: int, beyond: bool) -> None:
    later = NOW.mask(NOW.index.isin(IDS[:leave]), "EIV")
    found = moved_in_all(chances(), expected_moves(chances(), later))
    assert found == {
        "customers": 10, "actual": leave, "expected": 4.0, "lower": 4.0, "upper": 4.0,
        "beyond": beyond,
    }  # fmt: skip


def test_a_level_is_a_probability() -> None:
    with pytest.raises(InputError, match="E_PROBABILITY"):
        moved_in_all(chances(), expected_moves(chances(), NOW), 1.5)
