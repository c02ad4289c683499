"""An alarm rings at its limit, says its numbers, and stays green with a reason without numbers."""

import json
import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clv.language import lexicon, speaking
from clv.reporting.catalogue import ALARMS, Report, Threshold
from clv.reporting.drift import Alarm, Drift, judge_drift
from clv.reporting.results import EarlierRun

LIMITS = {
    "stale_days": Threshold(7, 30),
    "volume_change": Threshold(0.5, 0.8),
    "set_aside_share": Threshold(0.02, 0.2),
    "set_aside_change": Threshold(0.01, 0.1),
    "population_shift": Threshold(0.1, 0.5),
    "parameter_shift": Threshold(3, 10),
    "score_loss": Threshold(0.1, 0.5),
    "forecast_error": Threshold(0.2, 1),
}
COMPARED = ("set_aside_change", "population_shift", "parameter_shift", "score_loss")
WEEKS = [f"2024-0{month}-{day:02}" for month, day in ((5, 6), (5, 13), (5, 20), (5, 27), (6, 3),
                                                     (6, 10), (6, 17), (6, 24))]  # fmt: skip


def report(**limits: Threshold) -> Report:
    return Report("watched", {}, {}, (), {}, {}, (), alarms=limits or LIMITS)


def fit(value: float, error: float = 0.1) -> dict[str, Any]:
    limits = {"lower": value * (1 - error), "upper": value / (1 - error)}
    return {"params": {"r": value}, "intervals": {"r": limits}, "time_unit": "W"}


def found() -> dict[str, Any]:
    """A run as of 2024-07-01 in which all is well."""
    score = {"metric": "log_loss", "competitor": "hybrid", "value": 0.5}
    r2 = {"metric": "r2_log_spend", "competitor": "k-means", "value": 0.25}
    return {
        "freshness": {"as_of": "2024-07-01", "last_day": "2024-06-30", "horizon_days": 182},
        "volume": dict.fromkeys(WEEKS, 100),
        "newcomers": dict.fromkeys(WEEKS, 3),
        "audit": {"rows_in": 1000, "rows_used": 990, "set_aside": {"return": 10, "guest": 0}},
        "population": {"frequency": {"0": 50, "1+": 50}, "inactivity": {"0-29": 30, "30+": 70}},
        "spend": {"at_as_of": {"bg_nbd": fit(0.25), "notices": []}},
        "churn": {"verdict": {"winner": "hybrid"}, "scores": [score]},
        "contest": {"scores": [r2]},
        "verdict": {"winner": "k-means"},
        "forecast": {"at_cut": {"spend": {"expected": 90.0, "actual": 100.0}}},
    }


def earlier(folder: Path, numbers: Any, as_of: str = "2024-06-01") -> EarlierRun:
    folder.mkdir(exist_ok=True)
    (folder / "results.json").write_text(json.dumps(numbers))
    return EarlierRun(date.fromisoformat(as_of), folder)


def changed(**paths: Any) -> dict[str, Any]:
    numbers = found()
    for path, value in paths.items():
        *where, name = path.split("__")
        inner = numbers
        for part in where:
            inner = inner[part]
        inner[name] = value
    return numbers


def alarms(drift: Drift) -> dict[str, Alarm]:
    return {alarm.name: alarm for alarm in drift.alarms}


def judged(name: str, now: Any, last: EarlierRun | None = None) -> Alarm:
    return alarms(judge_drift(report(), now, last))[name]


def test_every_alarm_of_the_catalogue_has_a_measure(tmp_path: Path) -> None:
    drift = judge_drift(report(), found(), earlier(tmp_path, found()))
    assert [alarm.name for alarm in drift.alarms] == list(ALARMS)
    assert all(alarm.value is not None for alarm in drift.alarms)


def test_a_run_equal_to_the_last_one_is_green_in_every_comparison(tmp_path: Path) -> None:
    drift = judge_drift(report(), found(), earlier(tmp_path, found()))
    assert drift.colour == "green"
    assert [alarms(drift)[name].value for name in COMPARED] == [0, 0, 0, 0]


def test_a_first_run_says_that_there_is_nothing_to_compare_with() -> None:
    drift = judge_drift(report(), found(), None)
    assert (drift.since, drift.colour) == (None, "green")
    for name in COMPARED:
        assert alarms(drift)[name].value is None
        assert "this is the first run" in alarms(drift)[name].sentence


