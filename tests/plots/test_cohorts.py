import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from clv.plots import draw, draw_retention


def triangle(cohorts: int, by: str = "M", measure: str = "active") -> pd.DataFrame:
    """Cohorts of 1,000 customers, each observed one stretch less than the one before."""
    freq = {"W": "W-MON", "M": "MS", "Q": "QS"}[by]
    index = pd.date_range("2024-01-01", periods=cohorts, freq=freq, name="cohort")
    ages = np.arange(cohorts)
    values = np.where(ages[:, None] + ages < cohorts, 1 / (1 + ages), np.nan)
    table = pd.DataFrame(values, index=index)
    table.insert(0, "customers", 1000)
    table.attrs = {"as_of": "2024-06-01", "by": by, "measure": measure}
    return table


def written(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def test_each_observed_field_shows_its_number() -> None:
    axes = draw_retention(triangle(3))
    assert written(axes) == ["100", "50", "33", "100", "50", "100"]
    assert [label.get_text() for label in axes.get_yticklabels()] == [
        "2024-01 (1,000)",
        "2024-02 (1,000)",
        "2024-03 (1,000)",
    ]
    assert axes.get_xlabel() == "months since the first purchase"
    assert axes.get_ylabel() == "cohort (customers)"
    assert axes.get_title(loc="left") == "share of the cohort with a purchase, %"
    draw(axes)


def test_the_first_stretch_does_not_drown_the_later_ones() -> None:
    axes = draw_retention(triangle(3))
    assert axes.images[0].get_clim() == (0, 50)
    draw(axes)


def test_a_reader_who_cannot_see_it_is_told_the_numbers() -> None:
    told = draw(draw_retention(triangle(3))).alt
    assert told == (
        "Retention by month, share of the cohort with a purchase, %. 2024-01: 50 in month 1, 33 "
        "in month 2; 2024-02: 50 in month 1; 2024-03: 100 in month 0"
    )


@pytest.mark.parametrize("measure", ["purchases", "revenue"])
@pytest.mark.parametrize(("by", "name"), [("W", "2024-01-08"), ("Q", "2024 Q2")])
def test_other_stretches_and_measures_have_their_units(by: str, name: str, measure: str) -> None:
    axes = draw_retention(triangle(2, by, measure))
    assert axes.get_yticklabels()[1].get_text() == f"{name} (1,000)"
    assert "per customer of the cohort" in axes.get_title(loc="left")
    assert axes.get_xlabel().startswith({"W": "weeks", "Q": "quarters"}[by])
    draw(axes)


def test_a_wide_triangle_is_colours_alone_and_stays_on_the_page() -> None:
    axes = draw_retention(triangle(60, "W"))
    assert written(axes) == []
    assert len(axes.get_yticks()) <= 40
    assert draw(axes).width <= 960


def test_a_single_field_can_be_drawn_and_the_same_bytes_come_again() -> None:
    one, other = (draw(draw_retention(triangle(1))) for _ in range(2))
    assert one.svg == other.svg
    assert one.alt.endswith("2024-01: 100 in month 0")


def test_cohorts_without_money_can_be_drawn() -> None:
    table = triangle(2, measure="revenue")
    table[[0, 1]] = np.nan
    before = mpl.rcParams.copy()
    assert draw(draw_retention(table)).alt.endswith("2024-01: unknown; 2024-02: unknown")
    assert mpl.rcParams == before
