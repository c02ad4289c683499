"""The review's sentences follow from its numbers, and its groups keep the last review's labels."""

import json
import re
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clv.language import lexicon, speaking
from clv.reporting.results import Results, StoredResults
from clv.reporting.words import segment_review as words
from clv.reporting.words.segment_review.labels import relabelled
from clv.reporting.words.segment_review.last_groups import LastGroups
from clv.reporting.words.segment_review.moves import money_since
from clv.rules import ContributionStability
from clv.segments import GroupCount, Tendency, match_groups

IDS = [f"c{number:02}" for number in range(12)]
ALIKE = match_groups(pd.Series({"a": "S1"}), pd.Series({"a": "S1"}))
FIRST = LastGroups(None, "nothing to compare with")


def move(start: str, end: str, actual: int, expected: float, customers: int) -> dict[str, Any]:
    limits = {"lower": expected - 5, "upper": expected + 5}
    beyond = abs(actual - expected) > 5
    counts = {"actual": actual, "expected": expected, "customers": customers, "beyond": beyond}
    return {"now": start, "then": end, **counts, **limits}


def gap(first: str, second: str, value: float, *, clear: bool = True) -> dict[str, Any]:
    limits = {"value": value, "lower": value - 0.01, "upper": value + 0.01, "clear": clear}
    return {"metric": "r2_log_spend", "competitor": first, "against": second, **limits}


def found(*, clear: bool = True, control: float = 0.03) -> dict[str, Any]:
    """Findings in which k-means is ahead of the quadrants by five points."""
    r2 = {"quadrants": 0.22, "k-means": 0.27, "purchase classes": 0.22 + control}
    kinds = {"quadrants": "rule", "k-means": "learned", "purchase classes": "control"}
    stable = {"share_customers": 0.5, "lower": 0.4, "upper": 0.99, "verdict": "highly stable"}
    by_k = {str(k): {"silhouette": 0.4, "expected": 0.39, "lower": 0.3, "upper": 0.5,
                     "excess": 0.01} for k in (2, 3)}  # fmt: skip
    return {
        "freshness": {"horizon_days": 182},
        "movement": {
            "moves": [
                move("EI", "EI", 60, 58, 100), move("EI", "EIV", 40, 42, 100),
                move("EIV", "EIV", 70, 90, 100), move("EIV", "EI", 30, 10, 100),
            ],
            "total": {
                "customers": 200, "actual": 70, "expected": 52.0, "lower": 46.0, "upper": 58.0,
                "beyond": True,
            },
        },
        "beyond": {
            "EI": {"customers": 100, "after": 9.0, "beyond": -1.0, "lower": -3.0, "upper": 1.0},
            "EIV": {"customers": 100, "after": 2.0, "beyond": 0.5, "lower": -0.5, "upper": 1.5},
            "EII": {"customers": 1, "after": 5.0, "beyond": 2.0, "lower": None, "upper": None},
        },
        "segments": {
            "cut": "2024-01-01",
            "names": {"S1": "frequent", "S2": "in the middle"},
            "names_today": {
                "en": {"S1": "frequent", "S3": "recent"},
                "zh": {"S1": "购买频繁", "S3": "近期购买"},
            },
            "stability": {
                "in the middle": {**stable, "jaccard": 0.7},
                "frequent": {**stable, "jaccard": 0.9},
            },
            "tendency": {
                "verdict": "none", "p_value": 0.3, "n_groups": 2, "by_k": by_k, "customers": 9,
                "draws": 39, "features": ["purchases"],
            },
            "counts": {
                "chosen": {"gap": 1, "silhouette": 3}, "customers": 9,
                "table": {"1": {"silhouette": None, "gap": 0.5}, "3": {"silhouette": 0.4,
                                                                      "gap": 0.2}},
            },
        },
        "verdict": {"winner": "k-means", "runner_up": "quadrants", "clear": clear,
                    "lower": 0.04, "upper": 0.06},
        "contest": {
            "protocol": {"reference": "quadrants"},
            "controls": ["purchase classes"],
            "scores": [
                {"metric": metric, "competitor": name, "value": value + shift,
                 "lower": value - 0.01, "upper": value + 0.01}
                for metric, shift in (("r2_log_spend", 0.0), ("top_share", 0.3))
                for name, value in r2.items()
            ],
            "summary": {n: {"kind": kinds[n], "r2_log_spend": v} for n, v in r2.items()},
            "differences": [
                gap("k-means", "quadrants", 0.05, clear=clear),
                gap("purchase classes", "quadrants", control),
            ],
            "stability": {"k-means": {"over_time": 0.35}},
        },
    }  # fmt: skip


