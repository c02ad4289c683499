"""The reference fits stand by themselves."""

import pytest

from clv.errors import FitError, InputError
from clv.models import lifetimes_fit
from tests.models import cdnow


@pytest.mark.parametrize(
    ("model", "names"),
    [("bg_nbd", {"r", "alpha", "a", "b"}), ("gamma_gamma", {"p", "q", "gamma"})],
)
def test_a_reference_fit_has_our_names_and_a_time(model: str, names: set[str]) -> None:
    fit = lifetimes_fit(cdnow.customers("sample"), model)
    assert set(fit) == names | {"seconds"}
    assert min(fit.values()) > 0


def test_where_lifetimes_gives_up_the_error_has_a_name() -> None:
    customers = cdnow.customers("sample")
    contradiction = customers.assign(recency=customers["T"] + customers["frequency"])
    with pytest.raises(FitError, match="E_REFERENCE: lifetimes gave up on bg_nbd"):
        lifetimes_fit(contradiction, "bg_nbd")


def test_another_reference_is_refused() -> None:
    with pytest.raises(InputError, match="E_MODEL"):
        lifetimes_fit(cdnow.customers("sample"), "nbd")
