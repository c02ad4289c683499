"""Model files: read back to the last digit, or refused."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from clv.errors import InputError
from clv.models import BGNBD, FittedModel, GammaGamma, load_model, save_model
from clv.models.store import model_from_record, model_record
from clv.simulate import simulate_customers

TRUTH = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
SPEND = {"p": 6.0, "q": 4.0, "gamma": 15.0}
CUSTOMERS = simulate_customers(TRUTH, np.full(800, 39.0), seed=1, spend=SPEND)
NO_DROPOUT = simulate_customers(TRUTH | {"a": 1e-6, "b": 1.0}, np.full(800, 39.0), seed=7)
CUSTOMERS["card"] = np.arange(800.0) % 7
MOVED = BGNBD(("card",), ("card", "recency")).fit(CUSTOMERS)
MODELS = [BGNBD().fit(CUSTOMERS), GammaGamma().fit(CUSTOMERS), BGNBD().fit(NO_DROPOUT), MOVED]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.kind))
def test_a_model_comes_back_to_the_last_digit(model: FittedModel, tmp_path: Path) -> None:
    save_model(model, tmp_path / "model.json", digest="abc")
    back = load_model(tmp_path / "model.json")
    assert type(back) is type(model)
    assert vars(back).keys() == vars(model).keys() | {"digest_"}
    assert back.params_ == model.params_
    assert back.get_params() == model.get_params()
    assert (back.status_, back.notices_, back.held_) == (
        model.status_,
        model.notices_,
        model.held_,
    )
    assert_frame_equal(back.covariance_, model.covariance_)
    assert_series_equal(back.standard_errors_, model.standard_errors_)
    assert back.digest_ == "abc"


def test_a_model_read_back_forecasts_the_same(tmp_path: Path) -> None:
    save_model(MODELS[0], tmp_path / "model.json")
    back = load_model(tmp_path / "model.json")
    assert isinstance(back, BGNBD)
    assert_series_equal(back.predict(CUSTOMERS, 39.0), MODELS[0].predict(CUSTOMERS, 39.0))


def test_a_model_with_covariates_read_back_forecasts_the_same(tmp_path: Path) -> None:
    save_model(MOVED, tmp_path / "model.json")
    back = load_model(tmp_path / "model.json")
    assert isinstance(back, BGNBD)
    assert back.get_params() == {
        "rate_covariates": ("card",), "dropout_covariates": ("card", "recency")
    }  # fmt: skip
    assert_series_equal(back.predict(CUSTOMERS, 39.0), MOVED.predict(CUSTOMERS, 39.0))
    one, other = (model.simulate_future(CUSTOMERS, 39.0, seed=1) for model in (back, MOVED))
    assert one.tolist() == other.tolist()


def test_covariates_given_as_a_list_are_read_back_as_a_tuple(tmp_path: Path) -> None:
    save_model(BGNBD(rate_covariates=["card"]).fit(CUSTOMERS), tmp_path / "m.json")  # type: ignore[arg-type]
    assert load_model(tmp_path / "m.json").get_params()["rate_covariates"] == ("card",)


def test_the_file_holds_no_customer(tmp_path: Path) -> None:
    save_model(MODELS[0], tmp_path / "model.json")
    assert "c0000" not in (tmp_path / "model.json").read_text(encoding="utf-8")


def test_saving_twice_writes_the_same_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    save_model(MODELS[0], tmp_path / "one.json")
    once = (tmp_path / "one.json").read_bytes()
    save_model(MODELS[0], tmp_path / "one.json")
    assert (tmp_path / "one.json").read_bytes() == once
    assert [path.name for path in tmp_path.iterdir()] == ["one.json"]


CHANGES: dict[str, dict[str, Any]] = {
    "kind": {"kind": "crystal_ball"},
    "setting": {"settings": {"rate_covariates": [7]}},
    "setting of another type": {"settings": {"rate_covariates": {"card": 1}}},
    "unknown setting": {"settings": {"penalty": 0.1}},
    "covariates without coefficients": {"settings": {"rate_covariates": ["card"]}},
    "coefficients without covariates": {
        "params": {"r": 1.0, "alpha": 1.0, "a": 1.0, "b": 1.0, "alpha[card]": 0.5}
    },
    "version": {"version": 2},
    "unknown key": {"penalty": 0.1},
    "negative parameter": {"params": {"r": -1.0, "alpha": 1.0, "a": 1.0, "b": 1.0}},
    "text as parameter": {"params": {"r": "1", "alpha": 1.0, "a": 1.0, "b": 1.0}},
    "other parameter": {"params": {"r": 1.0, "alpha": 1.0, "a": 1.0, "c": 1.0}},
    "missing parameter": {"params": {"r": 1.0, "alpha": 1.0, "a": 1.0}},
    "shape": {"covariance_of_logs": [[1.0]]},
    "not a number": {"covariance_of_logs": [[float("nan")] * 4] * 4},
    "no number": {"loglik": float("nan")},
    "type": {"n_customers": "800"},
    "unit": {"time_unit": 7},
    "held": {"held": ["c"]},
    "notice": {"notices": [{"code": "W_X"}]},
    "digest": {"digest": 5},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_is_not_understood_is_refused(change: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save_model(MODELS[0], path)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        load_model(path)


@pytest.mark.parametrize("value", [float("inf"), "0.5", None, True])
def test_a_coefficient_that_is_no_number_is_refused(value: object, tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save_model(MOVED, path)
    record = json.loads(path.read_text())
    record["params"]["alpha[card]"] = -0.5
    path.write_text(json.dumps(record))
    assert load_model(path).params_["alpha[card]"] == -0.5
    record["params"]["alpha[card]"] = value
    path.write_text(json.dumps(record))
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        load_model(path)


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "null", '{"kind": {}}', "\x80"])
def test_other_files_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text(text, encoding="latin-1")
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        load_model(tmp_path / "model.json")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        load_model(tmp_path / "model.json")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.kind))
def test_a_record_survives_json_that_sorts_its_keys(model: FittedModel) -> None:
    record = json.loads(json.dumps(model_record(model), sort_keys=True))
    back = model_from_record(record)
    assert list(back.params_.items()) == list(model.params_.items())
    assert_frame_equal(back.posterior_covariance_, model.posterior_covariance_)


@pytest.mark.parametrize("change", [{"kind": "other"}, {"version": 0}, {"params": {"r": 1.0}}])
def test_a_record_that_is_not_understood_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="E_MODEL_FILE"):
        model_from_record(model_record(MODELS[0]) | change)
