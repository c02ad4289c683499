"""The words of the churn watch follow from its numbers, in both languages."""

import re
from typing import Any

import pandas as pd
import pytest

from clv.language import lexicon, speaking
from clv.reporting.words import churn_watch as words
from clv.rules import Activity

GROUP = {"customers": 0, "risk": None, "churn_probability": None, "value": 0.0, "to_save": 0.0}
SLIPS = GROUP | {"customers": 3, "risk": 0.4, "churn_probability": 0.2, "value": 50.0}
LIST = {"slipping": 3, "listed": 2, "waiting": 1, "value": 40.0, "to_save": 9.0}


def found(**changes: Any) -> dict[str, Any]:
    watch = {
        "since": "1998-06-24",
        "groups": {"slipping": SLIPS, "in_pace": GROUP | {"customers": 9, "value": 50.0}},
        "chance": {"expected": 1.0, "lower": 0.0, "upper": 2.0, "still_there": 2.0},
        "last": {"slipping": 4, "still": 1, "bought": 2, "other": 1},
        "money": {"mean": 52.0, "lower": 10.0, "upper": 90.0},
        "came_back": {"customers": 5, "late": 70, "expected": 6.0, "lower": 2.0, "upper": 9.0},
        "risk_is_learned": True,
        "causes": [
            {"reason": "slowed", "cell": "EI", "customers": 1, "value": 10.0},
            {"reason": "silent", "cell": "EI", "customers": 2, "value": 40.0},
        ],
        "lists": {"Salesperson 1": LIST},
        "earlier": {},
        "trial": {
            "slipping": {
                "customers": 20, "expected_share": 0.44, "share": 0.25, "lower": 0.1, "upper": 0.4,
            }
        },
        "expected_absence": {"lower": 0.3, "upper": 0.6},
    } | changes  # fmt: skip
    scores = [
        {"metric": "log_loss", "competitor": "hybrid", "value": 0.4945},
        {"metric": "log_loss", "competitor": "purchase model", "value": 0.5123},
    ]
    ahead = {"expected_buyers": 6248.0, "expected_buyers_bg_nbd": 5911.0}
    churn = {"as_of": ahead, "scores": scores}
    fresh = {
        "drift": {"alarms": [{"name": "stale_days", "colour": "green"}]},
        "freshness": {"last_day": "1998-06-01"},
    }
    return {"watch": watch, "churn": churn, "customers": {"cut": "1997-10-01"}, **fresh}


def stale(**changes: Any) -> dict[str, Any]:
    return found(**changes) | {"drift": {"alarms": [{"name": "stale_days", "colour": "amber"}]}}


NOBODY = {
    "groups": {"slipping": GROUP, "in_pace": GROUP},
    "money": {},
    "causes": [],
    "lists": {"Salesperson 1": LIST | {"slipping": 0, "listed": 0, "waiting": 0}},
    "trial": {},
}


def everything(told: dict[str, Any]) -> str:
    tiles, brief = words.headline(told, "39w"), words.brief(told)
    parts = [f"{tile.label} {tile.value} {tile.note}" for tile in tiles.tiles]
    parts += [brief.happened, brief.changed, *brief.todo, words.judgement(told).sentence]
    rest = (words.chance_in_words, words.level_in_words, words.earlier_in_words)
    return "\n".join([*parts, *(say(told).text for say in rest)])


def test_the_tiles_have_keys_and_numbers_and_an_interval_or_a_reason() -> None:
    tiles = words.headline(found(), "39w").tiles
    assert {tile.key: tile.number for tile in tiles} == {
        "slipping": 3, "money_at_stake": 50.0, "came_back": 5, "expected_buyers": 5911.0,
    }  # fmt: skip
    assert "5,910" in tiles[3].value
    assert "by the purchase model" in tiles[3].note
    assert "6,250 by the learned model" in tiles[3].note
    assert tiles[1].note == (
        "expected from them in 39 weeks, discounted: 9.62 to 86.5 (95%), if the model is right"
    )
    assert "no interval" in words.headline(found(**NOBODY), "39w").tiles[1].note


def test_the_money_of_the_first_screen_is_that_of_the_tables() -> None:
    of_tables = found()["watch"]["groups"]["slipping"]["value"]
    assert words.headline(found(), "39w").tiles[1].number == of_tables
    assert f"stand for {of_tables}" in words.brief(found()).happened


def test_the_three_answers_add_up() -> None:
    brief = words.brief(found())
    assert (
        "Customers slipping: 3 of 12. They stand for 50.0 (50% of all money still expected)"
        in brief.happened
    )
    assert brief.changed.startswith(
        "Slipping on 1998-06-24 by the same rule: 4; of these still slipping: 1, have bought: 2, "
        "no longer slipping: 1. New among those slipping now: 2."
    )
    assert "nothing but an unusual silence (2)" in brief.changed
    assert 2 <= len(brief.todo) <= 4
    assert "of 20 who were slipping on 1997-10-01, 75% have bought since" in brief.todo[1]


