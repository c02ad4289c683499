"""Where nobody leaves, the list is as long as chance alone is said to make it."""

from datetime import date

from clv.actions import Watch, slipping_by_chance
from clv.customers import summarise
from clv.models import BGNBD, GammaGamma
from clv.periods import parse_duration
from clv.simulate import simulate_transactions
from clv.transactions import read_transactions

AS_OF, SINCE = date(1998, 7, 1), date(1998, 6, 24)
PACE, LEAVING = {"r": 0.27, "alpha": 6.0}, {"a": 0.48, "b": 2.1}
SPEND = {"p": 5.1, "q": 4.0, "gamma": 21.0}


def watch() -> Watch:
    """Models of customers who leave, under whose rule nobody who stays should be accused."""
    purchases, spend = BGNBD(), GammaGamma()
    purchases.params_, purchases.time_unit_ = PACE | LEAVING, "W"
    spend.params_ = SPEND
    return Watch(purchases, spend, parse_duration("39w"))


def listed(seed: int) -> tuple[int, float]:
    """Return how many are listed among customers who all stay, and how many chance would list."""
    rows = simulate_transactions(PACE, 5000, date(1997, 1, 1), AS_OF, seed, SPEND, model="nbd")
    log = read_transactions(rows, as_of=AS_OF)
    found = watch().compare(log, AS_OF, SINCE)
    chance = slipping_by_chance(watch(), summarise(log, as_of=AS_OF), found, draws=20, seed=seed)
    return int((found["state"] == "slipping").sum()), chance["expected"]


def test_of_customers_who_all_stay_as_many_are_listed_as_by_chance() -> None:
    lists, expected = map(sum, zip(*map(listed, range(3)), strict=True))
    assert expected > 100
    assert abs(lists - expected) < 2.5 * expected**0.5
