"""Shops whose truth is known: planted groups are found, and where nothing is, nobody wins."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from clv.errors import InputError
from clv.evaluation import Occasion, Protocol, Series, run_series, standard_competitors
from clv.evaluation.contest import PLANTED, Lesson
from clv.segments import Grouping
from clv.simulate import simulated_shop
from clv.transactions import Transactions, read_transactions

START, END = date(2023, 1, 1), date(2024, 7, 1)
AGREED = Protocol(
    draws=150, stability_draws=1,
    occasions=(
        Occasion("planted", "2024-07-01", "26w", "simulated"),
        Occasion("planted", "2024-07-01", "26w", "shuffled"),
    ),
)  # fmt: skip
FEW = ("quadrants", "pyramid", "k-means", "latent classes", "spend bands", "random groups")


def few(groups: int, seed: int, lesson: Lesson) -> dict[str, Grouping]:
    field = standard_competitors(groups, seed, lesson)
    return {name: field[name] for name in FEW}


@pytest.fixture(scope="module")
def shop() -> tuple[Transactions, "pd.Series[str]"]:
    drawn, truth = simulated_shop("planted", 700, START, END, seed=3)
    return read_transactions(drawn, as_of="2024-07-01"), truth


@pytest.fixture(scope="module")
def series(shop: tuple[Transactions, "pd.Series[str]"]) -> Series:
    log, truth = shop
    return run_series({"planted": log}, AGREED, truths={"planted": truth}, competitors=few)


def test_planted_groups_are_found_by_latent_classes_and_less_by_the_rules(series: Series) -> None:
    checks = series.checks()
    alike = checks[checks["data"] == "planted"].set_index("competitor")["value"]
    assert alike["latent classes"] > 0.9
    assert alike["k-means"] > 0.6
    assert alike[["quadrants", "pyramid", "spend bands"]].max() < 0.7
    assert abs(alike["random groups"]) < 0.02
    assert PLANTED in series.contests[AGREED.occasions[0]].controls


def test_planted_groups_tell_what_comes_better_than_chance(series: Series) -> None:
    lead = series.contests[AGREED.occasions[0]].comparison.lead_of("r2_log_spend", "random groups")
    assert lead["clear"].all()
    assert (lead["value"] < -0.1).all()


def test_where_outcomes_are_dealt_to_others_nobody_beats_chance(series: Series) -> None:
    checks = series.checks()
    chance = checks[checks["check"] == "clearly ahead of random groups"]
    assert set(chance["data"]) == {"planted, shuffled"}
    assert len(chance) == len(FEW)
    assert chance["value"].sum() == 0
    found = series.contests[AGREED.occasions[1]]
    for metric in ("activity_gain", "normalised_gini", "decision_value"):
        lead = found.comparison.lead_of(metric, "random groups")
        assert not (lead["clear"] & (lead["value"] < 0)).any()


def test_a_simulated_log_counts_for_no_verdict(series: Series) -> None:
    assert (series.verdicts()["verdict"] == "no clear difference").all()
    assert "0 published contests" in series.sentence


def test_the_table_holds_every_log_day_and_competitor(series: Series) -> None:
    table = series.table()
    assert list(table.index.names) == ["data", "as_of", "competitor"]
    assert set(table.index.get_level_values("data")) == {"planted", "planted, shuffled"}
    reference = pd.DataFrame(table.xs("quadrants", level="competitor"))
    assert reference["difference"].isna().all()
    assert not reference["clear"].any()
    gap = series.gaps("k-means", "quadrants")
    lead = table["difference"].xs("k-means", level="competitor").tolist()
    assert gap["value"].tolist() == lead


def test_published_logs_settle_it(series: Series) -> None:
    counted = {
        replace(at, data=name, kind="published"): series.contests[AGREED.occasions[0]]
        for at, name in zip(AGREED.occasions, ("one", "two"), strict=True)
    }
    settled = Series(replace(AGREED, occasions=tuple(counted)), counted)
    verdicts = settled.verdicts()
    assert verdicts["behind_on"]["random groups"] == 2
    assert verdicts["verdict"]["random groups"] == "is beaten by"
    assert "2 published contests" in settled.sentence
    assert "Of the controls" in settled.sentence


def test_notices_say_where_they_belong(series: Series) -> None:
    for notice in series.notices:
        assert notice.found.startswith(("planted, 2024-07-01: ", "planted, shuffled, 2024-07-01: "))


def test_a_series_without_occasions_or_logs_is_refused() -> None:
    with pytest.raises(InputError, match="E_PROTOCOL"):
        run_series({}, Protocol())
    with pytest.raises(InputError, match="E_LOGS"):
        run_series({}, AGREED)


def test_competitors_learn_nothing_from_after_the_cut(
    shop: tuple[Transactions, "pd.Series[str]"],
) -> None:
    lessons: list[Lesson] = []

    def watched(groups: int, seed: int, lesson: Lesson) -> dict[str, Grouping]:
        lessons.append(lesson)
        return {n: g for n, g in few(groups, seed, lesson).items() if n in ("quadrants", "k-means")}

    agreed = replace(AGREED, draws=2, occasions=AGREED.occasions[:1])
    run_series({"planted": shop[0]}, agreed, competitors=watched)
    (lesson,) = lessons
    assert lesson.outcomes.attrs["until"] <= "2024-01-01"
    assert lesson.table.attrs["as_of"] < lesson.outcomes.attrs["until"]


def test_one_log_under_two_names_is_no_second_data_set(
    shop: tuple[Transactions, "pd.Series[str]"],
) -> None:
    names = ("here", "there")
    agreed = replace(AGREED, occasions=tuple(Occasion(n, "2024-07-01", "26w") for n in names))
    with pytest.raises(InputError, match="E_LOGS: 2 published logs are only 1 different"):
        run_series(dict.fromkeys(names, shop[0]), agreed)
