"""Claims speak of what is there, hold in worlds made so, and fail in worlds made the other way."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from clv.evaluation.claims.judging import Claim, judge_claims
from clv.evaluation.claims.sources import CLAIMS
from clv.evaluation.claims.table import claims_table
from clv.rules import LANGUAGES, SYSTEMS
from tests.rules.facts import shop_log

N = 400
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: f"{c.system} {c.words.en}")


@pytest.fixture(scope="module")
def shop() -> pd.DataFrame:
    return claims_table(shop_log(120), "2024-01-01", "2024-07-01")


@every_claim
def test_a_claim_is_of_a_system_and_speaks_of_its_groups(claim: Claim) -> None:
    assert claim.system in SYSTEMS
    for column, group in claim.groups:
        assert group in [cell.key for cell in SYSTEMS[column]().system.cells]


@every_claim
def test_a_claim_is_told_in_both_languages(claim: Claim) -> None:
    for language in LANGUAGES:
        chinese = any("一" <= letter <= "鿿" for letter in claim.words.to(language))
        assert chinese == (language == "zh")
    assert claim.measure


@every_claim
def test_what_a_claim_looks_at_is_in_the_table(claim: Claim, shop: pd.DataFrame) -> None:
    assert set(claim.needs) <= set(shop.columns)
    assert claim.statistic(shop)(np.ones((2, len(shop)))).shape == (2,)


def test_no_claim_is_made_twice_and_only_one_system_makes_none() -> None:
    words = [claim.words.en for claim in CLAIMS]
    assert len(set(words)) == len(words)
    made = list(dict.fromkeys(claim.system for claim in CLAIMS))
    assert made == [number for number in SYSTEMS if number != "T18"]


def claim_of(words: str) -> Claim:
    (found,) = (claim for claim in CLAIMS if words in claim.words.en)
    return found


def two_groups(sign: float) -> pd.DataFrame:
    label = np.where(np.arange(N) % 2 == 0, "EI", "EII")
    noise = np.random.default_rng(0).normal(size=N)
    return pd.DataFrame({"T1": label, "spend_holdout": 50 + sign * 5 * (label == "EI") + noise})


def likelier(sign: float) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    score = rng.normal(size=N)
    return pd.DataFrame(
        {"purchases": score, "active_holdout": rng.random(N) < _chance(sign * score)}
    )


def _chance(score: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-2 * score)))


def nearer(sign: float) -> pd.DataFrame:
    return pd.DataFrame({"gap_gain": sign * 3 + np.random.default_rng(2).normal(size=N)})


def ordered(sign: float) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    room, placebo = rng.normal(size=(2, N))
    growth = (room if sign > 0 else placebo) + rng.normal(size=N)
    return pd.DataFrame({"change": growth, "room": room, "placebo_room": placebo})


def crowded(sign: float) -> pd.DataFrame:
    """A tenth of the customers are rich; the others bring next to nothing, or a good deal."""
    money = np.where(np.arange(N) % 10 == 0, 100.0, 0.5 if sign > 0 else 8.0)
    return pd.DataFrame({"contribution": money + 0.1 * np.random.default_rng(4).random(N)})


def discounted(sign: float) -> pd.DataFrame:
    rng = np.random.default_rng(5)
    before, depth = rng.normal(size=(2, N))
    less = sign * depth - before + rng.normal(size=N)
    return pd.DataFrame(
        {"less_later": less, "discount_depth_later": depth, "log_spend_before": before}
    )


WORLDS: dict[str, Callable[[float], pd.DataFrame]] = {
    "A loyal customer (EI) brings more": two_groups,
    "Those who bought often are likelier": likelier,
    "own cycle foretells": nearer,
    "Room to grow orders later growth": ordered,
    "four fifths of the money so far": crowded,
    "Deep discounts are followed": discounted,
}


@pytest.mark.parametrize("words", WORLDS)
@pytest.mark.parametrize(("sign", "verdict"), [(1, "holds"), (-1, "fails")])
def test_a_claim_holds_where_it_is_true_and_fails_where_it_is_reversed(
    words: str, sign: float, verdict: str
) -> None:
    found = judge_claims(WORLDS[words](sign), [claim_of(words)], draws=200)
    assert found["verdict"].tolist() == [verdict]


def explained(slope: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    known, stable, noise = rng.normal(size=(3, N))
    later = known + slope * stable + noise
    columns = {"log_spend_holdout": later, "active_share": stable, "log_contribution": known}
    return pd.DataFrame(columns)


def test_what_stability_tells_holds_where_it_tells_something_and_not_where_it_is_noise() -> None:
    claim = claim_of("Stability tells something")
    assert judge_claims(explained(0.5, 0), [claim], draws=200)["verdict"].tolist() == ["holds"]
    noise = [judge_claims(explained(0, seed), [claim], draws=100) for seed in range(12)]
    assert sum(found["verdict"].eq("holds").all() for found in noise) <= 1
