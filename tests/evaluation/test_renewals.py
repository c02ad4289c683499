"""Retention projected from a part of a cohort's renewals, against the rest."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from clv.datasets import renewals
from clv.errors import InputError
from clv.evaluation import project_renewals, renewal_errors

REGULAR = renewals()["regular"].tolist()


def test_the_projection_of_the_published_cohort_is_that_of_the_paper() -> None:
    table = project_renewals(REGULAR, known=7, draws=50)
    # alpha .704, beta 1.182: survival .627 after one renewal (equation 6)
    assert table["sBG"].loc[1] == pytest.approx(1000 * 1.182043 / (0.704077 + 1.182043), rel=1e-5)
    assert table["sBG"].loc[12] == pytest.approx(173, abs=3)


def test_nothing_after_the_known_renewals_is_seen() -> None:
    other = [*REGULAR[:8], 100, 50, 40, 30, 20]
    columns = ["sBG", "lower", "upper", "constant churn", "last retention"]
    made, again = (project_renewals(s, known=7, draws=50)[columns] for s in (REGULAR, other))
    assert_allclose(made, again)


def test_every_projection_starts_from_those_who_were_left() -> None:
    table = project_renewals(REGULAR, known=5, draws=50)
    rate = table["actual"].loc[5] / table["actual"].loc[4]
    assert table["last retention"].loc[6] == pytest.approx(table["actual"].loc[5] * rate)
    kept = sum(REGULAR[1:6]) / sum(REGULAR[:5])
    assert table["constant churn"].loc[6] == pytest.approx(table["actual"].loc[5] * kept)


def test_intervals_hold_the_later_renewals_of_simulated_cohorts_about_as_often_as_said() -> None:
    rng, inside = np.random.default_rng(5), []
    for _ in range(60):
        theta = rng.beta(0.7, 1.2, 1500)
        gone = rng.geometric(theta)
        left = [1500, *(int((gone > t).sum()) for t in range(1, 10))]
        table = project_renewals(left, known=5, draws=300, level=0.9).iloc[-1]
        inside.append(table["lower"] <= table["actual"] <= table["upper"])
    assert 0.78 <= np.mean(inside) <= 0.98


def test_heterogeneous_cohorts_leave_constant_churn_far_too_low() -> None:
    errors = renewal_errors(project_renewals(REGULAR, known=4, draws=50))
    assert errors["last_error"].loc["constant churn"] < -0.5
    assert errors["mean_error"].idxmin() == "sBG"


@pytest.mark.parametrize("known", [0, 1, 12, 13])
def test_too_few_or_all_renewals_are_no_ground_for_a_projection(known: int) -> None:
    with pytest.raises(InputError, match="E_KNOWN"):
        project_renewals(REGULAR, known=known)


def test_a_cohort_that_grows_is_refused_wherever_it_grows() -> None:
    with pytest.raises(InputError, match="E_SURVIVORS"):
        project_renewals([*REGULAR[:10], 500], known=4)


def test_renewals_after_which_nobody_is_left_have_no_share() -> None:
    errors = renewal_errors(project_renewals([100, 50, 20, 5, 0], known=2, draws=50))
    assert np.isfinite(errors["mean_error"]).all()
    assert errors["last_error"].isna().all()
    with pytest.raises(InputError, match="E_SURVIVORS: after 2 renewals nobody is left"):
        project_renewals([100, 50, 0, 0, 0], known=2)


@pytest.mark.parametrize(("survivors", "known", "level", "code"), [
    ([], 2, 0.95, "E_KNOWN"), (REGULAR, 2.5, 0.95, "E_KNOWN"), (REGULAR, 7, 2.0, "E_LEVEL"),
])  # fmt: skip
def test_what_cannot_be_projected_is_refused(
    survivors: list[int], known: int, level: float, code: str
) -> None:
    with pytest.raises(InputError, match=code):
        project_renewals(survivors, known, level=level)
