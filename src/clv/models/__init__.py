"""Models of repeat purchases and of spend per purchase, fitted by maximum likelihood."""

from clv.models.base import FittedModel
from clv.models.bg_nbd import BGNBD
from clv.models.gamma_gamma import GammaGamma
from clv.models.purchase_model import PurchaseModel
from clv.models.reference import lifetimes_fit
from clv.models.store import load_model, save_model
from clv.models.summary import compare_with_lifetimes, describe_fit

__all__ = [
    "BGNBD",
    "FittedModel",
    "GammaGamma",
    "PurchaseModel",
    "compare_with_lifetimes",
    "describe_fit",
    "lifetimes_fit",
    "load_model",
    "save_model",
]
