"""The choice says what the numbers say: agreement, doubt or contradiction."""

import numpy as np
import pandas as pd
import pytest

from clv.evaluation import ModelChoice, choose_purchase_model, compare

RNG = np.random.default_rng(2)
LATER = RNG.poisson(2.0, 400)
NEAR = LATER + RNG.normal(0, 0.5, 400)
LEVEL = LATER + RNG.permutation(NEAR - LATER)
FAR = LATER + RNG.normal(0, 2.0, 400)
TITLES = {"a": "Model A", "b": "Model B"}


def choice(bic: dict[str, float], made: dict[str, np.ndarray]) -> ModelChoice:
    fits = pd.DataFrame({"bic": bic}).sort_values("bic")
    return choose_purchase_model(fits, compare({"rmse": (LATER, made)}, draws=200), TITLES, "rmse")


def test_where_both_agree_the_choice_is_clear() -> None:
    found = choice({"a": 100, "b": 150}, {"a": NEAR, "b": FAR})
    assert (found.model, found.clear) == ("a", True)
    assert found.sentence.startswith("By likelihood Model A fits best: BIC 50.0 below Model B.")
    assert "clearly behind: Model B" in found.sentence
    assert found.sentence.endswith("Both point to Model A.")


def test_where_none_forecasts_clearly_better_the_fit_decides() -> None:
    better, worse = sorted((NEAR, LEVEL), key=lambda made: float(((made - LATER) ** 2).mean()))
    found = choice({"a": 150, "b": 100}, {"a": better, "b": worse})
    assert (found.model, found.clear) == ("b", False)
    assert found.by_fit == ("b",)
    assert set(found.by_forecast) == {"a", "b"}
    assert "not clearly better than" in found.sentence


def test_a_small_difference_in_fit_is_no_clear_one() -> None:
    found = choice({"a": 100, "b": 104}, {"a": NEAR, "b": FAR})
    assert (found.model, found.clear, found.by_fit) == ("a", False, ("a", "b"))
    assert "fits best, not clearly: BIC 4.0 below" in found.sentence
    assert found.sentence.endswith("Both point to Model A, though not clearly.")


def test_a_contradiction_is_told() -> None:
    found = choice({"a": 100, "b": 150}, {"a": FAR, "b": NEAR})
    assert (found.model, found.clear) == ("b", False)
    assert "disagree: Model A fits better and forecast clearly worse" in found.sentence


def test_one_model_alone_is_taken() -> None:
    found = choice({"a": 100}, {"a": NEAR})
    assert found.model == "a"
    assert "alone" in found.sentence


def test_models_that_were_not_compared_are_passed_over() -> None:
    found = choice({"a": 100, "b": 150, "twin": 100}, {"a": NEAR, "b": FAR})
    assert found.model == "a"
    assert "twin" not in found.sentence


@pytest.mark.parametrize("made", [{"a": FAR, "b": NEAR}, {"a": NEAR, "b": FAR}])
def test_the_winner_by_forecast_stands_first(made: dict[str, np.ndarray]) -> None:
    found = choice({"a": 100, "b": 100}, made)
    assert found.by_forecast[0] == ("a" if made["a"] is NEAR else "b")
