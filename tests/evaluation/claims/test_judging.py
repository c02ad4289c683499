import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation.claims.judging import Claim, judge_claims
from clv.evaluation.claims.statistics import mean_gap
from clv.rules import Text

RNG = np.random.default_rng(0)
TABLE = pd.DataFrame({"T1": ["EI", "EII"] * 100})
TABLE["money"] = np.where(TABLE["T1"].eq("EI"), 10.0, 5.0) + RNG.normal(size=200)


def claim(first: str, second: str, system: str = "T1") -> Claim:
    return Claim(
        system,
        Text(f"{first} before {second}", f"{first} 先于 {second}"),
        "money a customer",
        mean_gap("T1", first, second, "money"),
        ("T1", "money"),
        (("T1", first), ("T1", second)),
    )


def test_a_claim_holds_or_fails_where_the_interval_lies_on_one_side_of_zero() -> None:
    found = judge_claims(TABLE, [claim("EI", "EII"), claim("EII", "EI")], draws=100)
    assert found["verdict"].tolist() == ["holds", "fails"]
    assert found["value"].tolist() == pytest.approx([5, -5], abs=0.5)
    assert (found["lower"] < found["value"]).all()
    assert (found["value"] < found["upper"]).all()


def test_a_claim_without_a_clear_difference_is_not_settled() -> None:
    same = TABLE.assign(money=RNG.normal(size=200))
    assert judge_claims(same, [claim("EI", "EII")], draws=100)["verdict"].tolist() == [
        "not settled"
    ]


def test_a_claim_about_too_few_customers_is_not_tested() -> None:
    found = judge_claims(TABLE.iloc[:40], [claim("EI", "EII")], draws=10)
    assert found["verdict"].tolist() == ["cannot be tested here"]
    assert found[["value", "lower", "upper"]].isna().all(axis=None)


def test_a_claim_about_a_column_that_the_log_lacks_is_not_tested() -> None:
    found = judge_claims(TABLE.drop(columns="money"), [claim("EI", "EII")], language="zh")
    assert found[["claim", "verdict"]].iloc[0].tolist() == ["EI 先于 EII", "此处无法检验"]


def test_the_level_is_widened_for_the_number_of_a_systems_claims() -> None:
    listed = [claim("EI", "EII"), claim("EII", "EI"), claim("EI", "EII", "T2")]
    assert judge_claims(TABLE, listed, draws=10)["level"].tolist() == [0.975, 0.975, 0.95]


def test_the_same_seed_gives_the_same_intervals() -> None:
    first, second = (judge_claims(TABLE, [claim("EI", "EII")], draws=50, seed=2) for _ in "ab")
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("level", [0, 1, 2])
def test_a_level_that_is_no_probability_is_refused(level: float) -> None:
    with pytest.raises(InputError, match="E_PROBABILITY"):
        judge_claims(pd.DataFrame(), [], level=level)