def test_a_move_goes_from_the_day_of_the_cut_to_the_day_of_the_report() -> None:
    assert [(row["from"], row["to"]) for row in words.surprises(found())] == [("EIV", "EI")]
    text = words.moves_in_words(found()).text
    assert text == (
        "35% of 200 customers stand in another quadrant than one horizon before; the models had "
        "expected 26% (23% to 29%). Moves outside the intervals: 1; the furthest: EIV to EI (30 "
        "against 10)."
    )
    assert words.moves_named(words.all_moves(found())).index[0] in ("EIV → EIV", "EIV → EI")


def test_tiles_have_a_figure_a_key_and_an_interval_or_the_reason_why_none() -> None:
    tiles = words.headline(found()).tiles
    assert [(tile.key, tile.value) for tile in tiles] == [
        ("moved", "35%"), ("r2_rules", "22.0%"), ("r2_learned", "27.0%"), ("stability", "0.70"),
    ]  # fmt: skip
    assert [tile.number for tile in tiles] == pytest.approx([0.35, 0.22, 0.27, 0.7])
    assert "70 of 200 since 2024-01-01, a count and no estimate" in tiles[0].note
    assert "expected 26% (23% to 29%)" in tiles[0].note
    assert "95%: 21.0% to 23.0%" in tiles[1].note
    assert "S2 of 2024-01-01, which is gone today" in tiles[3].note
    numbers = found()
    numbers["segments"]["names_today"]["en"]["S2"] = "in the middle"
    assert "S2 of 2024-01-01, found again" in words.headline(numbers).tiles[3].note


def test_a_score_without_an_interval_says_why_and_missing_groups_are_a_dash() -> None:
    numbers = found()
    for row in numbers["contest"]["scores"]:
        row["lower"] = row["upper"] = None
    numbers["contest"]["summary"]["k-means"]["kind"] = "rule"
    tiles = words.headline(numbers).tiles
    assert "too few spent later" in tiles[1].note
    assert (tiles[2].value, tiles[2].number) == ("–", None)


def test_learned_groups_are_tried_by_lot_where_they_are_clearly_ahead() -> None:
    first = words.brief(found(), FIRST).todo[0]
    assert first.startswith("Try four groups learned by k-means beside the quadrants")
    assert "First weigh classes by number of purchases" in first
    assert "First weigh" not in words.brief(found(control=-0.03), FIRST).todo[0]


def test_the_quadrants_stay_where_nothing_is_clearly_better() -> None:
    assert words.brief(found(clear=False), FIRST).todo[0].startswith("Keep the quadrants")


def test_what_is_to_be_done_has_two_to_four_reasons_of_its_own() -> None:
    numbers = found()
    numbers["segments"]["names_today"]["en"]["S2"] = "in the middle"
    todo = words.brief(numbers, FIRST).todo
    assert len(todo) == 4
    assert "the move from EIV to EI (30), where the models expected 10 (5 to 15)" in todo[1]
    assert todo[2].startswith("Make no plan for S2 alone")
    assert "agree with these by 0.35 only" in todo[3]
    calm = found()
    calm["movement"]["moves"] = calm["movement"]["moves"][:2]
    calm["contest"]["stability"] = {}
    assert len(words.brief(calm, FIRST).todo) == 2


def test_no_plan_is_warned_of_for_groups_that_are_gone() -> None:
    assert not any("Make no plan" in asked for asked in words.brief(found(), FIRST).todo)


