"""The board: same numbers as the metrics one by one, honest standings, extended without a rerun."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import PoissonRegressor

from clv.customers import outcomes
from clv.errors import FitError, InputError
from clv.evaluation.leaderboard import (
    SCORES,
    AverageForecaster,
    Forecaster,
    ModelForecaster,
    RegressorForecaster,
    extend_leaderboard,
    lesson_at,
    run_leaderboard,
    standard_forecasters,
)
from clv.evaluation.leaderboard.counts import middle
from clv.evaluation.metrics import METRICS
from clv.models import BGCNBD, BGNBD, PurchaseModel
from clv.transactions import Transactions
from tests.evaluation.leaderboard.shop import NAIVE, OWN, Constant, board, log


def test_scores_are_those_of_the_customers_one_by_one() -> None:
    first = date.fromisoformat(board().origins.index[0])
    lesson = lesson_at(log(), first, "13w")
    actual = outcomes(log(), first, first + pd.Timedelta(days=91))["purchases_holdout"].to_numpy()
    model = BGNBD().fit(lesson.known)
    mean, table = (
        model.predict(lesson.known, 13.0).to_numpy(),
        model.pmf(lesson.known, 13.0, int(actual.max())).to_numpy(),
    )
    found = dict(zip(SCORES, board().values[0, board().names.index("bg_nbd")], strict=True))
    for name in ("count_log_loss", "coverage_80", "coverage_95"):
        assert found[name] == pytest.approx(float(METRICS[name](actual, table)))
    for name in ("bias", "rmse", "normalised_gini", "decile_error"):
        assert found[name] == pytest.approx(float(METRICS[name](actual, mean)))
    assert found["mae"] == pytest.approx(np.abs(middle(table, mean) - actual).mean())
    assert found["wape"] == pytest.approx(found["mae"] / actual.mean())


def test_own_models_and_lifetimes_agree_where_both_forecast_a_mean() -> None:
    table = board().standings()["value"]
    for score in ("bias", "rmse", "normalised_gini"):
        assert table[score, "bg_nbd"] == pytest.approx(table[score, "lifetimes"], rel=1e-2)


def test_one_is_first_on_every_score_and_a_difference_of_nothing_is_noise() -> None:
    table = board().standings()
    assert ((table["standing"] == "first").groupby("score").sum() == 1).all()
    twins = board().standings(["bg_nbd", "lifetimes"])
    assert twins["standing"].xs("rmse").tolist() == ["first", "within noise"]
    assert table.loc[("rmse", "nobody"), "standing"] == "behind"


def test_who_tells_no_distribution_is_not_scored_on_one() -> None:
    table = board().standings()
    assert not set(table.loc["count_log_loss"].index) & {"rate", "nobody", "lifetimes"}
    assert {"bg_nbd", "hybrid", "cells", "mean"} == set(table.loc["coverage_80"].index)


def test_on_the_models_own_story_own_models_hold_against_all_others() -> None:
    reach = board().reach()
    assert reach["holds"].all()
    assert set(reach["ours"]) <= set(OWN)
    assert board().reach("hybrid")["ours"].eq("hybrid").all()


def test_the_naive_rules_are_clearly_worse_where_there_is_something_to_know() -> None:
    table = board().standings()
    assert table.loc[("count_log_loss", "mean"), "standing"] == "behind"
    assert table["value"]["bias", "nobody"] == pytest.approx(-board().origins["actual"].mean())


def test_an_added_forecaster_has_the_scores_it_would_have_had_from_the_start() -> None:
    mine = {"mine": Constant()}
    assert isinstance(Constant(), Forecaster)
    few = run_leaderboard(log(), {"rate": NAIVE["rate"]}, at=2, draws=30)
    together = run_leaderboard(log(), {"rate": NAIVE["rate"], **mine}, at=2, draws=30)
    extended = extend_leaderboard(few, log(), mine)
    np.testing.assert_array_equal(extended.samples, together.samples)
    pd.testing.assert_frame_equal(extended.standings(), together.standings())
    assert extended.forecasters.loc["mine", "kind"] == "added"


def test_a_regressor_takes_part_in_five_lines_and_has_a_distribution() -> None:
    mine = {"glm": RegressorForecaster(PoissonRegressor(), ["frequency", "T", "active_share"])}
    table = extend_leaderboard(board(), log(), mine).standings()
    assert table["value"]["count_log_loss", "glm"] < table["value"]["count_log_loss", "mean"]


def test_the_same_seed_gives_the_same_board_and_the_order_of_names_does_not_matter() -> None:
    names = ["rate", "cells"]
    boards = [
        run_leaderboard(log(), {name: NAIVE[name] for name in order}, at=1, draws=20)
        for order in (names, names[::-1])
    ]
    first, other = (board.standings().sort_index() for board in boards)
    pd.testing.assert_frame_equal(first, other)


def test_another_log_or_a_name_twice_is_refused(cdnow_sample_log: Transactions) -> None:
    with pytest.raises(InputError, match="log_digest") as raised:
        extend_leaderboard(board(), cdnow_sample_log, {"mine": Constant()})
    assert raised.value.code == "E_OTHER_LOG"
    with pytest.raises(InputError, match="already on the board"):
        extend_leaderboard(board(), log(), {"rate": NAIVE["rate"]})
    with pytest.raises(InputError, match="no forecaster"):
        run_leaderboard(log(), {})


class Refusing(Constant):
    def fit(self, lesson: Any) -> "Refusing":
        raise FitError("E_TOO_FEW", "2 customers", "wait")


class Wrong(Constant):
    def __init__(self, made: Any) -> None:
        self.made = made

    def predict(self, known: pd.DataFrame) -> Any:
        return self.made(len(known))


def test_who_refuses_is_left_out_with_a_notice() -> None:
    small = run_leaderboard(log(), {"no": Refusing(), "rate": NAIVE["rate"]}, at=1, draws=5)
    assert small.names == ["rate"]
    assert [notice.code for notice in small.notices] == ["W_LEFT_OUT"]
    assert "2 customers" in str(small.notices[0])
    with pytest.raises(FitError, match="nobody forecasts"):
        run_leaderboard(log(), {"no": Refusing()}, at=1, draws=5)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (lambda n: np.zeros(n - 1), "the shape"),
        (lambda n: np.full(n, np.nan), "no numbers from 0"),
        (lambda n: np.full(n, -1.0), "no numbers from 0"),
    ],
)
def test_answers_of_a_wrong_form_stop_the_run(made: Any, found: str) -> None:
    with pytest.raises(InputError, match=found) as raised:
        run_leaderboard(log(), {"wrong": Wrong(made)}, at=1, draws=5)
    assert raised.value.code == "E_FORECAST"


def test_an_average_goes_on_without_who_refuses() -> None:
    lesson = lesson_at(log(), date(2023, 12, 1), "13w")
    models: dict[str, PurchaseModel] = {"bg": BGNBD(), "cnbd": BGCNBD()}
    members = {name: ModelForecaster(model) for name, model in models.items()}
    whole = AverageForecaster(members).fit(lesson)
    assert set(whole.members_) == {"bg", "cnbd"}
    blind = replace(lesson, known=lesson.known.drop(columns="log_gaps"))
    left = AverageForecaster(members).fit(blind)
    assert set(left.members_) == {"bg"}
    np.testing.assert_allclose(left.pmf(blind.known, 5).sum(axis=1) <= 1, 1)


def test_the_sentence_names_the_first_and_what_the_intervals_do_not_hold() -> None:
    said = board().sentence()
    assert "Over 2 windows of 91 days" in said
    assert "not of which windows" in said
    assert board().by_origin().shape == (len(SCORES) * len(board().names), 2)


def test_the_standard_list_has_every_side() -> None:
    kinds = [each.kind for each in standard_forecasters().values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "own": 8, "naive": 5, "reference": 3,
    }  # fmt: skip


def test_overlapping_windows_are_said() -> None:
    days = (date(2023, 10, 1), date(2023, 11, 1))
    found = run_leaderboard(log(), {"rate": NAIVE["rate"]}, horizon="13w", at=days, draws=5)
    assert [notice.code for notice in found.notices] == ["W_OVERLAP"]


class Scribbler(Constant):
    """Writes into whatever it is shown."""

    def fit(self, lesson: Any) -> Any:
        super().fit(lesson)
        for table in (lesson.known, lesson.earlier):
            table["frequency"] = 0
        lesson.earlier_actual.iloc[:] = 0
        return self

    def predict(self, known: pd.DataFrame) -> Any:
        known["T"] = 1.0
        return super().predict(known)


def test_who_writes_into_the_lesson_changes_nothing_for_others() -> None:
    field = {"scribbler": Scribbler(), **NAIVE}
    alone, beside = (
        run_leaderboard(log(), each, at=1, draws=5) for each in (NAIVE, field)
    )  # fmt: skip
    np.testing.assert_array_equal(beside.values[:, 1:], alone.values)


@pytest.mark.parametrize("method", ["predict", "pmf"])
def test_answers_in_another_order_stop_the_run(method: str) -> None:
    class Turned(Constant):
        pass

    def answer(_: Any, known: pd.DataFrame, most: int = 0) -> Any:
        table = pd.DataFrame(0.01, known.index[::-1], range(most + 1))
        return table[0] if method == "predict" else table

    setattr(Turned, method, answer)
    with pytest.raises(InputError, match="customers in another place"):
        run_leaderboard(log(), {"turned": Turned()}, at=1, draws=5)


@pytest.mark.parametrize(("wrong", "code"), [
    ({"draws": 1}, "E_DRAWS"), ({"level": 2.0}, "E_LEVEL"), ({"at": []}, "E_ORIGINS"),
    ({"at": [date(2024, 1, 1)] * 2}, "E_ORIGINS"), ({"at": ["soon"]}, "E_DAY"),
])  # fmt: skip
def test_settings_that_make_no_board_are_refused(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError, match=code):
        run_leaderboard(log(), NAIVE, **wrong)
