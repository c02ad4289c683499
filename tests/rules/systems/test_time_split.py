import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.errors import InputError
from clv.rules import ContributionStability
from clv.rules.systems.time_split import TimeSplit
from tests.rules.customers import FOUR, TABLES, customers

PACKAGED = (files("clv.rules") / "data" / "t04_time_split.yml").read_text("utf-8")


def own(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = PACKAGED
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "own.yml"
    path.write_text(text, "utf-8")
    return path


def test_each_cell_has_its_share_of_a_month() -> None:
    found = TimeSplit().fit(FOUR).assign(FOUR)
    assert found.labels.tolist() == ["EI", "EII", "EIII", "EIV"]
    assert found.scores["hours"].tolist() == pytest.approx([56, 64, 32, 8])
    assert found.scores["minutes"].tolist() == pytest.approx([3360, 3840, 1920, 480])


def test_assign_divides_the_hours_among_the_customers_given() -> None:
    split = TimeSplit(hours=40).fit(FOUR)
    some = split.assign(FOUR.iloc[[0, 3]])
    assert some.labels.tolist() == ["EI", "EIV"]
    assert some.scores["hours"].tolist() == pytest.approx([35, 5])
    assert split.assign(FOUR.iloc[[3]]).scores["hours"].tolist() == pytest.approx([40])


def test_the_customers_of_a_cell_share_its_hours() -> None:
    twins = pd.concat([FOUR, FOUR.iloc[[0]].set_axis(["twin"])])
    minutes = TimeSplit().fit(FOUR).assign(twins).scores["minutes"]
    assert minutes.iloc[0] == minutes["twin"] == pytest.approx(1680)


def test_the_labels_are_those_of_the_quadrants() -> None:
    features = customers([(9, 90.0, 9), (5, 50.0, 2), (1, 99.0, 1), (1, 1.0, 1)])
    found = TimeSplit().fit(features).assign(features)
    quadrants = ContributionStability().fit(features).assign(features)
    assert found.labels.equals(quadrants.labels)
    assert found.states.equals(quadrants.states)
    assert found.scores["hours"].notna().all()


def test_those_without_a_cell_get_no_time() -> None:
    features = FOUR.assign(contribution=[900.0, np.nan, 80.0, 20.0], purchases=[9, 6, 8, 0])
    found = TimeSplit(hours=10).fit(FOUR).assign(features)
    assert found.labels.tolist()[1::2] == ["unknown_field", "no_purchase"]
    assert found.scores["hours"].isna().tolist() == [False, True, False, True]
    assert found.scores["hours"].sum() == pytest.approx(10)
    nobody = TimeSplit().fit(FOUR).assign(features.iloc[[1, 3]])
    assert nobody.scores["hours"].isna().all()


def test_a_cap_sends_the_excess_to_the_other_cells() -> None:
    found = TimeSplit(hours=10, cap_minutes=180).fit(FOUR).assign(FOUR)
    assert found.scores["minutes"].tolist() == pytest.approx([180, 180, 180, 60])


def test_hours_that_nobody_may_have_are_noticed() -> None:
    notices = TimeSplit(hours=10, cap_minutes=60).fit(FOUR).assign(FOUR).notices
    assert "W_HOURS_LEFT: 6.0 of 10.0 hours are given to nobody" in " ".join(map(str, notices))
    notices = TimeSplit(hours=10, cap_minutes=6000).fit(FOUR).assign(FOUR).notices
    assert "W_HOURS_LEFT" not in {notice.code for notice in notices}


def test_too_few_minutes_to_matter_are_noticed() -> None:
    notices = TimeSplit(hours=1).fit(FOUR).assign(FOUR).notices
    said = " ".join(map(str, notices))
    assert "W_FEW_MINUTES: 1 of 4 customers get less than 5 minutes a month" in said


def test_what_the_quadrants_notice_is_said_here_too() -> None:
    features = customers([(20, float(n), 10) for n in range(20)])
    ours = TimeSplit().fit(features).assign(features).notices
    theirs = ContributionStability().fit(features).assign(features).notices
    assert {str(notice) for notice in theirs} <= {str(notice) for notice in ours}


def test_numbers_come_from_the_file_unless_given(tmp_path: Path) -> None:
    file = own(tmp_path, ("value: 160", "value: 80"), ("value: 0.35", "value: 0.75"),
               ("value: 0\n", "value: 1500\n"))  # fmt: skip
    minutes = TimeSplit(file=file).fit(FOUR).assign(FOUR).scores["minutes"]
    assert minutes.tolist() == pytest.approx([1500, 1500, 1440, 360])
    free = TimeSplit(cap_minutes=5000, file=file).fit(FOUR).assign(FOUR).scores["hours"]
    assert free.tolist() == pytest.approx([80 * w / 1.4 for w in (0.75, 0.40, 0.20, 0.05)])


def test_a_cell_without_weight_gets_no_time_even_alone(tmp_path: Path) -> None:
    split = TimeSplit(file=own(tmp_path, ("value: 0.05", "value: 0"))).fit(FOUR)
    assert split.assign(FOUR).scores["hours"].tolist()[3] == 0
    assert split.assign(FOUR.iloc[[3]]).scores["hours"].tolist() == [0]


def test_the_customer_reads_his_minutes_in_both_languages() -> None:
    found = TimeSplit().fit(FOUR).assign(FOUR)
    assert found.explain("c001") == (
        "Customer c001 is EII (Drifting), to give most time now: the contribution is 700.00, "
        "the stability 30.0%, and the share of the time 3,840.00 minutes a month."
    )
    assert "每月分得 3,840.00 分钟" in found.explain("c001", "zh")


def test_every_number_is_marked_as_ours() -> None:
    said = " ".join(text.en for text in TimeSplit().system.ours)
    for number in (".35", ".40", ".20", ".05", "160", "days"):
        assert number in said


def test_stored_cuts_divide_as_before() -> None:
    split = TimeSplit(hours=20, cap_minutes=400).fit(FOUR)
    again = TimeSplit.from_dict(json.loads(json.dumps(split.to_dict(), allow_nan=False)))
    pd.testing.assert_frame_equal(again.assign(FOUR).scores, split.assign(FOUR).scores)
    later = FOUR.assign(contribution=FOUR["contribution"] / 10)
    assert again.assign(later).labels.tolist() == ["EIII", "EIV", "EIII", "EIV"]


def test_a_table_with_other_periods_is_refused() -> None:
    later = FOUR.copy()
    later.attrs = FOUR.attrs | {"period_days": 91}
    with pytest.raises(InputError, match="E_PERIOD"):
        TimeSplit().fit(FOUR).assign(later)


@pytest.mark.parametrize(("parameters", "code"), [
    ({"hours": 0}, "E_HOURS"), ({"hours": np.nan}, "E_HOURS"), ({"cap_minutes": -1}, "E_CAP"),
])  # fmt: skip
def test_what_cannot_be_divided_is_refused(parameters: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        TimeSplit(**parameters).fit(FOUR).assign(FOUR)
    assert caught.value.code == code


@settings(max_examples=20)
@given(TABLES, st.floats(1, 500), st.one_of(st.none(), st.floats(1, 5000)))
def test_no_hour_is_lost_and_none_given_twice(
    features: pd.DataFrame, hours: float, cap: float | None
) -> None:
    scores = TimeSplit(hours, cap).fit(features).assign(features).scores
    most = np.inf if cap is None else cap * len(features) / 60
    assert scores["hours"].sum() == pytest.approx(min(hours, most))
    assert scores["minutes"].max() <= (np.inf if cap is None else cap * (1 + 1e-9))


@settings(max_examples=20)
@given(TABLES, st.integers(0, 99))
def test_neither_order_nor_names_matter(features: pd.DataFrame, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(features))
    shuffled = features.iloc[order].set_axis([f"other {n}" for n in order])
    found = TimeSplit().fit(shuffled).assign(shuffled)
    plain = TimeSplit().fit(features).assign(features)
    assert found.labels.tolist() == plain.labels.iloc[order].tolist()
    hours = plain.scores["hours"].iloc[order].tolist()
    assert found.scores["hours"].tolist() == pytest.approx(hours)
