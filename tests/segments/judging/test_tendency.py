from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from clv.errors import InputError
from clv.segments import Tendency, cluster_tendency
from clv.simulate import SHOPS, simulate_customers


@cache
def shop(name: str, n: int, seed: int, model: str = "") -> pd.DataFrame:
    """What `describe` would say of customers of a shop of known truth."""
    rng = np.random.default_rng(seed)
    parts = []
    for one, part in enumerate(SHOPS[name].values()):
        ages = rng.integers(460, 540, round(part.share * n)) / 7
        purchases = {"r": 0.55, "alpha": 10.6, "s": 0.6, "beta": 11.7} if model else part.purchases
        table = simulate_customers(purchases, ages, 10 * seed + one, model=model or "bg_nbd")
        n_own = table["frequency"].to_numpy() + 1
        p, q, gamma = (part.spend[name] for name in ("p", "q", "gamma"))
        paid = rng.gamma(p * n_own) / n_own / rng.gamma(q, 1 / gamma, n_own.size)
        inactive = np.floor(7 * (table["T"] - table["recency"]))
        parts.append(
            pd.DataFrame(
                {
                    "purchases": n_own,
                    "inactivity": inactive,
                    "tenure": np.floor(7 * table["T"]),
                    "mean_amount": paid,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    return table.set_axis(pd.Index([f"{i:05d}" for i in rng.permutation(len(table))]), axis=0)


def found_in(name: str, seed: int, n: int = 250, model: str = "") -> Tendency:
    return cluster_tendency(shop(name, n, seed, model), draws=19, seed=seed)


@pytest.mark.parametrize("seed", range(4))
def test_in_a_shop_without_segments_there_are_none(seed: int) -> None:
    assert found_in("null", seed).verdict == "none"


@pytest.mark.parametrize("seed", range(2))
def test_planted_segments_are_found(seed: int) -> None:
    found = found_in("planted", seed)
    assert found.verdict == "clusters"
    assert found.p_value == 1 / 20
    assert found.by_k["excess"].max() > 0.15


@pytest.mark.parametrize("seed", range(2))
def test_a_model_that_does_not_fit_is_not_taken_for_clusters(seed: int) -> None:
    found = found_in("null", seed, n=400, model="pareto_nbd")
    assert found.verdict != "clusters"
    assert found.by_k["excess"].max() < 0.08


def test_neither_row_order_nor_the_unit_of_money_matters() -> None:
    table = shop("null", 60, 1)
    first = cluster_tendency(table, draws=19)
    turned = table.iloc[::-1].assign(mean_amount=1e6 * table["mean_amount"])
    other = cluster_tendency(turned, draws=19)
    assert (first.by_k["silhouette"] - other.by_k["silhouette"]).abs().max() < 1e-9


def test_without_money_purchases_and_silence_are_looked_at() -> None:
    table = shop("null", 60, 1).assign(mean_amount=np.nan)
    assert cluster_tendency(table, draws=19).features == ("inactivity", "purchases")


def test_returns_beyond_purchases_do_no_harm() -> None:
    table = shop("null", 60, 1)
    table = table.assign(mean_amount=table["mean_amount"].where(np.arange(len(table)) > 3, -5.0))
    assert cluster_tendency(table, draws=19).customers == 60


def test_of_many_customers_only_so_many_are_judged() -> None:
    assert cluster_tendency(shop("null", 250, 0), draws=19, most=60).customers == 60


def test_too_few_draws_for_the_level_are_refused() -> None:
    with pytest.raises(InputError, match="E_DRAWS: 18 draws.*take at least 19"):
        cluster_tendency(shop("null", 100, 1), draws=18)


def test_a_handful_of_customers_is_refused() -> None:
    with pytest.raises(InputError, match="E_TOO_FEW: 49 customers.*at least 50"):
        cluster_tendency(shop("null", 100, 1).iloc[:49])


def test_a_table_of_a_window_is_refused() -> None:
    table = shop("null", 100, 1)
    with pytest.raises(InputError, match="E_WINDOW: 100 of 100 customers have no purchase"):
        cluster_tendency(table.assign(purchases=0))


def test_the_sentence_follows_the_verdict_in_both_languages() -> None:
    by_k = pd.DataFrame({"silhouette": [0.4], "expected": [0.3]}, index=[2])
    found = Tendency(by_k, 0.2, 2, "none", ("purchases",), 100, 19)
    for verdict, en, zh in (
        ("none", "No clusters were found", "未发现聚类"),
        ("unclear", "No clear clusters were found", "未发现明显的聚类"),
        ("clusters", "There are clusters here", "这里存在聚类"),
    ):
        said = replace(found, verdict=verdict)
        assert said.sentence().startswith(en)
        assert said.sentence("zh").startswith(zh)
        assert "p = 0.20" in said.sentence("zh")
    with pytest.raises(InputError, match="E_LANGUAGE"):
        found.sentence("fr")
