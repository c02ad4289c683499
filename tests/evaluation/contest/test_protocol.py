import json
from dataclasses import replace
from typing import Any

import pytest

from clv.errors import InputError
from clv.evaluation import STANDARD_OCCASIONS, Occasion, Protocol

AGREED = Protocol(groups=8, costs=(0.5, 1.5), occasions=STANDARD_OCCASIONS)


def test_a_protocol_survives_being_written_down() -> None:
    assert Protocol.from_dict(json.loads(json.dumps(AGREED.to_dict()))) == AGREED


@pytest.mark.parametrize(
    "change",
    [{"seed": 1}, {"costs": (0.5,)}, {"needed": 1}, {"occasions": STANDARD_OCCASIONS[:-1]},
     {"reference": "k-means"}, {"primary": "top_share"}],
)  # fmt: skip
def test_any_change_of_the_agreement_changes_the_digest(change: dict[str, Any]) -> None:
    assert replace(AGREED, **change).digest != AGREED.digest


def test_the_same_agreement_has_the_same_digest_on_every_machine() -> None:
    assert Protocol.from_dict(AGREED.to_dict()).digest == AGREED.digest
    assert Protocol(draws=500, seed=1997).digest == "a8f4a66e667e"


def test_a_protocol_cannot_be_changed_afterwards() -> None:
    with pytest.raises(AttributeError):
        AGREED.seed = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "wrong",
    [{"primary": "roc_auc"}, {"draws": 0}, {"stability_draws": 0}, {"groups": 0}, {"level": 1.0},
     {"budgets": (0.0,)}, {"budgets": ()}, {"costs": (-1.0,)}, {"costs": (float("nan"),)},
     {"top": 1.5}, {"needed": 0}, {"draws": 1}, {"groups": 4.5}, {"draws": True}, {"seed": -1},
     {"groups": "4"}, {"budgets": 0.1}],
)  # fmt: skip
def test_a_protocol_that_cannot_be_held_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_PROTOCOL"):
        Protocol(**wrong)


def test_an_unknown_kind_of_log_is_refused() -> None:
    with pytest.raises(InputError, match="E_PROTOCOL"):
        Occasion("mine", "2024-01-01", "26w", "secret")


def test_shuffled_outcomes_are_told_apart_by_name() -> None:
    assert Occasion("CDNOW", "1998-07-01", "26w", "shuffled").name == "CDNOW, shuffled"


def test_a_log_and_day_named_twice_are_refused() -> None:
    twice = (Occasion("mine", "2024-01-01", "26w"), Occasion("mine", "2024-01-01", "13w"))
    with pytest.raises(InputError, match="E_PROTOCOL: 1 logs and days are named more than once"):
        Protocol(occasions=twice)


def test_days_and_horizons_are_checked_when_they_are_agreed() -> None:
    with pytest.raises(InputError, match="E_DAY"):
        Occasion("mine", "2024-13-01", "26w")
    with pytest.raises(InputError, match="E_DURATION"):
        Occasion("mine", "2024-01-01", "0w")
