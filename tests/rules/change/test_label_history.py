import pandas as pd
import pytest

from clv.customers import customer_facts
from clv.errors import InputError
from clv.rules import ContributionStability, load_system
from clv.rules.change.label_history import LabelHistory, label_history
from tests.rules.facts import shop_log

SYSTEM = load_system("t01_contribution_stability")
DAYS = pd.to_datetime(["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"])
LEVELS = {"EI": ("high", "high"), "EII": ("high", "low"), "EIII": ("low", "high")}


def made_up(labels: dict[str, str], ranks: dict[str, list[float]] | None = None) -> LabelHistory:
    """Labels such as ``{"ada": "EI EII - EI"}``, ranks of the contribution by customer."""
    rows = []
    for customer, line in labels.items():
        for n, label in enumerate(line.split()):
            if label != "-":
                level = LEVELS.get(label, ("low", "low"))
                rank = (ranks or {}).get(customer, [0.5] * 4)[n]
                rows.append((DAYS[n], customer, label, 3, level[0], rank, level[1], 0.5))
    columns = ["as_of", "customer_id", "label", "purchases"]
    axes = [f"{what}:{key}" for key in ("contribution", "stability") for what in ("level", "rank")]
    table = pd.DataFrame(rows, columns=[*columns, *axes])
    return LabelHistory(SYSTEM, table.sort_values(["as_of", "customer_id"], ignore_index=True))


def test_cuts_stay_those_of_the_first_day() -> None:
    days = ["2024-01-01", "2024-04-01"]
    found = label_history(shop_log(), "T1", days, "26w")
    first = customer_facts(shop_log(), days[0], history="26w")
    rule = ContributionStability().fit(first)
    period = first.attrs["period_days"]
    later = customer_facts(shop_log(), days[1], history="26w", period=period)
    assert found.wide()[pd.Timestamp(days[0])].dropna().equals(rule.assign(first).labels)
    now = found.wide()[pd.Timestamp(days[1])].dropna()
    assert now.tolist() == rule.assign(later).labels.tolist()


def test_a_fitted_rule_keeps_its_cuts_and_an_unfitted_one_stays_unfitted() -> None:
    days = ["2024-01-01", "2024-04-01"]
    fixed = ContributionStability(contribution="absolute 1e9", stability="absolute 0.5")
    found = label_history(shop_log(60), fixed, days, "26w")
    assert not hasattr(fixed, "cuts_")
    assert not found.table["label"].isin(["EI", "EII"]).any()
    first = customer_facts(shop_log(60), days[0], history="26w")
    fitted = fixed.fit(first)
    again = label_history(shop_log(60), fitted, days[::-1], "26w")
    pd.testing.assert_frame_equal(again.table, found.table)


def test_nothing_on_or_after_a_day_is_seen() -> None:
    some = label_history(shop_log(60), "T1", ["2024-01-01", "2024-02-01"], "26w")
    more = label_history(shop_log(60), "T1", ["2024-01-01", "2024-02-01", "2024-05-01"], "26w")
    pd.testing.assert_frame_equal(more.table.iloc[: len(some.table)], some.table)


def test_ranks_are_those_among_the_customers_of_the_first_day() -> None:
    found = label_history(shop_log(60), "T1", ["2024-01-01", "2024-04-01"], "26w")
    first = found.table[found.table["as_of"] == "2024-01-01"]
    assert first["rank:contribution"].mean() == pytest.approx(0.5)
    assert found.table["rank:contribution"].between(0, 1).all()


@pytest.mark.parametrize("days", [[], ["2024-01-01"], ["2024-01-01", "2024-01-01"]])
def test_two_days_are_needed(days: list[str]) -> None:
    with pytest.raises(InputError, match="E_DAYS"):
        label_history(shop_log(60), "T1", days, "26w")
