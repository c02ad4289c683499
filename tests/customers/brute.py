"""The customer tables worked out row by row, as slowly and as plainly as possible."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, median, stdev
from typing import Any

Days = dict[str, dict[date, list[float]]]


def by_day(rows: list[tuple[str, date, float]], as_of: date) -> Days:
    days: Days = defaultdict(lambda: defaultdict(list))
    for customer, day, amount in rows:
        if day < as_of:
            days[customer][day].append(amount)
    return {c: found for c, found in days.items() if purchases(found)}


def purchases(days: dict[date, list[float]]) -> list[date]:
    return sorted(d for d, found in days.items() if min(found) >= 0 or sum(found) > 0)


def variation(values: list[float]) -> float | None:
    return stdev(values) / mean(values) if len(values) > 1 and mean(values) > 0 else None


def summary(rows: list[tuple[str, date, float]], as_of: date) -> dict[str, dict[str, Any]]:
    table = {}
    for customer, days in by_day(rows, as_of).items():
        bought = purchases(days)
        later = [sum(amounts) for day, amounts in days.items() if day > bought[0]]
        contribution = sum(sum(found) for found in days.values())
        table[customer] = {
            "frequency": len(bought) - 1,
            "recency": (bought[-1] - bought[0]).days / 7,
            "T": (as_of - timedelta(days=1) - bought[0]).days / 7,
            "monetary_value": sum(later) / len(bought[1:]) if bought[1:] else 0.0,
            "purchases": len(bought),
            "contribution": contribution,
            "mean_amount": contribution / len(bought),
        }
    return table


def features(
    rows: list[tuple[str, date, float]], as_of: date, period: int
) -> dict[str, dict[str, Any]]:
    last = as_of - timedelta(days=1)
    table = {}
    for customer, days in by_day(rows, as_of).items():
        bought = purchases(days)
        gaps = [float((b - a).days) for a, b in pairwise(bought)]
        observed = (last - bought[0]).days // period + 1
        spend = [0.0] * observed
        for day, found in days.items():
            if day >= bought[0]:
                spend[(last - day).days // period] += sum(found)
        enough = len(bought) >= 3 and observed >= 3
        table[customer] = {
            "inactivity": (last - bought[-1]).days,
            "tenure": (last - bought[0]).days,
            "active_share": len({(last - day).days // period for day in bought}) / observed,
            "periods_observed": observed,
            "median_gap": median(gaps) if gaps else None,
            "gap_cv": variation(gaps),
            "amount_cv": variation([sum(days[day]) for day in bought]),
            "spend_cv": variation(spend) if enough else None,
        }
    return table
