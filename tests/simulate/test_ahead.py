import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.models import BGBB, BGCNBD, BGNBD, MBGCNBD, MBGNBD, NBD, SBG, ParetoNBD, PurchaseModel
from clv.simulate import simulate_customers
from clv.simulate.ahead import purchases_ahead

TRUTH = {"r": 0.6, "alpha": 5.0, "a": 0.8, "b": 2.4}
N = 3000
CUSTOMERS = simulate_customers(TRUTH, np.full(N, 30.0), seed=1)
CHANCES = simulate_customers(
    {"alpha": 1.2, "beta": 0.8, "gamma": 0.7, "delta": 2.8}, np.full(N, 12.0), 1, model="bg_bb"
)
HORIZON = 20.0
MODELS = [
    (BGNBD(), CUSTOMERS),
    (MBGNBD(), CUSTOMERS),
    (BGCNBD(k=3), CUSTOMERS),
    (MBGCNBD(k=2), CUSTOMERS),
    (ParetoNBD(), CUSTOMERS),
    (NBD(), CUSTOMERS),
    (BGBB(), CHANCES),
]
every_model = pytest.mark.parametrize(
    ("model", "customers"), MODELS, ids=[type(model).__name__ for model, _ in MODELS]
)


def at_the_fit(model: PurchaseModel, futures: int) -> pd.DataFrame:
    return pd.DataFrame([model.params_] * futures)


@every_model
def test_purchases_add_up_to_what_the_model_expects(
    model: PurchaseModel, customers: pd.DataFrame
) -> None:
    model.fit(customers)
    some = customers.iloc[:600]
    rng, draws = np.random.default_rng(1), at_the_fit(model, 200)
    counts, late = np.zeros((len(draws), len(some))), np.zeros((len(draws), len(some)))
    for n, (owner, age) in enumerate(purchases_ahead(model, some, HORIZON, draws, rng)):
        counts[n] = np.bincount(owner, minlength=len(some))
        late[n] = np.bincount(owner[age > HORIZON / 2], minlength=len(some))
    first_half = model.predict(some, HORIZON / 2).sum()
    for found, expected in (
        (counts, model.predict(some, HORIZON).sum()),
        (counts - late, first_half),
        (counts > 0, model.probability_active(some, HORIZON).sum()),
    ):
        totals = found.sum(axis=1)
        error = totals.std() / np.sqrt(len(draws))
        assert totals.mean() == pytest.approx(expected, abs=4 * error)


@every_model
def test_purchases_come_in_order_and_within_the_horizon(
    model: PurchaseModel, customers: pd.DataFrame
) -> None:
    model.fit(customers)
    rng = np.random.default_rng(2)
    ((owner, age),) = purchases_ahead(model, customers, HORIZON, at_the_fit(model, 1), rng)
    assert (age > 0).all()
    assert (age <= HORIZON).all()
    assert (np.lexsort((age, owner)) == np.arange(owner.size)).all()
    assert owner.max() < len(customers)


def test_a_model_without_purchases_ahead_is_refused() -> None:
    contracts = simulate_customers({"alpha": 1.0, "beta": 2.0}, np.full(200, 5.0), 1, model="sbg")
    rng = np.random.default_rng(1)
    model = SBG().fit(contracts)
    with pytest.raises(InputError, match="E_MODEL"):
        next(purchases_ahead(model, contracts, 2.0, pd.DataFrame([model.params_]), rng))
