"""Every model keeps every promise: our own battery on all of them, and scikit-learn's."""

import warnings
from collections.abc import Iterator

import pytest
from _pytest.mark import ParameterSet
from sklearn.utils.estimator_checks import check_estimator

from clv.models.base import FittedModel
from clv.models.bg_bb import BGBB
from clv.models.bg_nbd import BGNBD
from clv.models.checks import BoundCheck, check_model
from clv.models.cnbd import BGCNBD, MBGCNBD
from clv.models.gamma_gamma import GammaGamma
from clv.models.mbg_nbd import MBGNBD
from clv.models.nbd import NBD
from clv.models.pareto_nbd import ParetoNBD
from clv.models.sbg import SBG

MODELS: dict[str, FittedModel] = {
    "BGNBD": BGNBD(),
    "BGNBD-covariate": BGNBD(rate_covariates=("z",)),
    "MBGNBD": MBGNBD(),
    "BGCNBD-3": BGCNBD(k=3),
    "MBGCNBD": MBGCNBD(),
    "ParetoNBD": ParetoNBD(),
    "NBD": NBD(),
    "BGBB": BGBB(),
    "SBG": SBG(),
    "GammaGamma": GammaGamma(),
}


def pairs() -> Iterator[ParameterSet]:
    for name, unfitted in MODELS.items():
        for model, check in check_model(unfitted, generate_only=True):
            yield pytest.param(model, check, id=f"{name}-{check.__name__}")


@pytest.mark.parametrize(("model", "check"), list(pairs()))
def test_model_keeps_its_promises(model: FittedModel, check: BoundCheck) -> None:
    check(model)


NAMED = "it feeds an array without names, and a customer table has named columns"
NO_Y = "it passes y, and there is none: what is to be forecast lies ahead"
HORIZON = "it calls predict without a horizon"
NOT_APPLICABLE = {
    **dict.fromkeys(
        [
            "check_fit_score_takes_y", "check_estimators_overwrite_params",
            "check_dont_overwrite_parameters", "check_estimators_fit_returns_self",
            "check_readonly_memmap_input", "check_n_features_in_after_fitting",
            "check_positive_only_tag_during_fit", "check_estimators_dtypes", "check_complex_data",
            "check_dtype_object", "check_estimators_empty_data_messages",
            "check_pipeline_consistency", "check_estimators_nan_inf", "check_estimator_sparse_tag",
            "check_estimator_sparse_array", "check_estimator_sparse_matrix",
            "check_estimators_pickle", "check_f_contiguous_array_estimator",
            "check_methods_sample_order_invariance", "check_methods_subset_invariance",
            "check_fit2d_1sample", "check_fit2d_1feature", "check_dict_unchanged",
            "check_fit_idempotent", "check_fit_check_is_fitted", "check_n_features_in",
            "check_fit1d", "check_fit2d_predict1d",
        ],
        NAMED,
    ),
    **dict.fromkeys(
        [
            "check_sample_weights_pandas_series", "check_sample_weights_not_an_array",
            "check_sample_weights_list", "check_all_zero_sample_weights_error",
            "check_sample_weights_shape", "check_sample_weights_not_overwritten",
            "check_sample_weight_equivalence_on_dense_data",
        ],
        NO_Y,
    ),
    "check_estimators_unfitted": HORIZON,
}  # fmt: skip
"""Checks of scikit-learn that do not apply, with the reason; our own cover what they are about."""


@pytest.mark.parametrize("name", MODELS)
def test_scikit_learns_own_checks_pass_where_they_apply(name: str) -> None:
    excused = dict(NOT_APPLICABLE)
    if name == "GammaGamma":
        del excused["check_estimators_unfitted"]  # its forecast needs no horizon
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        results = check_estimator(MODELS[name], expected_failed_checks=excused, on_skip=None)
    by_status = {
        status: {result["check_name"] for result in results if result["status"] == status}
        for status in ("passed", "xfail", "failed")
    }
    assert by_status["failed"] == set()
    assert by_status["xfail"] == set(excused)
    assert len(by_status["passed"]) >= 10
