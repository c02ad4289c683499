"""Why amounts cannot be read, and what their owner can do about it."""

from collections.abc import Iterator

from clv.errors import InputError
from clv.transactions.engines.engine import text_literal
from clv.transactions.readings.amount_marks import currency_sign, declared_marks
from clv.transactions.readings.texts import Texts, is_shaped

__all__ = ["ambiguous", "unread"]

_DECLARATIONS: tuple[tuple[str, str | None], ...] = (
    (".", None), (",", None), (".", ","), (",", "."),
    (",", " "), (".", " "), (".", "'"), (",", "'"),
)  # fmt: skip


def unread(texts: Texts, column: str, condition: str) -> InputError:
    """Say which amounts are no numbers.

    Parameters
    ----------
    texts
        The amounts in ``raw``.
    column
        Their column.
    condition
        SQL over ``text`` that finds those that cannot be read.

    Returns
    -------
    InputError
        ``E_AMOUNT``, to be raised; its remedy names the declarations that read every amount.

    Raises
    ------
    InputError
        ``E_CURRENCY_MIXED`` if the amounts have the signs of several currencies.
    """
    n, total = texts.counts(condition, "true")
    share = f"{n} of {total}" if n < total else f"{n}"
    return InputError(
        "E_AMOUNT",
        f"values of {column} that cannot be read as numbers: {share}",
        " or ".join(_that_read_all(texts)) or "mend them or export plain numbers like 1234.50",
        texts.samples(condition),
    )


def ambiguous(texts: Texts, column: str, condition: str) -> InputError:
    """Say that every point may stand between thousands.

    Parameters
    ----------
    texts
        The amounts in ``raw``.
    column
        Their column.
    condition
        SQL over ``text`` that finds those with such a point.

    Returns
    -------
    InputError
        ``E_AMOUNT_AMBIGUOUS``, to be raised.
    """
    n = texts.count(condition)
    return InputError(
        "E_AMOUNT_AMBIGUOUS",
        f"values of {column} that may be thousands or decimals, with no other to tell: {n}",
        "declare decimal='.' (--decimal .) or thousands='.' (--thousands .)",
        texts.samples(condition),
    )


def _that_read_all(texts: Texts) -> Iterator[str]:
    currency = currency_sign(texts)
    for decimal, thousands in _DECLARATIONS:
        shape = is_shaped(declared_marks(decimal, thousands, currency).shape)
        marked = f"contains(text, {text_literal(thousands)})" if thousands else "true"
        strange, used = texts.counts(f"NOT {shape}", marked)
        if used and not strange:
            yield _declaration(decimal, thousands)


def _declaration(decimal: str, thousands: str | None) -> str:
    if thousands is None:
        return f"declare decimal={decimal!r} (--decimal {decimal})"
    shown = thousands if thousands in ",." else repr(thousands)
    return (
        f"declare decimal={decimal!r} and thousands={thousands!r} "
        f"(--decimal {decimal} --thousands {shown})"
    )
