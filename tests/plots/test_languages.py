"""Every chart speaks Chinese: no words of ours stay English, and the numbers are the same."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from clv.datasets import renewals
from clv.evaluation import project_renewals
from clv.language import speaking
from clv.plots import (
    churn_lift,
    churn_profit,
    decile_calibration,
    draw,
    draw_retention,
    forest,
    group_counts,
    group_stability_dots,
    standings,
    survival,
    tendency,
)
from tests.plots import (
    test_charts,
    test_choosing,
    test_churn,
    test_contest,
    test_leaderboard,
    test_purchases,
)
from tests.plots.test_cohorts import triangle

CHARTS: dict[str, Callable[[], Axes]] = {
    **test_charts.CHARTS,
    **test_purchases.CHARTS,
    "group_counts": partial(group_counts, test_choosing.COUNTS),
    "tendency": partial(tendency, test_choosing.LUMPS),
    "group_stability_dots": partial(group_stability_dots, test_choosing.STABILITY),
    "churn_profit": partial(churn_profit, test_churn.CURVE, test_churn.PLANS),
    "churn_lift": partial(churn_lift, test_churn.LIFTS),
    "draw_retention": partial(draw_retention, triangle(3)),
    "forest": partial(forest, test_contest.table(), "R²", "quadrants"),
    "standings": partial(standings, test_leaderboard.TABLE),
    "decile_calibration": partial(decile_calibration, test_leaderboard.DECILES, ["a", "b"]),
    "survival": lambda: survival(
        project_renewals(renewals()["regular"].tolist(), known=7, draws=50)
    ),
}
NAMES = re.compile(
    r"E[IV]+|S\d|BG|NBD|MBG|BIC|sBG|Gamma|mine|log|rules|learned|loss|gain|risk|means"
    r"|tiers|pyramid|quadrants|purchases|before|after|now|forecast|observed|mean|amount"
    r"|loyal|not|drifting|steady|consolidate|turn|around|lift|liquidate|or|rescue|customers|and"
    r"|money|is|perfect|k\b"
)
"""Names and labels that the tables of these tests bring along."""


def texts(axes: Axes) -> list[str]:
    sheet = axes.get_figure(root=True)
    assert sheet is not None
    sheet.canvas.draw()
    return [text.get_text() for text in sheet.findobj(Text)]


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_speaks_chinese_with_the_same_numbers(name: str) -> None:
    english = draw(CHARTS[name]()).alt
    with speaking("zh"):
        axes = CHARTS[name]()
        seen = texts(axes)
        chinese = draw(axes).alt
    assert re.search("[\u4e00-\u9fff：；，]", chinese)
    assert sorted(numbers(chinese)) == sorted(numbers(english))
    words = re.findall("[A-Za-z]{2,}", " ".join([chinese, *seen]))
    assert {word for word in words if not NAMES.fullmatch(word)} == set()


def numbers(text: str) -> list[str]:
    return [found.lstrip("0") for found in re.findall(r"\.?\d+(?:[.,]\d+)*", text)]


def test_days_along_an_axis_are_written_in_the_language() -> None:
    days = {}
    for language in ("en", "zh"):
        with speaking(language):
            days[language] = texts(test_charts.CHARTS["volume"]())
    assert "Oct" in days["en"]
    assert "10月" in days["zh"]
    assert "1997年10月" in days["zh"]