@pytest.mark.parametrize(
    ("came", "told"), [(1, "fewer than"), (2, "as expected"), (9, "as expected"), (10, "more than")]
)
def test_returns_outside_their_interval_are_said_to_be_so(came: int, told: str) -> None:
    back = found()["watch"]["came_back"] | {"customers": came}
    happened = words.brief(found(came_back=back)).happened
    assert f"Of 70 who were late, {came} have bought since, {told}" in happened


def test_missing_returns_are_not_laid_to_the_model_where_the_log_ends_early() -> None:
    back = found()["watch"]["came_back"] | {"customers": 0}
    assert "too hopeful" in words.brief(found(came_back=back)).happened
    happened = words.brief(stale(came_back=back)).happened
    assert words.brief(stale()).todo[0].startswith("Complete the log")
    assert "too hopeful" not in happened
    assert "The log ends on 1998-06-01" in happened


def test_where_nobody_slips_nobody_is_called_less_likely() -> None:
    brief = words.brief(found(**NOBODY))
    assert brief.happened.startswith("Nobody is slipping.")
    assert brief.todo == ("Nothing: nobody is slipping.",)


@pytest.mark.parametrize(("listed", "drawn"), [(9, False), (10, True)])
def test_a_tenth_is_drawn_only_from_lists_that_have_one(listed: int, drawn: bool) -> None:
    lists = {"Ada": LIST | {"listed": listed}, "Bo": LIST | {"listed": 0}}
    brief = words.brief(found(lists=lists))
    assert f"lists: 1, customers: the first {listed} of 3" in brief.todo[0]
    assert (len(brief.todo) == 3) is drawn


def test_noise_is_called_noise() -> None:
    loud = words.chance_in_words(found()).text
    chance = found()["watch"]["chance"] | {"upper": 3.0}
    assert "if the model is right, some have begun to leave" in loud
    assert "not as an alarm" in words.chance_in_words(found(chance=chance)).text
    assert "but the log ends on 1998-06-01" in words.chance_in_words(stale()).text


@pytest.mark.parametrize(
    ("share", "told"), [(0.29, "too dark"), (0.3, ""), (0.6, ""), (0.61, "too hopeful")]
)
def test_a_warning_is_judged_by_what_chance_and_doubt_allow(share: float, told: str) -> None:
    row = found()["watch"]["trial"]["slipping"] | {"share": share}
    verdict = words.judgement(found(trial={"slipping": row}))
    assert verdict.clear is bool(told)
    assert told in verdict.sentence
    assert ("It was" in verdict.sentence) is bool(told)


@pytest.mark.parametrize(("lower", "said"), [(0.41, True), (0.4, False)])
def test_a_list_of_people_who_stay_more_than_others_is_not_called_one_of_leavers(
    lower: float, said: bool
) -> None:
    trial = found()["watch"]["trial"] | {"in_pace": {"share": 0.5, "lower": lower, "upper": 0.6}}
    sentence = words.judgement(found(trial=trial)).sentence
    assert ("Of those in pace even more stayed away (50%)" in sentence) is said


@pytest.mark.parametrize("other", [{"share": 0.8}, {"customers": 19}])
def test_discounts_are_warned_of_only_where_most_of_enough_came_back(other: Any) -> None:
    row = found()["watch"]["trial"]["slipping"] | other
    assert "Call first" in words.brief(found(trial={"slipping": row})).todo[1]


def test_the_risks_are_the_better_models() -> None:
    assert "its level the learned model's" in words.level_in_words(found()).text
    told = words.level_in_words(found(risk_is_learned=False)).text
    assert "at the cut its log loss was 0.512, that of the learned model 0.494" in told


def test_the_last_list_is_judged_and_no_effect_is_claimed() -> None:
    rows = {
        "1998-06-17": {"listed": 1, "bought": 1, "expected": 1.0},
        "1998-06-24": {"listed": 40, "bought": 7, "expected": 6.4},
    }
    text = words.earlier_in_words(found(earlier=rows)).text
    assert "Of 40 on the lists of 1998-06-24, 7 have bought since; expected: 6." in text
    assert "no proof" in text


@pytest.mark.parametrize(
    "changes",
    [
        {},
        NOBODY,
        {"risk_is_learned": False},
        {"chance": {**found()["watch"]["chance"], "upper": 9.0}},
        {"came_back": {**found()["watch"]["came_back"], "customers": 0}},
        {"came_back": {**found()["watch"]["came_back"], "customers": 70}},
        {"expected_absence": {"lower": 0.0, "upper": 0.2}},
        {"trial": {**found()["watch"]["trial"], "in_pace": {"share": 0.5, "lower": 0.45}}},
        {"lists": {"Ada": LIST | {"listed": 30}}},
    ],
)
def test_everything_is_said_in_chinese_too(changes: dict[str, Any]) -> None:
    with speaking("zh"):
        told = everything(found(**changes)) + everything(stale(**changes))
    left = re.sub(r"customers\.xlsx", "", told)
    assert not re.findall(r"[A-Za-z]{3,}", left)


