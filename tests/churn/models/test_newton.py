import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from clv.churn.models._newton import newton

Floats = NDArray[np.float64]


def test_a_parabola_needs_one_step() -> None:
    asked: list[Floats] = []

    def parabola(b: Floats) -> tuple[float, Floats, Floats]:
        asked.append(b)
        return float((b - 3) @ (b - 3)), 2 * (b - 3), 2 * np.eye(2)

    np.testing.assert_allclose(newton(parabola, np.zeros(2)), 3)
    assert len(asked) == 2


@pytest.mark.parametrize("far", [0.0, 30.0])
def test_a_log_loss_is_brought_down_from_near_and_far(far: float) -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=(200, 3))
    y = rng.uniform(size=200) < expit(z[:, 0])

    def loss(b: Floats) -> tuple[float, Floats, Floats]:
        p = expit(z @ b)
        value = np.logaddexp(0, z @ b).sum() - (z @ b)[y].sum()
        return float(value), z.T @ (p - y), z.T @ (z * (p * (1 - p))[:, None])

    theirs = LogisticRegression(C=np.inf, fit_intercept=False, tol=1e-10).fit(z, y)
    np.testing.assert_allclose(newton(loss, np.full(3, far)), theirs.coef_[0], atol=1e-4)