CASES = {
    "feed ends late": ("stale_days", changed(freshness__last_day="2024-06-20"), 11, "amber"),
    "feed is dead": ("stale_days", changed(freshness__last_day="2024-05-01"), 61, "red"),
    "half the rows aside": ("set_aside_share", changed(audit__rows_used=500), 0.5, "red"),
    "four in hundred more aside": ("set_aside_change", changed(audit__rows_used=950), 0.04,
                                   "amber"),
    "volume gone": ("volume_change", changed(volume=dict(zip(WEEKS, [100] * 4 + [10] * 4,
                                                             strict=True))), 0.9, "red"),
    "volume doubled": ("volume_change", changed(volume=dict(zip(WEEKS, [100] * 4 + [200] * 4,
                                                                strict=True))), 1.0, "red"),
    "parameter moved": ("parameter_shift", changed(spend__at_as_of={"bg_nbd": fit(0.5)}), 6.447,
                        "amber"),
    "score halved": ("score_loss", changed(contest__scores=[
        {"metric": "r2_log_spend", "competitor": "k-means", "value": 0.125}]), 0.5, "red"),
    "score better": ("score_loss", changed(churn__scores=[
        {"metric": "log_loss", "competitor": "hybrid", "value": 0.4}]), 0.0, "green"),
    "forecast missed": ("forecast_error", changed(forecast__at_cut__spend={
        "expected": 300.0, "actual": 100.0}), 2.0, "red"),
    # Twice the difference of smoothed shares (70.5 - 30.5) / 101, times ln(70.5 / 30.5).
    "other customers": ("population_shift", changed(population__inactivity={
        "0-29": 70, "30+": 30}), 0.6637, "red"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_an_alarm_measures_what_happened(case: str, tmp_path: Path) -> None:
    name, now, value, colour = CASES[case]
    alarm = judged(name, now, earlier(tmp_path, found()))
    assert alarm.value == pytest.approx(value, abs=1e-3)
    assert alarm.colour == colour


@pytest.mark.parametrize("case", CASES)
def test_what_rings_says_what_to_do_and_every_number_of_its_sentence_is_written(
    case: str, tmp_path: Path
) -> None:
    name, now, _, colour = CASES[case]
    sentence = judged(name, now, earlier(tmp_path, found())).sentence
    calm = judge_drift(report(**{name: Threshold()}), now, earlier(tmp_path, found())).alarms[0]
    assert calm.colour == "green"
    assert sentence.startswith(calm.sentence)
    assert (sentence == calm.sentence) == (colour == "green")
    assert not re.search(r"[{}]|nan|inf\b|None", sentence)


BROKEN = {
    "no results": ({}, "the results hold no usable"),
    "text for a number": (changed(forecast__at_cut__spend={"expected": "9", "actual": 1}), ""),
    "nothing came": (changed(forecast__at_cut__spend={"expected": 9, "actual": 0}), "no money"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_measured_is_green_and_says_why(case: str) -> None:
    now, why = BROKEN[case]
    alarm = judged("forecast_error", now)
    assert (alarm.colour, alarm.value) == ("green", None)
    assert alarm.sentence.startswith(f"Not measured: {why}")


OLDER = {
    "score_loss": {
        "horizon": (changed(freshness__horizon_days=91), "another length ahead"),
        "schema": ({"schema": 0}, "no usable freshness.horizon_days"),
        "zero": (changed(churn__scores=[], contest__scores=[
            {"metric": "r2_log_spend", "competitor": "k-means", "value": 0.0}]), "no score"),
    },
    "population_shift": {
        "classes": (changed(population__frequency={"0": 1, "1-2": 3}), "in other classes"),
        "schema": ({"schema": 0}, "no usable population.frequency"),
    },
    "parameter_shift": {
        "schema": ({"schema": 0}, "no model has parameters"),
        "unit": (changed(spend__at_as_of__bg_nbd__time_unit="D"), "no model has parameters"),
    },
    "set_aside_change": {"no rows": (changed(audit__rows_in=0), "the number of rows was zero")},
}  # fmt: skip


@pytest.mark.parametrize(("name", "case"), [(name, c) for name in OLDER for c in OLDER[name]])
def test_an_earlier_run_of_another_kind_is_no_alarm(name: str, case: str, tmp_path: Path) -> None:
    last, why = OLDER[name][case]
    alarm = judged(name, found(), earlier(tmp_path, last))
    assert (alarm.colour, alarm.value) == ("green", None)
    assert why in alarm.sentence


@pytest.mark.parametrize("text", ["", "[1, 2]", "3", "{", "[" * 100_000])
def test_an_earlier_run_that_cannot_be_read_is_no_alarm(text: str, tmp_path: Path) -> None:
    last = EarlierRun(date(2024, 6, 1), tmp_path)
    (tmp_path / "results.json").write_text(text)
    assert judge_drift(report(), found(), last).colour == "green"
    assert judge_drift(report(), found(), EarlierRun(date(2024, 6, 1), tmp_path / "gone")).alarms


def test_a_parameter_on_a_boundary_is_left_out_and_named(tmp_path: Path) -> None:
    lost = {"params": {"p": 1e9}, "intervals": {"p": {"lower": None, "upper": None}}}
    now = changed(spend__at_as_of={"bg_nbd": fit(0.25), "gamma_gamma": lost})
    alarm = judged("parameter_shift", now, earlier(tmp_path, now))
    assert alarm.value == 0
    assert "Left out, without a standard error in both runs: gamma_gamma p." in alarm.sentence


def test_without_models_of_today_those_at_the_cut_are_compared(tmp_path: Path) -> None:
    now = {"models": {"bg_nbd": fit(0.5), "fits": {}}}
    last = earlier(tmp_path, {"models": {"bg_nbd": fit(0.25)}})
    assert judged("parameter_shift", now, last).colour == "amber"


def test_rows_after_the_day_of_the_report_are_not_set_aside_by_fault() -> None:
    aside = {"on_or_after_as_of": 500, "return": 10}
    now = changed(audit__set_aside=aside, audit__rows_in=1000, audit__rows_used=490)
    alarm = judged("set_aside_share", now)
    assert alarm.value == pytest.approx(10 / 500)
    assert "Most of them: return (10 rows)." in alarm.sentence


def test_a_closed_group_that_buys_less_is_said_to_age(tmp_path: Path) -> None:
    fall = dict(zip(WEEKS, range(180, 100, -10), strict=True))
    now = changed(volume=fall, newcomers=dict.fromkeys(WEEKS, 0))
    last = earlier(tmp_path, found())
    assert "No new customer came in that time" in judged("volume_change", now, last).sentence
    joined = changed(volume=fall)
    assert "No new customer" not in judged("volume_change", joined, last).sentence


def test_a_feed_that_ended_early_is_not_explained_by_age(tmp_path: Path) -> None:
    fall = dict(zip(WEEKS, range(180, 100, -10), strict=True))
    for last_day, told in (("2024-06-25", True), ("2024-06-24", False)):
        now = changed(volume=fall, newcomers=dict.fromkeys(WEEKS, 0), freshness__last_day=last_day)
        sentence = judged("volume_change", now, earlier(tmp_path, found())).sentence
        assert ("by its ageing" in sentence) is told


def test_a_missed_forecast_of_small_money_is_told_in_figures() -> None:
    now = changed(forecast__at_cut__spend={"expected": 0.064, "actual": 0.058})
    assert "0.064 was expected in money and 0.058 came" in judged("forecast_error", now).sentence


def test_volume_is_compared_over_the_weeks_since_the_last_run(tmp_path: Path) -> None:
    now = changed(volume=dict(zip(WEEKS, [100] * 6 + [50] * 2, strict=True)))
    for as_of, value in (("2024-06-17", 0.5), ("2024-06-03", 0.25), ("2024-06-28", 0)):
        last = earlier(tmp_path, found(), as_of)
        assert judged("volume_change", now, last).value == pytest.approx(value), as_of


def test_a_week_missing_from_the_volume_is_not_jumped_over() -> None:
    holed = {week: 100 for week in WEEKS if week != WEEKS[4]}
    assert judged("volume_change", changed(volume=holed)).value is None


def test_too_few_purchases_are_chance_and_not_measured() -> None:
    quiet = dict(zip(WEEKS, [2] * 4 + [0] * 4, strict=True))
    alarm = judged("volume_change", changed(volume=quiet))
    assert alarm.value is None
    assert "are too few" in alarm.sentence


def test_only_the_alarms_of_the_report_are_judged_and_a_missing_limit_never_rings() -> None:
    dead = changed(freshness__last_day="2023-07-01")
    drift = judge_drift(report(stale_days=Threshold(amber=7)), dead, None)
    assert [(alarm.name, alarm.colour) for alarm in drift.alarms] == [("stale_days", "amber")]


def test_the_payload_is_plain_and_holds_the_worst_colour(tmp_path: Path) -> None:
    now = changed(freshness__last_day="2024-05-01", audit__rows_used=970)
    payload = judge_drift(report(), now, earlier(tmp_path, found())).payload
    assert payload["colour"] == "red"
    assert payload["since"] == "2024-06-01"
    assert json.loads(json.dumps(payload)) == payload
    assert set(payload["alarms"][0]) == {"name", "colour", "value", "amber", "red", "sentence"}


def test_sentences_speak_the_language_spoken(tmp_path: Path) -> None:
    with speaking("zh"):
        drifts = [
            judge_drift(report(**dict.fromkeys(LIMITS, Threshold(-9, 1e9))), now, last)
            for now in (found(), *(now for _, now, _, _ in CASES.values()), {})
            for last in (None, earlier(tmp_path, found()))
        ]
    # Names of models, columns and competitors stay as they are.
    words = r"(?<![\w.])(?:the|of|in|to|and|was|were|is|not|run|rows|last)(?![\w.])"
    for drift in drifts:
        for alarm in drift.alarms:
            assert not re.search(words, alarm.sentence), alarm.sentence


def test_every_sentence_of_drift_has_its_chinese() -> None:
    from clv.reporting import drift

    told = lexicon("zh")
    for file in sorted(Path(drift.__file__).parent.glob("*.py")):
        for said in re.findall(r'say\(\s*((?:"[^"]*"\s*)+)', file.read_text(encoding="utf-8")):
            template = "".join(re.findall(r'"([^"]*)"', said))
            assert template in told, template


limits = st.floats(0, 100)


@given(st.lists(st.integers(0, 400), min_size=2), limits, limits)
def test_colours_do_not_fall_as_the_value_rises(days: list[int], amber: float, red: float) -> None:
    order = ("green", "amber", "red")
    rung = []
    for gap in sorted(days):
        last_day = date.fromordinal(date(2024, 7, 1).toordinal() - gap).isoformat()
        drift = judge_drift(
            report(stale_days=Threshold(amber, red)), changed(freshness__last_day=last_day), None
        )
        rung.append(order.index(drift.colour))
    assert rung == sorted(rung)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
    | st.sampled_from([10**400, -1, 0, 1e-320, 1e308, "2024-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["r", "lower", "upper", "0", "0-29", "2024-06-24", "x"]), inner,
        max_size=3),
    max_leaves=5,
)  # fmt: skip


def places(numbers: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner: Iterable[tuple[Any, Any]] = numbers.items() if isinstance(numbers, dict) else ()
    inner = enumerate(numbers) if isinstance(numbers, list) else inner
    return [path, *(deep for key, value in inner for deep in places(value, (*path, key)))]


def spoiled(numbers: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value if isinstance(value, dict) else {}
    numbers = deepcopy(numbers)
    inner = numbers
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return numbers


@given(st.sampled_from(places(found())), json_like, st.sampled_from(places(found())), json_like)
def test_nothing_that_json_can_hold_makes_it_fail(
    tmp_path_factory: pytest.TempPathFactory,
    here: tuple[Any, ...], ours: Any, there: tuple[Any, ...], theirs: Any,
) -> None:  # fmt: skip
    last = earlier(tmp_path_factory.getbasetemp() / "last", spoiled(found(), there, theirs))
    drift = judge_drift(report(), spoiled(found(), here, ours), last)
    assert [alarm.name for alarm in drift.alarms] == list(ALARMS)
    for alarm in drift.alarms:
        assert alarm.sentence
        assert alarm.value is not None or alarm.colour == "green"
