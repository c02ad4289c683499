"""What `RuleSystem` does for all systems, beyond what `test_every_system` asks of each."""

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.rules import Activity, ContributionStability, RuleSystem, ValueTiers
from tests.rules.customers import FOUR
from tests.rules.facts import facts


def own_file(folder: Path, system: type[RuleSystem], old: str, new: str) -> Path:
    packaged = (files("clv.rules") / "data" / f"{system.name}.yml").read_text("utf-8")
    assert old in packaged
    path = folder / "own.yml"
    path.write_text(packaged.replace(old, new), "utf-8")
    return path


def test_labels_states_and_scores_are_by_customer() -> None:
    found = ContributionStability().fit(FOUR).assign(FOUR)
    assert found.labels.name == "cell"
    for part in (found.labels, found.states, found.scores):
        assert part.index.equals(FOUR.index)


def test_cuts_stay_frozen_whoever_is_labelled_later() -> None:
    rules = ContributionStability().fit(FOUR)
    rich = FOUR.assign(contribution=FOUR["contribution"] + 1e6)
    rich.attrs = FOUR.attrs | {"as_of": "2024-08-01"}
    found = rules.assign(rich)
    assert found.cuts == rules.cuts_
    assert found.labels.isin(["EI", "EIII"]).sum() == 2  # all are high by contribution
    assert set(found.labels) == {"EI", "EII"}
    assert (found.as_of, found.learned_as_of) == ("2024-08-01", "2024-07-01")


def test_what_was_never_known_has_no_cuts_and_leaves_everybody_without_a_cell() -> None:
    rules = ValueTiers().fit(facts(60).assign(contribution=np.nan))
    assert rules.cuts_ == {"value": ()}
    assert rules.assign(facts(60)).labels.eq("not_applicable").all()


def test_who_never_bought_is_told_apart_from_those_who_cannot_be_judged() -> None:
    table = facts(60)
    never = str(table.index[0])
    table.loc[never, ["purchases", "purchases_total"]] = 0
    assert Activity().fit(table).assign(table).states[never] == "no_purchase"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("\nid: T1\n", "\nid: T99\n", "the file's id are T99, those of T1 are T1"),
        ("stability", "steadiness", "axes are contribution, steadiness"),
    ],
    ids=["id", "axes"],
)
def test_a_file_of_ones_own_must_speak_of_the_same_scores(
    tmp_path: Path, old: str, new: str, found: str
) -> None:
    own = own_file(tmp_path, ContributionStability, old, new)
    with pytest.raises(InputError, match="E_SYSTEM") as caught:
        ContributionStability(file=own).fit(FOUR)
    assert found in str(caught.value)


def test_a_setting_may_not_be_left_out_of_a_file_of_ones_own(tmp_path: Path) -> None:
    setting = next(iter(Activity().system.settings))
    own = own_file(tmp_path, Activity, f"  {setting}:", f"  {setting}_of_mine:")
    with pytest.raises(InputError, match=r"E_SYSTEM.*settings are.*_of_mine"):
        Activity(file=own).fit(facts(60))


def test_stored_rules_keep_their_parameters_and_days() -> None:
    rules = ContributionStability("absolute 100", "absolute 0.5", strict=True).fit(FOUR)
    stored = rules.to_dict()
    assert stored["parameters"]["strict"] is True
    assert "file" not in stored["parameters"]
    again = ContributionStability.from_dict(stored)
    assert again.get_params() | {"file": None} == stored["parameters"] | {"file": None}
    assert (again.as_of_, again.period_days_) == ("2024-07-01", 30)


def test_rules_of_another_system_are_not_taken_for_ones_own() -> None:
    with pytest.raises(InputError, match=r"E_STORED.*belong to T1 version 1, this is T6"):
        Activity.from_dict(ContributionStability().fit(FOUR).to_dict() | {"parameters": {}})


def test_one_level_for_all_is_noticed() -> None:
    same = pd.concat([FOUR.iloc[:1]] * 5).set_axis(list("abcde"))
    codes = [notice.code for notice in ContributionStability().fit(same).assign(same).notices]
    assert any("CUT" in code for code in codes)
