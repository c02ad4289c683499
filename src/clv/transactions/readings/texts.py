"""The distinct texts of a column: looked at once each, however many rows share one."""

from dataclasses import dataclass

from clv.transactions.engines.engine import Engine, number, numbers, samples, text_literal

__all__ = [
    "AROUND",
    "Texts",
    "cleaned",
    "distinct_texts",
    "is_shaped",
    "narrow",
    "trimmed",
]

AROUND = " \t\r\n\u00a0\u3000\ufeff"
"""Blanks that do not belong to a value."""
_BLANK = (
    "('', 'na', 'n/a', 'nan', 'nat', 'null', 'none', '\\n', '0000-00-00', '0000-00-00 00:00:00')"
)

# As a Chinese or Japanese input method writes them, and the signs that typographers prefer.
_WIDE = "０１２３４５６７８９．，－＋：／（）％＄￥\u2212"
_NARROW = "0123456789.,-+:/()%$¥-"


@dataclass(frozen=True)
class Texts:
    """The texts of a column of ``raw`` that are not blank.

    Parameters
    ----------
    engine
        Where the table lies.
    table
        Its columns are original (as in the source), text (cleaned) and n (rows).

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> engine = connect()
    >>> engine.table("raw", "SELECT unnest(['5', '5', '7']) AS amount")
    >>> distinct_texts(engine, "amount").counts("true", "text = '5'")
    (3, 2)
    """

    engine: Engine
    table: str

    def count(self, condition: str) -> int:
        """Number of rows whose ``text`` meets a condition."""
        return number(self.engine, f"SELECT sum(n) FROM {self.table} WHERE {condition}")

    def counts(self, *conditions: str) -> tuple[int, ...]:
        """Number of rows for each of several conditions, found in one pass."""
        sums = ", ".join(f"sum(n) FILTER (WHERE {condition})" for condition in conditions)
        return numbers(self.engine, f"SELECT {sums} FROM {self.table}")

    def samples(self, condition: str) -> list[str]:
        """Up to three texts that meet a condition."""
        return samples(self.engine, f"SELECT text FROM {self.table} WHERE {condition}")


def distinct_texts(
    engine: Engine, column: str, original: str | None = None, text: str | None = None
) -> Texts:
    """Collect the texts of a column, those that stand for nothing left out.

    Parameters
    ----------
    engine
        With the table ``raw``.
    column
        Such as ``"date"`` or ``"amount"``; not the customer id, where ``NA`` may be a name.
    original
        SQL over ``raw`` for what is distinguished; default: the column itself.
    text
        SQL over ``original`` for its text; default: `cleaned`.

    Returns
    -------
    Texts
        In the table ``<column>_texts``.
    """
    of_row = original or column
    grouped = f"SELECT {of_row} AS original, count(*) AS n FROM raw GROUP BY {of_row}"
    texts = f"SELECT original, {text or cleaned('original')} AS text, n FROM ({grouped}) AS grouped"
    engine.table(
        f"{column}_texts",
        f"SELECT original, text, n FROM ({texts}) AS texts WHERE lower(text) NOT IN {_BLANK}",
    )
    return Texts(engine, f"{column}_texts")


def filled(column: str) -> str:
    """Return the condition that a text stands for something.

    Parameters
    ----------
    column
        Name of the column.

    Returns
    -------
    str
        SQL; never true of NULL.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> connect().rows(f"SELECT {filled('a')} FROM (SELECT unnest(['5', ' NaN ']) AS a) AS t")
    [(True,), (False,)]
    """
    return f"lower({trimmed(column)}) NOT IN {_BLANK}"


def cleaned(column: str) -> str:
    """Return the expression for a text without blanks around it and in plain digits and signs.

    Parameters
    ----------
    column
        Name of a column, or SQL of any type for it.

    Returns
    -------
    str
        SQL; full-width digits and signs and the typographer's minus become those of ASCII. NULL
        stays NULL.

    Examples
    --------
    >>> from clv.transactions.engines.engine import connect
    >>> wide = "'\u2212１２．５ '"
    >>> connect().rows(f"SELECT {cleaned(wide)}")
    [('-12.5',)]
    """
    text = f"CAST({column} AS VARCHAR)"
    plain = f"translate({trimmed(text)}, {text_literal(_WIDE)}, {text_literal(_NARROW)})"
    return f"CASE WHEN regexp_matches({text}, '[^!-~]') THEN {plain} ELSE {text} END"


def narrow(text: str) -> str:
    """Return a text with its full-width digits and signs as ASCII has them.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        What `cleaned` makes of the same characters in the data.

    Examples
    --------
    >>> narrow("%Y／%m／%d")
    '%Y/%m/%d'
    """
    return text.translate(str.maketrans(_WIDE, _NARROW))


def trimmed(column: str) -> str:
    """Return the expression for a text without the blanks around it.

    Parameters
    ----------
    column
        Name of the column.

    Returns
    -------
    str
        SQL; NULL stays NULL.
    """
    return f"trim({column}, {text_literal(AROUND)})"


def is_shaped(shape: str) -> str:
    r"""Return the condition that the whole of ``text`` has a shape.

    Parameters
    ----------
    shape
        A regular expression.

    Returns
    -------
    str
        SQL.

    Examples
    --------
    >>> print(is_shaped(r"\d{8}"))
    regexp_full_match(text, '\d{8}')
    """
    return f"regexp_full_match(text, {text_literal(shape)})"
