"""The customer tables worked out row by row, as slowly and as plainly as possible."""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import log
from statistics import mean, median, stdev
from typing import Any

Days = dict[str, dict[date, list[float]]]
Item = tuple[str, date, float, str | None, str | None, float, float]
"""Customer, day, amount, category, channel, discount, cost."""


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


def stretch(day: date, grain: str) -> date:
    """First day of the stretch of the calendar."""
    if grain == "W":
        return day - timedelta(days=day.weekday())
    month = {"M": day.month, "Q": day.month - (day.month - 1) % 3}.get(grain)
    return date(day.year, month, 1) if month else day


def stretches(start: date, end: date, grain: str) -> int:
    """How many stretches lie between two first days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    days = (end - start).days
    return {"D": days, "W": days // 7, "M": months, "Q": months // 3}[grain]


def grained(
    rows: list[tuple[str, date, float]], as_of: date, grain: str
) -> dict[str, dict[str, Any]]:
    """The summary with purchases counted once a stretch, ages in whole stretches."""
    table = {}
    for customer, days in by_day(rows, as_of).items():
        bought = sorted({stretch(day, grain) for day in purchases(days)})
        later = [sum(found) for day, found in days.items() if stretch(day, grain) > bought[0]]
        table[customer] = {
            "frequency": len(bought) - 1,
            "recency": stretches(bought[0], bought[-1], grain),
            "T": stretches(bought[0], stretch(as_of - timedelta(days=1), grain), grain),
            "monetary_value": sum(later) / (len(bought) - 1) if bought[1:] else 0.0,
            "purchases": len(bought),
            "contribution": sum(sum(found) for found in days.values()),
        }
    return table


def items(rows: list[Item], as_of: date) -> dict[str, dict[str, Any]]:
    table = {}
    last = as_of - timedelta(days=1)
    rows = [row for row in rows if row[1] < as_of]
    known = {c for group in kept(rows, 3).values() for _, c in group}
    for customer, days in by_day([row[:3] for row in rows], as_of).items():
        own = [row for row in rows if row[0] == customer]
        bought = set(purchases(days))
        saved = sum(Fraction(str(row[5])) for row in own if row[1] in bought)
        paid = sum(Fraction(str(row[2])) for row in own if row[1] in bought)
        kinds = kept(own, 3).get(customer, {})
        counts: dict[str, int] = defaultdict(int)
        for (_, category), n in kinds.items():
            counts[category] += n
        total = sum(counts.values())
        met = {c: min(day for day, kind in kinds if kind == c) for c in counts}
        half = [(d, c) for d, c in kinds if d - min(bought) > last - d]
        new = sum(kinds[d, c] for d, c in half if met[c] == d)
        entropy = -sum(n / total * log(n / total) for n in counts.values()) if total else None
        table[customer] = {
            "discount_depth": float(saved / (saved + paid)) if saved + paid else None,
            "margin": float(sum(Fraction(str(r[2])) - Fraction(str(r[6])) for r in own)),
            "categories": len(counts) or None,
            "category_entropy": entropy / log(len(known))
            if entropy is not None and total >= 2 and len(known) > 1
            else None,
            "new_category_share": new / sum(kinds[key] for key in half) if half else None,
            "top_category": min(counts, key=lambda c: (-counts[c], c)) if counts else None,
            "channels": len({c for _, c in kept(own, 4).get(customer, {})}) or None,
        }
    return table


def kept(rows: list[Item], place: int) -> dict[str, dict[tuple[date, str], int]]:
    """Rows by customer, day and category (place 3) or channel (place 4), without returns."""
    sums: dict[Any, Fraction] = defaultdict(Fraction)
    counts: dict[Any, int] = defaultdict(int)
    for customer, day, amount, category, channel, *_ in rows:
        sums[customer, day, category, channel] += Fraction(str(amount))
        counts[customer, day, category, channel] += 1
    found: dict[str, dict[tuple[date, str], int]] = defaultdict(lambda: defaultdict(int))
    for key, n in counts.items():
        if sums[key] >= 0 and key[place - 1] is not None:
            found[key[0]][key[1], key[place - 1]] += n
    return found


def triangle(
    rows: list[tuple[str, date, float]], as_of: date, grain: str
) -> dict[tuple[date, int], tuple[int, float, float, float]]:
    """Customers, share active, purchases and revenue a customer, by cohort and age."""
    end = stretch(as_of, grain)
    customers = by_day(rows, end)
    cohort = {c: stretch(purchases(days)[0], grain) for c, days in customers.items()}
    table = {}
    for start in set(cohort.values()):
        members = [c for c in customers if cohort[c] == start]
        for age in range(stretches(start, end, grain)):
            bought, revenue = [], 0.0
            for c in members:
                ages = {d: max(0, stretches(start, stretch(d, grain), grain)) for d in customers[c]}
                bought.append(sum(ages[d] == age for d in purchases(customers[c])))
                revenue += sum(sum(customers[c][d]) for d in ages if ages[d] == age)
            n = len(members)
            table[start, age] = (n, sum(b > 0 for b in bought) / n, sum(bought) / n, revenue / n)
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
        volumes = {}
        for name, length in (("month_cv", 30), ("quarter_cv", 91)):
            n = (last - bought[0]).days // length + 1
            sums = [0.0] * n
            for day, found in days.items():
                if day >= bought[0]:
                    sums[(last - day).days // length] += sum(found)
            volumes[name] = variation(sums) if len(bought) >= 3 and n >= 3 else None
        table[customer] = {
            "inactivity": (last - bought[-1]).days,
            "tenure": (last - bought[0]).days,
            "active_share": len({(last - day).days // period for day in bought}) / observed,
            "periods_observed": observed,
            "median_gap": median(gaps) if gaps else None,
            "gap_cv": variation(gaps),
            "amount_cv": variation([sum(days[day]) for day in bought]),
            "spend_cv": variation(spend) if enough else None,
            **volumes,
        }
    return table
