"""Models side by side: the same customers, none hidden, no likelihoods compared that differ."""

import numpy as np
import pandas as pd
import pytest

from clv.customers import summarise
from clv.errors import FitError, InputError
from clv.models.bg_nbd import BGNBD
from clv.models.cnbd import BGCNBD
from clv.models.family import FAMILY, MODEL_TITLES, Family, compare_fits, fit_family
from clv.transactions import Transactions


@pytest.fixture(scope="module")
def customers(cdnow_sample_log: Transactions) -> pd.DataFrame:
    return summarise(cdnow_sample_log, "1997-10-01", gaps=True)


@pytest.fixture(scope="module")
def family(customers: pd.DataFrame) -> Family:
    return fit_family(customers)


def test_every_model_is_fitted_in_the_order_asked_for(family: Family) -> None:
    assert list(family) == list(FAMILY)
    assert family.refused == {}
    assert all(family[name].kind == name for name in FAMILY)


def test_every_model_has_a_title() -> None:
    assert FAMILY.keys() <= MODEL_TITLES.keys()


def test_the_table_holds_the_numbers_of_the_fits_the_best_first(family: Family) -> None:
    table = compare_fits(family)
    assert table["bic"].is_monotonic_increasing
    assert table["behind"].iloc[0] == 0
    for name, model in family.items():
        assert table.loc[name, "loglik"] == model.loglik_
        assert table.loc[name, "aic"] == model.aic
        assert table.loc[name, "behind"] == pytest.approx(model.bic - table["bic"].min())
    assert table["parameters"].to_dict() | {"nbd": 2, "bg_nbd": 4} == table["parameters"].to_dict()


def test_k_is_told_of_the_models_that_choose_it(family: Family) -> None:
    table = compare_fits(family)
    assert table["k"].notna().to_dict() == {name: name.endswith("_k") for name in table.index}
    assert table["loglik"]["bg_cnbd_k"] >= table["loglik"]["bg_nbd"] - 1e-6


def test_a_model_that_refuses_is_listed_with_its_reason(customers: pd.DataFrame) -> None:
    family = fit_family(customers.drop(columns="log_gaps"), ["bg_nbd", "mbg_cnbd_k"])
    assert list(family) == ["bg_nbd"]
    assert family.refused["mbg_cnbd_k"].code == "E_COLUMNS"
    table = compare_fits(family)
    assert table["kind"]["mbg_cnbd_k"] == "mbg_cnbd_k"
    assert table["status"]["mbg_cnbd_k"] == "refused: E_COLUMNS"
    assert np.isnan(table["bic"]["mbg_cnbd_k"])


def test_where_all_refuse_the_error_names_every_reason() -> None:
    nobody = pd.DataFrame({"frequency": [0] * 20, "recency": [0.0] * 20, "T": [9.0] * 20})
    with pytest.raises(FitError, match="nbd.*bg_nbd") as raised:
        fit_family(nobody, ["nbd", "bg_nbd"])
    assert raised.value.code == "E_FAMILY"


def test_estimators_of_ones_own_are_cloned(customers: pd.DataFrame) -> None:
    own = BGNBD()
    family = fit_family(customers, {"mine": own})
    assert not hasattr(own, "params_")
    assert family["mine"].n_customers_ == len(customers)


def test_an_unknown_name_is_refused_with_the_known_ones(customers: pd.DataFrame) -> None:
    with pytest.raises(InputError, match="bg_nbd") as raised:
        fit_family(customers, ["bg_nbd", "gb_nbd"])
    assert raised.value.code == "E_MODEL"


def test_fits_of_other_customers_are_not_compared(customers: pd.DataFrame) -> None:
    models = {"all": BGNBD().fit(customers), "half": BGNBD().fit(customers.iloc[::2])}
    with pytest.raises(InputError, match="2 different tables") as raised:
        compare_fits(models)
    assert raised.value.code == "E_OTHER_CUSTOMERS"


def test_a_likelihood_without_gaps_is_not_compared(customers: pd.DataFrame) -> None:
    without = customers.drop(columns="log_gaps")
    models = {"bg_nbd": BGNBD().fit(without), "k2": BGCNBD(k=2).fit(without)}
    with pytest.raises(InputError, match="log_gaps") as raised:
        compare_fits(models)
    assert raised.value.code == "E_LIKELIHOOD"


def test_progress_says_what_each_fit_came_to(
    customers: pd.DataFrame, capsys: pytest.CaptureFixture[str]
) -> None:
    fit_family(customers, ["nbd"], progress=True)
    assert "nbd: converged (" in capsys.readouterr().err


def test_a_model_that_chose_k_one_is_the_model_without_k(
    family: Family, customers: pd.DataFrame
) -> None:
    assert family["bg_cnbd_k"].params_ == pytest.approx(family["bg_nbd"].params_, rel=1e-3)
    assert family.twins() == {"bg_cnbd_k": "bg_nbd", "mbg_cnbd_k": "mbg_nbd"}
    assert [name for name in FAMILY if name not in family.twins()] == list(family.distinct())
    alone = fit_family(customers, ["nbd", "mbg_cnbd_k"])
    assert alone.twins() == {}
    assert list(alone.distinct()) == ["nbd", "mbg_cnbd_k"]


def test_a_model_with_a_larger_k_is_one_of_its_own(customers: pd.DataFrame) -> None:
    family = fit_family(customers, {"plain": BGNBD(), "k2": BGCNBD(k=2), "k1": BGCNBD(k=1)})
    assert family.twins() == {"k1": "plain"}


def test_every_end_is_told_in_words(family: Family, customers: pd.DataFrame) -> None:
    assert family.in_words().endswith("MBG/CNBD-k chose k = 1, and is MBG/NBD.")
    steady = customers.assign(recency=customers["T"].where(customers["frequency"] > 0, 0.0))
    told = fit_family(steady.drop(columns="log_gaps"), ["nbd", "bg_nbd", "bg_cnbd_k"]).in_words()
    assert "Converged: NBD." in told
    assert "BG/NBD fell to a boundary: " in told
    assert "BG/CNBD-k refused: E_COLUMNS: the customer table has no column log_gaps" in told
