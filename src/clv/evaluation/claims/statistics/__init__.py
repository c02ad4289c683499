"""What a claim is measured by: figures of resampled customers, all draws at once.

Each function here looks at the table once and returns a function of counts, shape (draws, n), that
gives one figure a draw. A figure that rests on nobody is NaN.
"""

from clv.evaluation.claims.statistics.figures import Figure, Statistic, mean, mean_gap
from clv.evaluation.claims.statistics.ranking import auc_above_chance, rank_gain, top_share_less
from clv.evaluation.claims.statistics.slopes import coefficient, gain_in_r2

__all__ = [
    "Figure",
    "Statistic",
    "auc_above_chance",
    "coefficient",
    "gain_in_r2",
    "mean",
    "mean_gap",
    "rank_gain",
    "top_share_less",
]