def test_no_reason_is_asked_for_where_as_many_moved_as_expected() -> None:
    numbers = found()
    numbers["movement"]["total"] |= {"upper": 70.0, "beyond": False}
    assert "Taken together as many moved as expected." in words.moves_in_words(numbers).text
    assert not any("move" in asked for asked in words.brief(numbers, FIRST).todo)


def test_no_reason_is_asked_for_where_the_same_models_were_off_in_money() -> None:
    numbers = found()
    numbers["beyond"]["EI"] |= {"beyond": 4.0, "lower": 2.0, "upper": 6.0}
    asked = words.brief(numbers, FIRST).todo[1]
    assert (
        "single moves: the same models expected 650 of money since 2024-01-01, and 1,100" in asked
    )
    assert "off in money, so they may be off here" in words.moves_in_words(numbers).text
    numbers["beyond"] = {"EII": found()["beyond"]["EII"]}
    assert "Ask what" not in "".join(words.brief(numbers, FIRST).todo)


def test_money_is_off_only_beyond_what_all_customers_make_by_chance() -> None:
    numbers = found()
    told = money_since(numbers)
    assert told == {"actual": 1100.0, "expected": 1150.0, "held": True}
    for row in numbers["beyond"].values():
        row["beyond"] = 1.2  # each inside its own interval, but not the sum of both
        row["lower"], row["upper"] = row["lower"] and 0.0, row["upper"] and 2.4
    assert money_since(numbers)["held"] is False


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("none", "No kinds of customers were found"),
        ("unclear", "not clearly"),
        ("clusters", "do fall into kinds"),
    ],
)
def test_the_first_screen_says_whether_there_are_kinds(verdict: str, said: str) -> None:
    numbers = found()
    numbers["segments"]["tendency"]["verdict"] = verdict
    assert said in words.brief(numbers, FIRST).happened


def test_a_cell_in_which_nobody_was_has_no_later_money() -> None:
    counts = pd.DataFrame({"customers": [3, 1], "share": [0.75, 0.25]}, index=["EI", "EII"])
    cells = pd.DataFrame(
        {"share_customers": [1.0, 0.0], "mean_future": [5.0, 0.0], "active_rate": [0.5, 0.0]},
        index=["EI", "EII"],
    )
    shown = words.rules_now(counts, cells, pd.Series({"EI": "Loyal", "EII": "Drifting"}))
    assert shown.loc["EI Loyal", "later money a customer"] == 5
    assert shown.loc["EII Drifting"].isna().sum() == 2


def test_the_lead_over_the_rules_comes_with_its_interval() -> None:
    gaps = words.gaps_to_rules(found(), ["quadrants", "k-means", "purchase classes"])
    told = list(gaps.loc["four groups learned by k-means"])
    assert told == [0.27, "+0.050 (+0.040 to +0.060)", "yes"]
    assert len(gaps) == 2


def test_a_test_and_a_vote_come_back_as_they_were_stored() -> None:
    by_k = pd.DataFrame(
        {"silhouette": [0.5], "expected": [0.4], "lower": [0.3], "upper": [0.45], "excess": [0.1]},
        index=pd.Index([2], name="n_groups"),
    )
    test = Tendency(by_k, 0.02, 2, "clusters", ("purchases", "inactivity"), 500, 39)
    votes = GroupCount(by_k[["silhouette"]], pd.Series({"silhouette": 2}), 500)
    results = Results("070_segments")
    results.put(segments={"tendency": vars(test), "counts": vars(votes)})
    numbers = json.loads(json.dumps(results.numbers))
    again = words.tendency_found(numbers)
    pd.testing.assert_frame_equal(again.by_k, by_k)
    assert again.sentence("zh") == test.sentence("zh")
    assert words.group_count(numbers).sentence() == votes.sentence()


def described(scale: float = 1.0) -> pd.DataFrame:
    """Twelve customers; the first half buys for much, every second one steadily."""
    table = pd.DataFrame(
        {
            "purchases": 4,
            "contribution": [(100.0 + n if n < 6 else 10.0 + n) * scale for n in range(12)],
            "tenure": 300,
            "active_share": [0.8 if n % 2 else 0.2 for n in range(12)],
            "periods_observed": 10,
        },
        index=pd.Index(IDS, name="customer_id"),
    )
    table.attrs["period_days"] = 30
    return table


