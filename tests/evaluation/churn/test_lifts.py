import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation import lift_table
from clv.evaluation.metrics import lift

RNG = np.random.default_rng(0)
IDS = pd.Index([f"{i:03d}" for i in range(300)])
RISK = pd.Series(RNG.integers(1, 9, 300) / 10, IDS)
CHURNED = pd.Series(RNG.uniform(size=300) < RISK, IDS)


def test_each_budget_has_the_lift_of_the_metric() -> None:
    table = lift_table({"a": RISK, "blind": RISK * 0}, CHURNED, [0.1, 0.33, 1], draws=50)
    for name, stated in (("a", RISK), ("blind", RISK * 0)):
        rows = table[table["competitor"] == name]
        expected = [float(lift(CHURNED, stated, top=top)) for top in (0.1, 0.33, 1)]
        assert rows["lift"].tolist() == pytest.approx(expected)
        assert rows["captured"].tolist() == pytest.approx(np.multiply(expected, [0.1, 0.33, 1]))
    assert (table["lower"] <= table["lift"] + 1e-12).all()
    assert (table["lift"] <= table["best"] + 1e-12).all()


def test_the_order_of_rows_does_not_matter() -> None:
    turned = lift_table({"a": RISK[::-1]}, CHURNED[::-1], draws=20)
    pd.testing.assert_frame_equal(turned, lift_table({"a": RISK}, CHURNED, draws=20))


@pytest.mark.parametrize("budget", [0, 1.1, -0.1, np.nan])
def test_a_budget_that_is_no_share_is_refused(budget: float) -> None:
    with pytest.raises(InputError, match="E_PARAMETER"):
        lift_table({"a": RISK}, CHURNED, [budget])
