"""What holds for every rule system of the catalogue."""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from clv.errors import InputError
from clv.rules import LANGUAGES, STATES, SYSTEMS, RuleSystem
from tests.rules.facts import facts

NUMBERS = [f"T{n}" for n in range(1, 21)]
FACTS = facts()
MONEY = [
    column
    for column in map(str, FACTS)
    if any(word in column for word in ("contribution", "amount", "spend", "margin"))
    and not column.endswith("_cv")
]

every_system = pytest.mark.parametrize("number", NUMBERS)


def rules(number: str) -> RuleSystem:
    return SYSTEMS[number]()


def labels(number: str, table: pd.DataFrame) -> "pd.Series[str]":
    return rules(number).fit(table).assign(table).labels


def test_the_catalogue_holds_twenty_systems_under_their_numbers() -> None:
    assert list(SYSTEMS) == NUMBERS
    assert [rules(number).system.id for number in NUMBERS] == NUMBERS


@every_system
def test_every_customer_has_one_cell_or_a_state_that_the_system_knows(number: str) -> None:
    found, system = labels(number, FACTS), rules(number).system
    assert found.index.equals(FACTS.index)
    assert found.isin([*(cell.key for cell in system.cells), *system.missing]).all()
    assert found.nunique() > 1  # it tells customers apart


@every_system
def test_a_state_is_told_exactly_where_scores_are_missing(number: str) -> None:
    found = rules(number).fit(FACTS).assign(FACTS)
    assert set(found.missing()) <= set(found.system.missing) <= set(STATES)
    apart = found.labels.isin(STATES)
    assert found.states[apart].eq(found.labels[apart]).all()


@every_system
def test_no_two_codes_fall_between_the_cells(number: str) -> None:
    system = rules(number).system
    levels = [len(axis.levels) for axis in system.cut_axes]
    assert len(system.codes) == (int(np.prod(levels)) if levels else 0)


