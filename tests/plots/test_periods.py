from datetime import date
from typing import Any

import pandas as pd
import pytest

from clv.language import speaking
from clv.plots import draw, forecast_record, period_forecast


def rows(start: int, n: int, **more: Any) -> pd.DataFrame:
    edges = [date(1998, start + i, 1) for i in range(n + 1)]
    table = pd.DataFrame({"start": edges[:-1], "end": edges[1:]})
    table = table.assign(expected=1500.0, lower=1200.0, upper=1800.0)
    return table.assign(**more)


JUDGED = rows(1, 3, actual=[1600.0, 1700.0, 2000.0], inside=[True, True, False])
AHEAD = rows(4, 3)
EARLIER = rows(2, 2, made=date(1998, 2, 1), actual=[1700.0, 2000.0], inside=[True, False])


def legend(axes: object) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]  # type: ignore[attr-defined]


def test_the_chart_tells_what_is_expected_and_how_often_it_held() -> None:
    drawn = draw(period_forecast(AHEAD, JUDGED, EARLIER, JUDGED))
    assert "1,500 are expected in the first period (1,200 to 1,800)" in drawn.alt
    assert "inside the interval of the forecast in 2" in drawn.alt


def test_earlier_runs_and_newer_customers_are_drawn_where_there_are_any() -> None:
    alone = legend(period_forecast(AHEAD, JUDGED, EARLIER.iloc[:0], JUDGED))
    everybody = JUDGED.assign(actual=JUDGED["actual"] + 500)
    whole = legend(period_forecast(AHEAD, JUDGED, EARLIER, everybody))
    assert sorted(alone) == ["came", "expected, 95% interval"]
    assert set(whole) - set(alone) == {"earlier reports", "came from newer customers"}


def test_the_record_marks_what_lies_outside_by_its_form() -> None:
    axes = forecast_record(EARLIER, {date(1998, 2, 1): "February", date(1998, 3, 1): "March"})
    assert legend(axes) == ["expected", "came, inside", "came, outside"]
    names = [label.get_text() for label in axes.get_yticklabels()]
    assert names == ["February, said 1998-02-01", "March, said 1998-02-01"]
    assert "inside the interval in 1 of 2." in draw(axes).alt


def test_a_long_record_shows_its_latest_forecasts() -> None:
    axes = forecast_record(pd.concat([EARLIER] * 20, ignore_index=True))
    assert len(axes.get_yticks()) == 24


@pytest.mark.parametrize("factor", [1e-6, 1e9])
def test_money_of_any_unit_is_drawn(factor: float) -> None:
    tables = []
    for table in (AHEAD, JUDGED, EARLIER, JUDGED):
        money = [name for name in ("expected", "lower", "upper", "actual") if name in table]
        tables.append(table.assign(**{name: table[name] * factor for name in money}))
    assert draw(period_forecast(*tables)).svg


def test_it_speaks_chinese() -> None:
    with speaking("zh"):
        assert "以往报告" in legend(period_forecast(AHEAD, JUDGED, EARLIER, JUDGED))
