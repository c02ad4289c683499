"""Iso-value: the surface is the model's own, and a long silence weighs more on heavy buyers."""

import numpy as np
import pandas as pd
import pytest

from clv.evaluation import value_surface
from clv.models import BGNBD


@pytest.fixture(scope="module")
def model(cdnow_sample_customers: pd.DataFrame) -> BGNBD:
    return BGNBD().fit(cdnow_sample_customers)


def test_each_point_is_what_the_model_says_of_such_a_customer(model: BGNBD) -> None:
    surface = value_surface(model, 38.0, 0.15, most=6, steps=19)
    one = pd.DataFrame({"frequency": [4, 0], "recency": [20.0, 0.0], "T": [38.0, 38.0]})
    worth = model.dert(one.set_axis(["a", "b"]), 0.15)
    assert surface[20.0][4] == pytest.approx(worth["a"])
    assert surface.attrs["once"] == pytest.approx(worth["b"])
    assert surface.attrs["age"] == 38.0
    assert surface.index.tolist() == [1, 2, 3, 4, 5, 6]


def test_curves_bend_back(model: BGNBD) -> None:
    surface = value_surface(model, 38.0, 0.15, most=14)
    assert (np.diff(surface, axis=1) > 0).all()
    assert (np.diff(surface.iloc[:, -1]) > 0).all()
    early = surface.iloc[:, 30].to_numpy()
    assert early[13] < early[1]


def test_a_horizon_holds_a_part_of_what_is_to_come(model: BGNBD) -> None:
    part, whole = (value_surface(model, 38.0, 0.1, most=3, horizon=h) for h in (39.0, np.inf))
    assert (part < whole).all(axis=None)
    assert (part.attrs["horizon"], whole.attrs["horizon"]) == (39.0, np.inf)
