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

_LENGTHS = """
SELECT digits, led, count(*) AS n
FROM (
    SELECT length(customer_id) AS digits, left(customer_id, 1) = '0' AS led
    FROM customer_facts WHERE regexp_full_match(customer_id, '[0-9]+')
) AS ids
GROUP BY digits, led
"""


def length_notices(engine: Engine) -> list[Notice]:
    """Look at the numeric ids.

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
    lengths: Lengths = {(digits, led): n for digits, led, n in engine.rows(_LENGTHS)}
    found = [_cut(engine, lengths), _zeros(engine, lengths) or _two_humps(lengths)]
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


def _zeros(engine: Engine, lengths: Lengths) -> Notice | None:
    if len({digits for digits, _ in lengths}) < 2 or not any(led for _, led in lengths):
        return None  # ids of one length, or without zeros in front, differ by more than these
    stripped = "regexp_replace(customer_id, '^0+', '')"
    ids, different = numbers(
        engine,
        f"SELECT count(*), count(DISTINCT {stripped}) FROM customer_facts "
        "WHERE regexp_full_match(customer_id, '[0-9]+')",
    )
    n = ids - different
    found = f"customer ids that differ from another by leading zeros only, kept apart: {n}"
    return Notice("W_ID_ZEROS", found, "check that no export cut the zeros", n) if n else None


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
