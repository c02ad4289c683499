"""Whether customers fall into groups, or there is only more and less of everything.

Any cloud can be cut into groups. What has to be asked is whether it falls apart more than a cloud
without groups, and for customers such a cloud is no box of random numbers: half of them may have
bought once, and who bought often bought lately. So it is drawn from the models in which customers
differ by degrees only, BG/NBD and Gamma-Gamma, fitted to the same customers at the same ages.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from clv.errors import InputError
from clv.segments._learning import learners
from clv.segments._words import said
from clv.segments.features import FeatureScales
from clv.segments.judging._by_degrees import customers_by_degrees, known_customers
from clv.segments.judging._shape import Points, distances, divide, mean_silhouette
from clv.segments.judging._verdicts import SENTENCES

__all__ = ["Tendency", "cluster_tendency"]

_K = tuple(range(2, 9))
_FEATURES = ("inactivity", "purchases", "mean_amount")


@dataclass(frozen=True, eq=False)
class Tendency:
    """Whether customers fall into groups more than customers who differ by degrees only.

    Parameters
    ----------
    by_k
        Indexed by the number of groups: silhouette (mean width of k-means groups, -1 to 1),
        expected (its mean without groups), lower and upper (between which 90% of the draws
        without groups lie), excess (silhouette less expected).
    p_value
        Share of the draws, with the customers themselves, in which some number of groups stands out
        as much. One test over all numbers of groups.
    n_groups
        The number of groups with the widest silhouette where the excess is material; where it
        nowhere is, the one with the largest excess.
    verdict
        ``"clusters"``; ``"unclear"``: more lumps than chance makes, but no more than a purchase
        model that does not quite fit; ``"none"``.
    features
        What was looked at.
    customers, draws
        Customers judged, and draws without groups.
    """

    by_k: pd.DataFrame
    p_value: float
    n_groups: int
    verdict: str
    features: tuple[str, ...]
    customers: int
    draws: int

    def sentence(self, language: str = "en") -> str:
        """Say the finding in one sentence, with its numbers.

        Parameters
        ----------
        language
            ``"en"`` or ``"zh"``.

        Returns
        -------
        str
            One sentence.

        Raises
        ------
        InputError
            ``E_LANGUAGE`` for another language.
        """
        row = self.by_k.loc[self.n_groups]
        return said(language, *SENTENCES[self.verdict]).format(
            k=self.n_groups, p=self.p_value, found=row["silhouette"], expected=row["expected"]
        )


def cluster_tendency(
    table: pd.DataFrame,
    draws: int = 39,
    seed: int = 0,
    *,
    most: int = 1000,
    level: float = 0.05,
    material: float = 0.1,
) -> Tendency:
    """Test whether customers fall into groups, against customers who differ by degrees only.

    For 2 to 8 groups the mean silhouette width of k-means (Rousseeuw 1987) on inactivity, purchases
    and mean amount is compared with what it is in draws from BG/NBD and Gamma-Gamma, fitted to
    these customers and drawn at their ages. The largest standardised width decides, ranked among
    those of the draws. A small p-value alone would not do: with enough customers it comes from any
    misfit of the models, so the excess must also be material.

    Groups that differ in other things, such as the regularity or the season of their purchases, are
    not looked for.

    Parameters
    ----------
    table
        One row a customer as of a day, over the whole history: purchases (days), inactivity and
        tenure (days), mean_amount (money). Without any money, purchases and inactivity alone.
    draws
        Draws without groups; at least 1 / level - 1.
    seed
        Seed of the draws.
    most
        Of more customers than this, so many are judged, chosen by a hash of their ids.
    level
        Largest p-value at which groups are seen, 0 to 1.
    material
        Smallest excess of the silhouette that counts. In shops without groups, but with other laws
        of buying, leaving and spending than the models', misfit alone made up to 0.08.

    Returns
    -------
    Tendency
        Verdict, sentence and the numbers behind them.

    Raises
    ------
    InputError
        ``E_COLUMNS``, ``E_NOT_FINITE``; ``E_TOO_FEW`` below 50 customers; ``E_LEVEL``; ``E_DRAWS``
        for fewer draws than the level needs; ``E_WINDOW`` for customers without a purchase in the
        window.
    FitError
        Where the models cannot be fitted, such as where nobody bought twice.

    Examples
    --------
    >>> from datetime import date
    >>> from clv.customers import describe
    >>> from clv.simulate import simulated_shop
    >>> from clv.transactions import read_transactions
    >>> shop, _ = simulated_shop("planted", 300, date(2023, 1, 1), date(2024, 7, 1), seed=1)
    >>> table = describe(read_transactions(shop, as_of="2024-07-01"), "2024-07-01")
    >>> cluster_tendency(table, draws=19).verdict
    'clusters'
    """
    if not 0 < level < 1:
        raise InputError("E_LEVEL", f"the level is {level}", "give one between 0 and 1")
    if (draws + 1) * level < 1:
        raise InputError(
            "E_DRAWS",
            f"{draws} draws cannot show a p-value of {level:g}",
            f"take at least {int(np.ceil(1 / level)) - 1}",
        )
    known = known_customers(learners(table, most))
    names = tuple(name for name in _FEATURES if name in known)
    with threadpool_limits(1):  # threads add up in another order, and wait for each other
        tables = (known, *customers_by_degrees(known, draws, seed))
        widths = np.array([_widths(FeatureScales.learn(one, names).points(one)) for one in tables])
    by_k = pd.DataFrame(
        {
            "silhouette": widths[0],
            "expected": widths[1:].mean(axis=0),
            "lower": np.quantile(widths[1:], 0.05, axis=0),
            "upper": np.quantile(widths[1:], 0.95, axis=0),
        },
        index=pd.Index(_K, name="n_groups"),
    ).assign(excess=lambda at: at["silhouette"] - at["expected"])
    p_value, real = _p_value(widths), by_k["excess"] >= material
    verdict = "none" if p_value > level else "clusters" if real.any() else "unclear"
    best = by_k["silhouette"].where(real, -1.0) if real.any() else by_k["excess"]
    n_groups = _K[int(best.to_numpy().argmax())]
    return Tendency(by_k, p_value, n_groups, verdict, names, len(known), draws)


def _widths(points: Points) -> list[float]:
    apart = distances(points)
    return [mean_silhouette(apart, divide(points, k)) for k in _K]


def _p_value(widths: NDArray[np.float64]) -> float:
    """Rank the first row's largest standardised width among those of all rows."""
    spread = widths.std(axis=0)
    standard = (widths - widths.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    outstanding = standard.max(axis=1)
    return float((outstanding >= outstanding[0]).mean())
