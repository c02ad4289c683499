"""The chart of a series shows every day of every log, and says it in words."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from clv.plots import forest


def table(logs: int = 2) -> pd.DataFrame:
    places = [(f"log {k}", day) for k in range(logs) for day in ("2024-01-01", "2024-07-01")]
    rows = {
        (data, as_of, name): {"difference": lead, "lower": lead - 0.01, "upper": lead + 0.01}
        for data, as_of in places
        for name, lead in (("k-means", 0.05), ("pyramid", -0.03), ("tiers", 0.005))
    }
    rows |= {(data, as_of, "quadrants"): {"difference": float("nan")} for data, as_of in places}
    found = pd.DataFrame.from_dict(rows, orient="index").rename_axis(
        ["data", "as_of", "competitor"]
    )
    return found.assign(clear=found["difference"].abs() > 0.01)


def test_every_competitor_but_the_reference_has_a_row_the_best_on_top() -> None:
    axes = forest(table(), "R²", "quadrants")
    names = [tick.get_text() for tick in axes.get_yticklabels()]
    assert names == ["pyramid", "tiers", "k-means"]
    assert "R²" in axes.get_xlabel()
    plt.close("all")


def test_marks_are_full_where_the_difference_is_clear() -> None:
    axes = forest(table(1), "R²", "quadrants")
    faces = [line.get_markerfacecolor() for line in axes.lines if np.size(line.get_xdata()) == 1]
    assert faces.count("white") == 2
    assert len(faces) == 6
    plt.close("all")


def test_logs_have_marks_of_their_own_and_a_legend() -> None:
    legend = forest(table(3), "R²", "quadrants").get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["log 0", "log 1", "log 2"]
    plt.close("all")


def test_the_finding_is_told_in_words() -> None:
    sheet = forest(table(), "R²", "quadrants").get_figure(root=True)
    assert sheet is not None
    told = str(sheet.get_label())
    assert "k-means +0.050 to +0.050, clearly ahead 4 and behind 0 of 4 times" in told
    assert "pyramid -0.030 to -0.030, clearly ahead 0 and behind 4 of 4 times" in told
    plt.close("all")