def stored(folder: Path, segments: list[str], *, scale: float = 1.0) -> StoredResults:
    """A run whose quadrants were learned on the same customers at another level of money."""
    table, rule = described(), ContributionStability().fit(described(scale))
    numbers = found() | {"quadrants": {"rule": rule.to_dict()}}
    results = Results("all", folder)
    results.put(**numbers)
    labels = rule.assign(table).labels.rename("cell").to_frame().assign(why="because")
    results.put_table(
        labels=labels,
        described=table,
        segment_labels=pd.DataFrame({"segment": segments}, table.index),
    )
    results.finish()
    return StoredResults(folder)


def published(folder: Path, run: StoredResults, ids: list[str] | None = None) -> Path:
    place = folder / "2024-01-01"
    place.mkdir(parents=True)
    (place / "results.json").write_text(json.dumps(run.numbers))
    table = run.table("labels").join(run.table("segment_labels"))
    if ids:
        table.index = pd.Index(ids, name="customer_id")
    table.to_parquet(place / "customers.parquet")
    return folder


HALVES = ["S1"] * 6 + ["S2"] * 6


def test_a_first_review_says_that_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    since = words.compare_with_last(stored(tmp_path / "now", HALVES), "")
    assert since.as_of is None
    assert words.since_in_words(found(), since).startswith("This is the first review")
    assert words.since_tables(since, "2024-07-01") == ()


def test_labels_that_k_means_has_permuted_are_those_of_the_last_review(tmp_path: Path) -> None:
    last = published(tmp_path / "last", stored(tmp_path / "then", HALVES))
    now = stored(tmp_path / "now", ["S2"] * 6 + ["S1"] * 6)
    since = words.compare_with_last(now, last)
    assert since.matching is not None
    assert since.matching.moved == 0
    numbers = found() | {"segments": {
        "names": {"S1": "small", "S2": "big"},
        "names_today": {"en": {"S1": "small", "S2": "big"}, "zh": {"S1": "小", "S2": "大"}},
    }}  # fmt: skip
    labels = words.last_labels(numbers, since)
    assert labels == {"S1": "S2", "S2": "S1"}
    told = words.under_labels(numbers, labels)
    assert words.group_names(told) == {"S1": "S1 big", "S2": "S2 small"}
    cells = pd.Series(dict.fromkeys(["EI", "EII", "EIII", "EIV"], "name"))
    table = words.everybody(now, labels, words.group_names(told), cells, since)
    assert (table["segment"] == table["last_segment"]).all()
    assert table.loc["c00", "segment_name"] == "S1 big"
    assert words.crossed(table).to_numpy().sum() == 12


def test_cuts_that_moved_are_told_apart_from_customers_who_did(tmp_path: Path) -> None:
    last = published(tmp_path / "last", stored(tmp_path / "then", HALVES, scale=100.0))
    since = words.compare_with_last(stored(tmp_path / "now", HALVES), last)
    assert since.moved == pytest.approx(0.5)
    assert since.moved_kept == 0
    text = words.since_in_words(found(), since)
    assert "50% of 12 customers have another quadrant." in text
    assert "Under the last review's cuts it would be 0%" in text
    assert "went from 22.0% to 22.0%" in text
    moves, cuts = words.since_tables(since, "2024-07-01")
    assert len(moves.rows) >= 2
    assert cuts.rows[0][0] == "contribution"
    assert cuts.rows[0][-1] == "-99.0%"


def test_cuts_that_hide_movement_are_said_to_do_so() -> None:
    since = LastGroups(date(2024, 1, 1), moved=0.1, moved_kept=0.2, known=9, matching=ALIKE)
    assert "it would be 20%: cuts learned anew hide a part." in words.since_in_words(found(), since)


