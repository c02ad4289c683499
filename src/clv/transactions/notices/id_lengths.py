"""What the lengths of numeric ids tell: zeros lost in front, digits lost at the end."""

from clv.errors import Notice, mask_id
from clv.transactions.engines.engine import Engine, number, numbers, samples

__all__ = ["length_notices"]

SPREADSHEET_DIGITS = 15
"""Digits that a spreadsheet keeps; it writes zeros for the rest."""

_FEWEST_CUT = 10
_CUT_TIMES = 3
"""At least ten ids with their last digits zero, and three times as many as chance would make."""

_ONE_LENGTH = 0.9
"""Share of the ids with a zero in front that have one length, where ids were filled up to it."""

_SHORTER = 0.05
"""Share of the numeric ids shorter than that from which zeros were lost rather than mistyped."""

Lengths = dict[tuple[int, bool], int]

_PARTS = """
    SELECT front, substr(customer_id, length(front) + 1) AS figures
    FROM (
        SELECT customer_id, rtrim(customer_id, '0123456789') AS front
        FROM customer_facts WHERE regexp_full_match(customer_id, '[^0-9]*[0-9]+')
    ) AS ended
"""
"""Ids that end in a number, with what stands in front of it."""

_LENGTHS = f"""
SELECT front = '' AS plain, digits, led, count(*) AS n
FROM (
    SELECT front, length(figures) AS digits, left(figures, 1) = '0' AS led
    FROM ({_PARTS}) AS parts
) AS ids
GROUP BY front = '', digits, led
"""


def length_notices(engine: Engine) -> list[Notice]:
    """Look at the numeric ids, and at those with a prefix for zeros after it.

    Parameters
    ----------
    engine
        Has ``customer_facts``.

    Returns
    -------
    list of Notice
        ``W_ID_CUT``, and ``W_ID_ZEROS`` where ids differ by zeros in front only or else
        ``W_ID_LENGTHS`` where some seem to have lost them.
    """
    parts = engine.rows(_LENGTHS)
    lengths, prefixed = (
        {(digits, led): n for numeric, digits, led, n in parts if numeric == plain}
        for plain in (True, False)
    )
    found = [_cut(engine, lengths), _zeros(engine, lengths, prefixed) or _two_humps(lengths)]
    return [notice for notice in found if notice]


def _cut(engine: Engine, lengths: Lengths) -> Notice | None:
    """Find long ids whose digits from the sixteenth on are zeros, more than by chance."""
    chance = sum(
        n / 10 ** (digits - SPREADSHEET_DIGITS)
        for (digits, _), n in lengths.items()
        if digits > SPREADSHEET_DIGITS
    )
    if not chance:
        return None
    ids = (
        "SELECT customer_id FROM customer_facts WHERE regexp_full_match(customer_id, "
        f"'[0-9]{{{SPREADSHEET_DIGITS}}}0+')"
    )
    n = number(engine, f"SELECT count(*) FROM ({ids}) AS cut")
    if n < max(_FEWEST_CUT, _CUT_TIMES * chance):
        return None
    found = f"long customer ids with nothing but zeros after {SPREADSHEET_DIGITS} digits: {n}"
    remedy = "export ids as text: a spreadsheet cut them, and different customers may be one"
    return Notice("W_ID_CUT", found, remedy, n, tuple(map(mask_id, samples(engine, ids))))


def _zeros(engine: Engine, *kinds: Lengths) -> Notice | None:
    if not any(_may_differ_by_zeros(lengths) for lengths in kinds):
        return None
    ids, different = numbers(
        engine,
        "SELECT count(*), count(DISTINCT concat(front, '0', ltrim(figures, '0'))) "
        f"FROM ({_PARTS}) AS parts",
    )
    n = ids - different
    found = f"customer ids that differ from another by leading zeros only, kept apart: {n}"
    return Notice("W_ID_ZEROS", found, "check that no export cut the zeros", n) if n else None


def _may_differ_by_zeros(lengths: Lengths) -> bool:
    """Ids of one length, or without zeros in front, differ by more than these; 0 has no other."""
    several = len({digits for digits, _ in lengths}) > 1
    return several and any(led and digits > 1 for digits, led in lengths)


def _two_humps(lengths: Lengths) -> Notice | None:
    """Find ids that were filled up with zeros to one length, among shorter ones that were not."""
    led = {digits: n for (digits, zero), n in lengths.items() if zero and digits > 1}
    if not led:
        return None
    usual = max(led, key=lambda digits: led[digits])
    shorter = sum(n for (digits, zero), n in lengths.items() if digits < usual and not zero)
    if led[usual] < _ONE_LENGTH * sum(led.values()):
        return None
    if shorter < max(2, _SHORTER * sum(lengths.values())):
        return None
    found = (
        f"numeric customer ids are filled up to {usual} digits with zeros, "
        f"but {shorter} of {sum(lengths.values())} are shorter"
    )
    return Notice("W_ID_LENGTHS", found, "check that no export cut the zeros", shorter)
