"""The hybrid: the model where there is nothing to learn, better where there is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from clv.evaluation.leaderboard import HybridForecaster, Lesson, lesson_at
from clv.evaluation.metrics import spearman
from clv.models import BGNBD
from tests.evaluation.leaderboard.shop import log


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return lesson_at(log(), date(2023, 12, 1), "13w")


def test_with_few_purchases_it_is_the_model(lesson: Lesson) -> None:
    few = replace(lesson, earlier_actual=(lesson.earlier_actual * 0))
    model = BGNBD().fit(lesson.known)
    hybrid = HybridForecaster(BGNBD()).fit(few)
    assert hybrid.learners_ == ()
    np.testing.assert_allclose(hybrid.predict(lesson.known), model.predict(lesson.known, 13.0))
    table = hybrid.pmf(lesson.known, 6)
    np.testing.assert_allclose(table, model.pmf(lesson.known, 13.0, 6), atol=1e-4)


def test_it_does_not_move_the_total_of_the_model(lesson: Lesson) -> None:
    total = BGNBD().fit(lesson.known).predict(lesson.known, 13.0).sum()
    made = HybridForecaster(BGNBD()).fit(lesson).predict(lesson.known)
    assert made.sum() == pytest.approx(total)


def test_the_distribution_has_the_corrected_mean(lesson: Lesson) -> None:
    hybrid = HybridForecaster(BGNBD()).fit(lesson)
    table = hybrid.pmf(lesson.known, 80)
    np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(table @ np.arange(81), hybrid.predict(lesson.known), atol=1e-3)
    assert hybrid.width_ >= 1


def test_it_finds_what_the_model_cannot_see(lesson: Lesson) -> None:
    rng = np.random.default_rng(0)
    rich = lesson.earlier["mean_amount"] > lesson.earlier["mean_amount"].median()
    more = lesson.earlier_actual + rng.poisson(np.where(rich, 1.0, 0.0))
    told = replace(lesson, earlier_actual=more)
    model = BGNBD().fit(lesson.known).predict(lesson.known, 13.0)
    half, whole = (
        HybridForecaster(BGNBD(), trust).fit(told).predict(lesson.known) / model
        for trust in (0.5, 1.0)
    )
    amount = lesson.known["mean_amount"]
    assert spearman(amount, whole) > 0.5
    assert np.log(whole).std() == pytest.approx(2 * np.log(half).std(), rel=0.01)


def test_neither_rows_nor_the_unit_of_money_matter(lesson: Lesson) -> None:
    money = ["mean_amount", "contribution", "monetary_value"]
    tables = {name: getattr(lesson, name).copy() for name in ("known", "earlier")}
    for name, table in tables.items():
        table[money] *= 1e6
        table.attrs = getattr(lesson, name).attrs
    plain = HybridForecaster(BGNBD()).fit(lesson)
    scaled = HybridForecaster(BGNBD()).fit(replace(lesson, **tables))
    made = plain.predict(lesson.known)
    np.testing.assert_allclose(scaled.predict(tables["known"]), made, rtol=1e-6)
    turned = lesson.known.iloc[::-1]
    turned.attrs = lesson.known.attrs
    np.testing.assert_allclose(plain.predict(turned), made[::-1])


def test_a_log_without_money_is_no_hindrance(lesson: Lesson) -> None:
    tables = {}
    for name in ("known", "earlier"):
        tables[name] = getattr(lesson, name).assign(mean_amount=np.nan)
        tables[name].attrs = getattr(lesson, name).attrs
    hybrid = HybridForecaster(BGNBD()).fit(replace(lesson, **tables))
    assert np.isfinite(hybrid.predict(tables["known"])).all()
