import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import Assignment, ContributionStability, ValueLoyalty
from tests.rules.customers import FOUR, customers
from tests.rules.facts import facts

FOUR_ROWS = [(9, 900.0, 9), (6, 700.0, 3), (8, 80.0, 8), (2, 20.0, 2)]
MIXED = customers([*FOUR_ROWS, (1, 5.0, 1), (1, 800.0, 1)])


def assigned(features: pd.DataFrame, strict: bool = False) -> Assignment:
    return ContributionStability(strict=strict).fit(features).assign(features)


def test_counts_add_up_and_show_who_is_provisional() -> None:
    counts = assigned(MIXED).counts()
    assert counts["customers"].to_dict() == {"EI": 1, "EII": 2, "EIII": 1, "EIV": 2}
    assert counts["provisional"].to_dict() == {"EI": 0, "EII": 1, "EIII": 0, "EIV": 1}
    assert counts["share"].sum() == pytest.approx(1)
    assert counts.loc["EII"].to_dict()["strategy"] == "Turn around"


def test_those_shown_apart_have_a_row_of_their_own() -> None:
    counts = assigned(MIXED, strict=True).counts("zh")
    assert counts["customers"].tolist() == [1, 1, 1, 1, 2]
    assert counts["name"].iloc[-1] == "历史不足"


def test_empty_cells_are_counted_too() -> None:
    quadrants = ContributionStability().fit(FOUR)
    counts = quadrants.assign(FOUR.iloc[:1]).counts()
    assert counts["customers"].tolist() == [1, 0, 0, 0]
    assert quadrants.assign(FOUR.iloc[:0]).counts()["share"].tolist() == [0, 0, 0, 0]


def test_thresholds_carry_their_ties() -> None:
    features = customers([(9, float(n), 9) for n in (1, 2, 2, 2, 2, 3)])
    table = assigned(features).thresholds()
    row = table.loc["contribution"].to_dict()
    assert (row["rule"], row["threshold"], row["tied"]) == ("quantile 0.5", 2.0, 4)
    assert row["degenerate"]


def test_an_explanation_is_one_sentence_with_the_numbers() -> None:
    assert assigned(FOUR).explain("c001") == (
        "Customer c001 is EII (Drifting), to turn around: contribution 700.00 reaches the cut at "
        "700.00 but stability 30.0% is below the cut at 80.0%."
    )
    assert assigned(FOUR).explain("c001", "zh") == (
        "客户 c001 属于 EII（游离客户），对策为扭转：贡献度 700.00，达到界值 700.00；"
        "但稳定度 30.0%，低于界值 80.0%。"
    )


def test_an_explanation_admits_what_is_not_known() -> None:
    said = assigned(MIXED).explain("c004")
    assert "contribution 5.00 is below the cut at 700.00" in said
    assert said.endswith("and stability cannot be judged yet (counted as low).")
    apart = assigned(MIXED, strict=True)
    assert apart.explain("c004") == "Customer c004 has no cell: too little history."
    assert apart.explain("c004", "zh") == "客户 c004 未归类：历史不足。"


def test_reasons_are_those_of_the_explanations() -> None:
    found = assigned(MIXED, strict=True)
    reasons = found.reasons()
    assert all(reasons[customer] in found.explain(customer) for customer in MIXED.index)
    assert found.reasons(customers=["c003", "c001"]).equals(reasons[["c003", "c001"]])


def test_a_stranger_is_refused() -> None:
    with pytest.raises(InputError, match="E_CUSTOMER"):
        assigned(FOUR).explain("nobody")


def test_overlap_is_judged_on_those_with_both_scores() -> None:
    one_axis = customers([(5, float(n), n) for n in range(1, 9)] + [(1, 100.0, 1)] * 20)
    overlap = ContributionStability(contribution="absolute 5").fit(one_axis).assign(one_axis)
    assert overlap.overlap().to_dict() == {"rank_correlation": 1.0, "diagonal_share": 1.0}
    assert assigned(FOUR).overlap()["diagonal_share"] == 0.5


def test_overlap_of_a_constant_score_is_unknown() -> None:
    constant = customers([(5, 7.0, n) for n in range(1, 9)])
    assert pd.isna(assigned(constant).overlap()["rank_correlation"])


def test_labels_say_from_which_day_they_speak() -> None:
    later = FOUR.copy()
    later.attrs = FOUR.attrs | {"as_of": "2024-08-01"}
    found = ContributionStability().fit(FOUR).assign(later)
    assert (found.as_of, found.learned_as_of) == ("2024-08-01", "2024-07-01")


def test_overlap_without_cuts_is_unknown() -> None:
    poor = facts()
    poor["contribution"] = float("nan")
    assert ValueLoyalty().fit(poor).assign(poor).overlap().isna().all()
