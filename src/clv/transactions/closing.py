"""Close the books of a log that was cleaned: account, notices, what only cleaning needed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from clv.errors import InputError, Notice
from clv.transactions.audit import Audit, account_of_days
from clv.transactions.cleaning import MEANINGS, Cleaning
from clv.transactions.customer_facts import keep_customer_facts
from clv.transactions.days import ReturnOnly, drop_return_only, merge_categories, merge_days
from clv.transactions.engines.engine import Engine, number
from clv.transactions.gate import SCRATCH, Gated
from clv.transactions.log import Transactions
from clv.transactions.notices.id_notices import id_notices
from clv.transactions.notices.log_notices import log_notices
from clv.transactions.notices.row_notices import row_notices

__all__ = ["close_books"]


def close_books(
    engine: Engine,
    as_of: date,
    *,
    optional: Collection[str],
    gated: Gated,
    cleaning: Cleaning,
    source: str,
) -> Transactions:
    """Merge the rows to days, take account of every row and drop what only cleaning needed.

    Parameters
    ----------
    engine
        Has ``typed``, which is dropped.
    as_of
        The day from which the log speaks.
    optional
        Columns that the log has beside customer_id and date.
    gated
        What the gate did.
    cleaning
        Switches of the rules.
    source
        What a reader calls the log.

    Returns
    -------
    Transactions
        The clean log.

    Raises
    ------
    InputError
        ``E_AS_OF`` or ``E_EMPTY`` if no row can be used, ``E_DUPLICATE_ROWS``,
        ``E_DISCOUNT``, ``E_AMOUNT_MISSING`` if amounts are missing and that is to be refused.
    """
    audit = replace(gated.audit, repaired=gated.repaired)
    _refuse_missing_amounts(audit, cleaning)
    if {"amount", "discount"} <= set(optional):
        _refuse_negative_discounts(engine)
    merge_days(engine, optional, has_returns=audit.return_rows > 0)
    return_only = drop_return_only(engine) if audit.return_rows else ReturnOnly()
    if {"category", "channel"} & set(optional):
        merge_categories(engine)
    keep_customer_facts(engine)
    audit = account_of_days(audit, engine, return_only)
    first, last = _observed(engine, audit, as_of)
    refuse = cleaning.duplicates == "auto"  # whoever drops or keeps them knows of them
    found: list[Notice] = [*gated.notices, *row_notices(engine, audit, refuse_copies=refuse)]
    engine.drop(*SCRATCH)
    found += [*id_notices(engine), *log_notices(engine, first, last, as_of)]
    return Transactions(
        engine=engine,
        audit=replace(audit, notices=tuple(found)),
        as_of=as_of,
        first_day=first,
        last_day=last,
        has_amounts="amount" in optional and _any_amount(engine),
        columns=frozenset(optional),
        source=source,
    )


def _any_amount(engine: Engine) -> bool:
    return bool(engine.rows("SELECT 1 FROM purchase_days WHERE amount IS NOT NULL LIMIT 1"))


def _refuse_missing_amounts(audit: Audit, cleaning: Cleaning) -> None:
    missing = audit.set_aside["amount_missing"]
    if missing and cleaning.missing_amounts == "refuse":
        raise InputError(
            "E_AMOUNT_MISSING",
            f"{missing} of {audit.rows_in} rows have no amount",
            "mend them, or set them aside: missing_amounts='drop' (--clean missing_amounts=drop)",
        )


def _refuse_negative_discounts(engine: Engine) -> None:
    n = number(
        engine,
        "SELECT count(*) FROM typed WHERE reason IS NULL AND amount >= 0 AND discount < 0",
    )
    if n:
        raise InputError(
            "E_DISCOUNT",
            f"purchases with a discount below zero: {n}",
            "write the money taken off as a positive number, or leave the column out: "
            "columns={'discount': None} (--map discount=)",
        )


def _observed(engine: Engine, audit: Audit, as_of: date) -> tuple[date, date]:
    """Return the first day with a purchase and the last day in use."""
    first, last = engine.rows(
        "SELECT min(day) FILTER (WHERE is_purchase), max(day) FROM purchase_days"
    )[0]
    if first:
        return first, last
    if later := audit.set_aside["on_or_after_as_of"]:
        raise InputError(
            "E_AS_OF",
            f"observation ends before the data starts: {later} of {audit.rows_in} rows lie on "
            f"or after {as_of}, and none before it can be used",
            "choose a later as_of (--as-of)",
        )
    reasons = ", ".join(
        f"{MEANINGS[name]}: {n}{_shown(audit, name)}" for name, n in audit.set_aside.items() if n
    )
    raise InputError("E_EMPTY", f"no row can be used ({reasons})", "give at least one purchase")


def _shown(audit: Audit, reason: str) -> str:
    found = audit.samples.get(reason, ())
    return f", such as {' and '.join(map(repr, found[:2]))}" if found else ""
