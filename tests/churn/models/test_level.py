import numpy as np
import pytest
from scipy.special import expit

from clv.churn.models._level import carried_level, level_of

ODDS = np.random.default_rng(0).normal(size=500)


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_the_level_brings_the_mean_probability_to_a_share(share: float) -> None:
    assert expit(ODDS + level_of(ODDS, share)).mean() == pytest.approx(share, abs=1e-9)


def test_none_of_the_error_keeps_the_known_total_and_all_of_it_the_learned_level() -> None:
    known = ODDS / 2 - 1
    kept = carried_level(3.0, ODDS, known, 0.0)
    assert expit(ODDS + kept).mean() == pytest.approx(expit(known).mean(), abs=1e-9)
    assert carried_level(3.0, ODDS, known, 1.0) == pytest.approx(3.0)
    assert carried_level(3.0, ODDS, known, 0.5) == pytest.approx((3 + kept) / 2)
