"""Fitted models that are written down and read again."""

import copy
import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

from clv.models.checks.check import Need, applies
from clv.models.checks.data import CheckData, Model
from clv.models.checks.found import demand, demand_close, demand_refusal
from clv.models.store import KINDS, load_model, save_model

STORED = Need(
    lambda data: KINDS.get(getattr(data.model, "kind", "")) is type(data.model),
    "save_model does not know its kind",
)


def _demand_same(data: CheckData, other: Model, how: str) -> None:
    demand(other.params_ == data.fitted.params_, f"{how}, params_ are {other.params_}")
    demand(other.get_params() == data.fitted.get_params(), f"{how}, other arguments")
    same = data.forecast(other) == data.forecast(data.fitted)
    demand(bool(same.all()), f"{how}, forecasts differ")


@applies()
def check_model_can_be_pickled(model: Model, data: CheckData) -> None:
    """A pickled model forecasts the same, to the last bit."""
    _demand_same(data, pickle.loads(pickle.dumps(data.fitted)), "pickled")


@applies()
def check_model_can_be_copied(model: Model, data: CheckData) -> None:
    """A deep copy forecasts the same and lives a life of its own."""
    other = copy.deepcopy(data.fitted)
    _demand_same(data, other, "copied")
    other.params_.clear()
    demand(bool(data.fitted.params_), "the copy shares its parameters")


@applies(STORED)
def check_saved_model_forecasts_the_same(model: Model, data: CheckData) -> None:
    """A model that was saved and loaded forecasts the same, to the last bit."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        save_model(data.fitted, path, digest="d1")
        loaded = load_model(path)
    _demand_same(data, loaded, "saved and loaded")
    demand(type(loaded) is type(data.fitted), f"it came back as {type(loaded).__name__}")
    demand(getattr(loaded, "digest_", None) == "d1", "the digest was lost")
    demand_close(
        loaded.posterior_covariance_, data.fitted.posterior_covariance_, "covariances", rtol=0
    )


@applies(STORED)
def check_saved_model_scores_the_same(model: Model, data: CheckData) -> None:
    """A model that was saved and loaded gives the same score."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        save_model(data.fitted, path)
        loaded: Model = load_model(path)
    score = data.fitted.score(data.customers)
    demand_close(loaded.score(data.customers), score, "scores", rtol=0, atol=0)


@applies(STORED)
def check_saved_model_holds_no_customer(model: Model, data: CheckData) -> None:
    """The file of a model names no customer."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        save_model(data.fitted, path)
        text = path.read_text(encoding="utf-8")
    named = [customer for customer in data.customers.index if customer in text]
    demand(not named, f"the file holds {named[:3]}")


@applies(STORED)
def check_strange_files_are_refused(model: Model, data: CheckData) -> None:
    """A file with an unknown key, another version or a missing key is refused."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        save_model(data.fitted, path)
        record = json.loads(path.read_text(encoding="utf-8"))
        for what, strange in {
            "an unknown key": {**record, "colour": "red"},
            "another version": {**record, "version": -1},
            "another kind": {**record, "kind": "no_such_model"},
            "a negative parameter": {
                **record,
                "params": {**record["params"], model.names[0]: -1.0},
            },
            "no status": {key: value for key, value in record.items() if key != "status"},
        }.items():
            path.write_text(json.dumps(strange), encoding="utf-8")
            demand_refusal("E_MODEL_FILE", f"a file with {what}", load_model, path)
