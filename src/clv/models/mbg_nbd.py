"""MBG/NBD: the BG/NBD model in which a customer can be gone after the first purchase already."""

from typing import ClassVar

from clv.models.erlang_model import ErlangModel

__all__ = ["MBGNBD"]


class MBGNBD(ErlangModel):
    """The modified BG/NBD model of repeat purchases outside a contract.

    While a customer is alive, purchases arrive at a rate lambda ~ Gamma(r, rate alpha). After each
    purchase, the first included, the customer drops out for good with probability p ~ Beta(a, b):
    the probability of being alive is below 1 for one-time buyers too.

    References
    ----------
    E. P. Batislam, M. Denizel and A. Filiztekin (2007), Empirical validation and comparison of
    models for customer base analysis, International Journal of Research in Marketing 24(3),
    201-209.
    D. Hoppe and U. Wagner (2007), Customer base analysis: the case for a central variant of the
    Betageometric/NBD model, Marketing - Journal of Research and Management 3(2), 75-90.

    Examples
    --------
    >>> import pandas as pd
    >>> shop = {"frequency": [0, 0, 1, 3], "recency": [0.0, 0.0, 9.0, 30.0], "T": [39.0] * 4}
    >>> customers = pd.concat([pd.DataFrame(shop)] * 200, ignore_index=True)
    >>> model = MBGNBD().fit(customers)
    >>> bool((model.probability_alive(customers) < 1).all())
    True
    """

    kind: ClassVar[str] = "mbg_nbd"
    modified: ClassVar[bool] = True
    k_: int = 1
