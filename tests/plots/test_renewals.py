"""The chart of a cohort says what was projected and what came."""

from clv.datasets import renewals
from clv.evaluation import project_renewals
from clv.plots import draw, survival


def test_the_chart_tells_the_last_renewal_in_words() -> None:
    table = project_renewals(renewals()["regular"].tolist(), known=7, draws=50)
    alt = draw(survival(table)).alt
    assert "After renewal 12 173 were left" in alt
    assert "sBG 171" in alt


def test_every_projection_has_a_line_and_the_legend_says_how_far_off_it_is() -> None:
    table = project_renewals(renewals()["regular"].tolist(), known=7, draws=50)
    axes = survival(table)
    legend = axes.get_legend()
    assert legend is not None
    told = [text.get_text() for text in legend.get_texts()]
    assert told[:3] == ["sBG: -1% at the last", "constant churn: -61% at the last",
                        "last retention: -8% at the last"]  # fmt: skip
    draw(axes)