WATCHED = pd.DataFrame(
    {
        "state": ["slipping", "slipping", "in_pace"],
        "reason": ["slowed", "silent", "silent"],
        "cell": ["EI", "too_little_history", "EIV"],
        "activity": ["cooling", "lost", "active"],
        "salesperson": ["Salesperson 2", "Salesperson 1", None],
        "place": [1.0, 1.0, None],
        "listed": [True, True, False],
        "value": [40.0, 10.0, 50.0],
        "to_save": [8.0, 1.0, 1.0],
        "churn_probability": [0.2, 0.1, 0.3],
        "rise": [0.031, 0.02, 0.0],
        "inactivity": [30.0, 90.0, 1.0],
        "usual_gap": [10.0, 9.0, 9.0],
        "silence": [3.0, 10.0, 0.1],
        "purchases": [9.0, 8.0, 7.0],
    },
    index=pd.Index(["007", "=cmd", "7"], name="customer_id"),
)
STRATEGIES = Activity().system.table().join(Activity().system.table("zh").add_suffix("_zh"))


def test_the_list_says_what_to_do_and_why_with_the_own_numbers() -> None:
    lists = words.watch_list(WATCHED, STRATEGIES, shared_out=True)
    assert lists.index.tolist() == ["=cmd", "007"]
    assert lists["what_to_do"]["007"].startswith("Remind: ")
    assert lists["what_to_do"]["=cmd"].startswith("Wake up: ")
    assert lists.loc["007", "why"] == (
        "Silent for 30 days, 3.0 times the usual gap of 10; the risk rose by 3 points. "
        "Had bought half as often or less in the later half of the time."
    )


def test_the_list_speaks_chinese_and_names_its_salespeople() -> None:
    with speaking("zh"):
        lists = words.watch_list(WATCHED, STRATEGIES, shared_out=True)
    assert lists["what_to_do"]["007"].startswith("提醒：")
    assert lists.loc["007", "salesperson"] == "销售2"
    assert (
        not lists.drop(columns="kind_of_customer")
        .map(str)
        .map(lambda text: bool(re.search("[A-Za-z]{3,}", text)))
        .any(axis=None)
    )


def test_names_from_a_file_stay_as_they_are() -> None:
    people: list[Any] = ["Salesperson 2", '=HYPERLINK("x")', None]
    named = WATCHED.assign(salesperson=people)
    with speaking("zh"):
        lists = words.watch_list(named, STRATEGIES, shared_out=False)
    assert set(lists["salesperson"]) == {"Salesperson 2", '=HYPERLINK("x")'}


def test_tables_count_everybody_once_and_name_nobody() -> None:
    table = words.reasons_table(WATCHED)
    assert table["customers"].tolist() == [1, 1, 1, 1]
    with speaking("zh"):
        assert words.reasons_table(WATCHED).to_numpy().tolist() == table.to_numpy().tolist()
    assert words.stakes_table(WATCHED).to_numpy().sum() == 50.0
    assert not set(WATCHED.index) & set(table.index)


def test_the_lists_table_counts_what_is_to_be_done() -> None:
    lists = words.watch_list(WATCHED, STRATEGIES, shared_out=True)
    counts = pd.DataFrame([LIST, LIST, LIST], [f"Salesperson {n}" for n in (1, 2, 3)])
    table = words.lists_table(lists, counts, shared_out=True)
    assert table["to_do"].tolist() == ["Wake up 1", "Remind 1", "–"]


def test_every_state_has_a_name_and_all_customers_a_row() -> None:
    assert words.everyone(WATCHED)["state"].tolist() == ["slipping", "slipping", "in pace"]
    groups = WATCHED.groupby("state")[["value"]].sum()
    assert words.states_table(groups).index.tolist() == ["in pace", "slipping"]
    groups = groups.assign(churn_probability=0.5)
    assert "learned_risk" in words.states_table(groups)
    assert list(words.states_table(groups, learned=False)) == ["money_expected"]


def test_the_heads_of_the_sheets_are_in_the_lexicon() -> None:
    lists = words.watch_list(WATCHED, STRATEGIES, shared_out=True).reset_index()
    heads = {*lists, *words.everyone(WATCHED).reset_index(), "Lists", "All customers", "Audit"}
    assert not [head for head in heads if head.replace("_", " ") not in lexicon("zh")]


def test_where_nobody_slips_every_table_is_empty() -> None:
    calm = WATCHED.assign(state="in_pace", listed=False, salesperson=None, place=None)
    lists = words.watch_list(calm, STRATEGIES, shared_out=True)
    counts = pd.DataFrame([LIST], ["Salesperson 1"])
    assert lists.empty
    assert words.reasons_table(calm).empty
    assert words.stakes_table(calm).empty
    assert words.lists_table(lists, counts, shared_out=True)["to_do"].tolist() == ["–"]
