"""The churn models on CDNOW's sample: learned at one cut, judged at later ones."""

import pytest
from sklearn.metrics import log_loss

from clv.churn import (
    churn_probability,
    churn_table,
    days_to_purchase,
    fit_churn_models,
    no_purchase,
)
from clv.customers import outcomes
from clv.transactions import Transactions

LEARNED, END = "1997-10-01", "1998-01-01"
BUYERS = {  # expected over observed, as first seen
    "1998-01-01": {"purchase_model": 0.910, "survival": 0.870, "hybrid": 0.956},
    "1998-04-01": {"purchase_model": 1.188, "survival": 0.996, "hybrid": 1.256},
}


@pytest.mark.parametrize("cut", BUYERS)
def test_what_is_learned_carries_over_to_older_customers(
    cdnow_sample_log: Transactions, cut: str
) -> None:
    log, end = cdnow_sample_log, {"1998-01-01": "1998-04-02", "1998-04-01": "1998-07-01"}[cut]
    churned_before = no_purchase(outcomes(log, LEARNED, END))
    waits = days_to_purchase(log, LEARNED, END)
    known, later = churn_table(log, LEARNED, 92, 30), churn_table(log, cut, 91, 30)
    fitted = fit_churn_models(known, churned_before, waits, BUYERS[cut])
    churned = no_purchase(outcomes(log, cut, end))
    chance = {name: churn_probability(model, later) for name, model in fitted.items()}
    buyers = {name: (1 - each).sum() / (~churned).sum() for name, each in chance.items()}
    assert buyers == pytest.approx(BUYERS[cut], abs=0.02)
    for name in ("survival", "hybrid"):
        assert log_loss(churned, chance[name]) < log_loss(churned, chance["purchase_model"])
