"""Models of repeat purchases and of spend per purchase, fitted by maximum likelihood."""

from clv.models.base import FittedModel
from clv.models.bg_bb import BGBB
from clv.models.bg_nbd import BGNBD
from clv.models.bootstrap import bootstrap_fits
from clv.models.checks import check_model
from clv.models.cnbd import BGCNBD, MBGCNBD
from clv.models.cohorts import cohort_table
from clv.models.family import compare_fits, fit_family
from clv.models.gamma_gamma import GammaGamma
from clv.models.mbg_nbd import MBGNBD
from clv.models.nbd import NBD
from clv.models.pareto_nbd import ParetoNBD
from clv.models.posterior import Posterior, posterior
from clv.models.profile import profile_interval
from clv.models.purchase_model import PurchaseModel
from clv.models.reference import lifetimes_fit
from clv.models.sbg import SBG
from clv.models.spend_dependence import spend_dependence
from clv.models.store import load_model, save_model
from clv.models.summary import compare_with_lifetimes, describe_fit

__all__ = [
    "BGBB",
    "BGCNBD",
    "BGNBD",
    "MBGCNBD",
    "MBGNBD",
    "NBD",
    "SBG",
    "FittedModel",
    "GammaGamma",
    "ParetoNBD",
    "Posterior",
    "PurchaseModel",
    "bootstrap_fits",
    "check_model",
    "cohort_table",
    "compare_fits",
    "compare_with_lifetimes",
    "describe_fit",
    "fit_family",
    "lifetimes_fit",
    "load_model",
    "posterior",
    "profile_interval",
    "save_model",
    "spend_dependence",
]