@every_system
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 99))
def test_neither_order_nor_names_matter(number: str, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(len(FACTS))
    shuffled = FACTS.iloc[order]
    pd.testing.assert_series_equal(
        labels(number, shuffled).sort_index(), labels(number, FACTS), check_names=False
    )
    if number != "T11":  # exact sizes part equal customers, in the last resort by id
        renamed = FACTS.set_axis([f"other {n}" for n in order])
        assert labels(number, renamed).tolist() == labels(number, FACTS).tolist()


@every_system
@pytest.mark.parametrize("unit", [0.01, 1e6])
def test_the_unit_of_money_does_not_matter(number: str, unit: float) -> None:
    scaled = FACTS.assign(**{column: FACTS[column] * unit for column in MONEY})
    assert labels(number, scaled).equals(labels(number, FACTS))


@pytest.mark.parametrize("number", [number for number in NUMBERS if number != "T11"])
def test_equal_customers_share_a_cell_but_in_the_pyramid_of_exact_sizes(number: str) -> None:
    twins = pd.concat([FACTS, FACTS.set_axis([f"twin of {name}" for name in FACTS.index])])
    found = labels(number, twins)
    assert found.iloc[: len(FACTS)].tolist() == found.iloc[len(FACTS) :].tolist()


@every_system
def test_frozen_rules_label_one_customer_as_they_label_him_among_others(number: str) -> None:
    learned = rules(number).fit(FACTS)
    everyone = learned.assign(FACTS).labels
    some = FACTS.iloc[::7]
    assert learned.assign(some).labels.equals(everyone.iloc[::7])


@every_system
def test_stored_rules_label_as_before(number: str) -> None:
    learned = rules(number).fit(FACTS)
    stored = json.loads(json.dumps(learned.to_dict(), allow_nan=False))
    again = SYSTEMS[number].from_dict(stored)
    assert again.assign(FACTS).labels.equals(learned.assign(FACTS).labels)
    pd.testing.assert_frame_equal(again.assign(FACTS).scores, learned.assign(FACTS).scores)


@every_system
def test_the_table_is_left_as_it_was(number: str) -> None:
    before = FACTS.copy(deep=True)
    labels(number, FACTS)
    pd.testing.assert_frame_equal(FACTS, before)


@every_system
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_customer_can_be_explained(number: str, language: str) -> None:
    found = rules(number).fit(FACTS).assign(FACTS)
    for label in found.labels.unique():
        customer = found.labels.index[found.labels.eq(label)][0]
        said = found.explain(customer, language)
        assert customer in said
        assert "\n" not in said
        assert "nan" not in said.lower()
        assert "{" not in said
        assert said.endswith("." if language == "en" else "。")


@every_system
def test_words_are_there_in_both_languages(number: str) -> None:
    for language in LANGUAGES:
        table = rules(number).system.table(language).drop(columns="time")
        chinese = table.map(lambda text: any("一" <= letter <= "鿿" for letter in text))
        assert chinese.eq(language == "zh").all(axis=None)


@every_system
def test_cuts_count_as_many_customers_as_they_say(number: str) -> None:
    found = rules(number).fit(FACTS).assign(FACTS)
    for axis, cuts in found.cuts.items():
        for cut in cuts:
            if cut.rule.kind != "pareto":
                known = found.scores[axis].dropna()
                assert cut.n == len(known)


@every_system
def test_it_is_an_estimator_of_scikit_learn(number: str) -> None:
    system = rules(number)
    assert clone(system).get_params() == system.get_params()
    with pytest.raises(NotFittedError):
        system.assign(FACTS)


@every_system
def test_what_it_needs_is_asked_for(number: str) -> None:
    for column in rules(number).needs:
        with pytest.raises(InputError, match=column):
            rules(number).fit(FACTS.drop(columns=column))
    with pytest.raises(InputError, match="E_CUSTOMER_TWICE"):
        rules(number).fit(FACTS.iloc[[0, 0, 1]])


@every_system
def test_a_log_without_extra_columns_ends_in_labels_or_in_states(number: str) -> None:
    plain = FACTS.copy()
    items = [
        c
        for c in map(str, plain)
        if any(
            w in c
            for w in (
                "discount",
                "categor",
                "margin",
                "item",
                "channel",
                "deal_share",
                "price_level",
            )
        )
    ]
    plain[items] = np.nan
    if "top_category" in plain:
        plain["top_category"] = None
    found = rules(number).fit(plain).assign(plain)
    assert found.labels.notna().all()


@every_system
def test_a_single_customer_does_no_harm(number: str) -> None:
    one = FACTS.iloc[:1]
    try:
        found = labels(number, one)
    except InputError as error:
        assert error.code == "E_VALUES"  # noqa: PT017
    else:
        assert len(found) == 1


@every_system
def test_a_file_of_ones_own_is_used_in_place_of_the_packaged_one(
    number: str, tmp_path: Path
) -> None:
    packaged = (files("clv.rules") / "data" / f"{SYSTEMS[number].name}.yml").read_text("utf-8")
    own = tmp_path / "own.yml"
    own.write_text(packaged.replace("\nversion: 1\n", "\nversion: 7\n"), "utf-8")
    learned = SYSTEMS[number](file=own).fit(FACTS)
    assert learned.system.version == 7
    assert learned.assign(FACTS).labels.equals(labels(number, FACTS))
    with pytest.raises(InputError, match="E_STORED"):
        SYSTEMS[number].from_dict(learned.to_dict())
    assert SYSTEMS[number].from_dict(learned.to_dict(), file=own).system.version == 7


@every_system
def test_infinite_numbers_and_rows_without_a_customer_are_refused(number: str) -> None:
    learned = rules(number).fit(FACTS)
    for column in ("purchases", "inactivity", "median_gap", "contribution"):
        infinite = FACTS.astype({column: float})
        infinite.loc[FACTS.index[:2], column] = np.inf
        for use in (rules(number).fit, learned.assign):
            with pytest.raises(InputError, match=f"E_VALUES: {column} is infinite for 2 of"):
                use(infinite)
    nameless = FACTS.set_axis([None, *FACTS.index[1:]])
    with pytest.raises(InputError, match="E_CUSTOMER: 1 rows have no customer"):
        rules(number).fit(nameless)


@every_system
def test_without_money_everybody_can_still_be_told_why(number: str) -> None:
    poor = FACTS.copy()
    poor[MONEY] = np.nan
    try:
        found = rules(number).fit(poor).assign(poor)
    except InputError as error:
        assert error.code == "E_VALUES"  # noqa: PT017
    else:
        assert found.reasons("en").str.len().gt(0).all()
        assert found.reasons("zh").str.len().gt(0).all()
