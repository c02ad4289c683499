"""What a retention offer brings and costs, customer by customer."""

import math
from dataclasses import dataclass

import numpy as np

from clv.errors import InputError
from clv.evaluation.metrics.base import Floats

__all__ = ["RetentionOffer"]


@dataclass(frozen=True)
class RetentionOffer:
    """What is assumed of a retention campaign; every number is an assumption until it was tested.

    Parameters
    ----------
    contact_cost
        Of addressing one customer, money, from 0: paid for everybody who is contacted.
    offer_cost
        Of the incentive, money, from 0: paid for everybody who takes it.
    success
        Share of those about to churn who are kept by the offer, 0 to 1.
    taken_anyway
        Share of those who would have stayed and take the offer nevertheless, 0 to 1.

    Raises
    ------
    InputError
        ``E_ASSUMED`` for a cost that is negative or no number, or a share outside 0 to 1.

    Notes
    -----
    Neslin, Gupta, Kamakura, Lu and Mason (2006), Defection detection, Journal of Marketing Research
    43: a contacted customer who is about to churn is kept with the probability ``success``, brings
    his value and costs the incentive; one who would have stayed brings nothing new and takes the
    incentive, all of them with the default. Their value is one for all customers, here it is each
    customer's own (as in Verbeke et al. 2012, whose maximum profit is this curve's highest point).
    That a contact may wake somebody up who then leaves is left out.

    Examples
    --------
    >>> offer = RetentionOffer(contact_cost=1, offer_cost=10, success=0.3)
    >>> offer.gain(np.array([0.0, 1.0]), np.array([110.0, 110.0])).tolist()
    [-11.0, 29.0]
    """

    contact_cost: float
    offer_cost: float
    success: float
    taken_anyway: float = 1.0

    def __post_init__(self) -> None:
        costs, shares = (self.contact_cost, self.offer_cost), (self.success, self.taken_anyway)
        if not (all(0 <= c < math.inf for c in costs) and all(0 <= s <= 1 for s in shares)):
            raise InputError(
                "E_ASSUMED",
                "a cost is no number from 0, or a share is not from 0 to 1",
                "give contact_cost and offer_cost in money, success and taken_anyway as shares",
                [*costs, *shares],
            )

    def gain(self, churn: Floats, value: Floats) -> Floats:
        """Return what contacting each customer brings, less what it costs.

        Parameters
        ----------
        churn
            Probability of churn, 0 to 1; or who churned, 1 or 0, for what came of it.
        value
            What a kept customer is worth over the horizon, money.

        Returns
        -------
        numpy.ndarray
            Money, one a customer.
        """
        kept = churn * self.success * (value - self.offer_cost)
        wasted = (1 - churn) * self.taken_anyway * self.offer_cost
        return np.asarray(kept - wasted - self.contact_cost)