def test_ids_that_nobody_shares_are_said_and_not_matched(tmp_path: Path) -> None:
    run = stored(tmp_path / "then", HALVES)
    last = published(tmp_path / "last", run, [f"hash{n}" for n in range(12)])
    since = words.compare_with_last(run, last)
    assert since.matching is None
    assert "ids are hashed" in words.since_in_words(found(), since)
    assert words.last_labels(found(), since) == {"S1": "S1", "S2": "S2", "S3": "S3"}
    cells = pd.Series(dict.fromkeys(["EI", "EII", "EIII", "EIV"], "name"))
    table = words.everybody(run, {"S1": "S1", "S2": "S2"}, {}, cells, since)
    assert table["last_cell"].isna().all()


def test_a_last_review_that_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    run = stored(tmp_path / "then", HALVES)
    last = published(tmp_path / "last", run)
    (last / "2024-01-01" / "customers.parquet").write_bytes(b"PAR")
    assert words.compare_with_last(run, last).why == (
        "The customers of the last review cannot be read."
    )


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda rule: rule.update(period_days=7), "do not fit today"),
        (lambda rule: rule.pop("cuts"), "cannot be read"),
        (lambda rule: rule.update(system="T99"), "do not fit today"),
    ],
)
def test_cuts_that_do_not_fit_leave_the_rest_compared(tmp_path: Path, spoil: Any, why: str) -> None:
    run = stored(tmp_path / "then", HALVES)
    last = published(tmp_path / "last", run)
    numbers = deepcopy(run.numbers)
    spoil(numbers["quadrants"]["rule"])
    (last / "2024-01-01" / "results.json").write_text(json.dumps(numbers))
    since = words.compare_with_last(run, last)
    assert (since.moved, since.moved_kept) == (0, None)
    assert why in words.since_in_words(found(), since)


def test_scores_of_another_horizon_are_not_set_side_by_side(tmp_path: Path) -> None:
    run = stored(tmp_path / "then", HALVES)
    since = words.compare_with_last(run, published(tmp_path / "last", run))
    other = found() | {"freshness": {"horizon_days": 91}}
    assert "went from" not in words.since_in_words(other, since)


names = st.integers(1, 6).map(lambda number: f"S{number}")


@settings(max_examples=30)
@given(st.dictionaries(names, names), st.lists(names, unique=True))
def test_no_two_groups_share_a_label(known: dict[str, str], gone: list[str]) -> None:
    known = {name: told for told, name in {t: n for n, t in known.items()}.items()}
    labels = relabelled(known, sorted({*known, *gone}))
    assert len(set(labels.values())) == len(labels)
    assert known.items() <= labels.items()


def test_every_sentence_is_said_in_chinese(tmp_path: Path) -> None:
    run = stored(tmp_path / "then", HALVES)
    last = published(tmp_path / "last", run)
    with speaking("zh"):
        since = words.compare_with_last(run, last)
        told = [words.since_in_words(found(), since), words.moves_in_words(found()).text]
        calm, off, same = found(), found(), found(clear=False)
        calm["movement"]["total"]["beyond"] = False
        off["beyond"]["EI"]["beyond"] = 9.0
        same["segments"]["names_today"]["en"]["S2"] = "in the middle"
        for numbers in (found(), calm, off, same):
            told.append(words.moves_in_words(numbers).text)
            brief = words.brief(numbers, since)
            told += [brief.happened, *brief.todo, words.stability_in_words(numbers).text]
            told += [part for t in words.headline(numbers).tiles for part in (t.label, t.note)]
    for sentence in told:
        assert re.search("[\u4e00-\u9fff]", sentence), sentence
        assert not re.search(r"\b(?:the|of|and|to|groups|customers)\b", sentence), sentence


def test_every_text_of_the_page_has_its_chinese() -> None:
    path = Path(__file__).parents[3] / "notebooks" / "reports" / "segment_review.ipynb"
    code = [c["source"] for c in json.loads(path.read_text())["cells"] if c["cell_type"] == "code"]
    said = re.findall(r'say\(\s*((?:"[^"]*"\s*)+)', "\n".join("".join(lines) for lines in code))
    assert len(said) > 5
    for template in said:
        assert "".join(re.findall(r'"([^"]*)"', template)) in lexicon("zh")
