"""Queries of DuckDB's dialect in that of Spark."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlglot import ErrorLevel, exp, parse_one

from clv.transactions.engines.spark_casts import cast
from clv.transactions.engines.spark_dates import moment_sql

__all__ = ["spark_sql"]


def spark_sql(sql: str, values: Mapping[str, Any] | None = None) -> str:
    """Translate a query.

    Parameters
    ----------
    sql
        A query in DuckDB's dialect.
    values
        For ``$name`` in the query: days, numbers, texts or ``None``. They become literals, so that
        no text can leave its quotation marks.

    Returns
    -------
    str
        The query in Spark's dialect.

    Raises
    ------
    ValueError
        If a construct is known to mean another thing there.

    Examples
    --------
    >>> from datetime import date
    >>> spark_sql("SELECT hash(a) FROM days WHERE day < $as_of", {"as_of": date(2024, 3, 1)})
    "SELECT XXHASH64(a, a IS NULL) FROM days WHERE day < CAST('2024-03-01' AS DATE)"
    """
    tree = parse_one(sql, read="duckdb")
    # From the leaves to the root, so that what is replaced has been translated inside.
    for node in reversed(list(tree.walk())):
        if isinstance(node, exp.Placeholder):
            node.replace(_literal((values or {})[node.name]))
        elif translate := _translation(node):
            node.replace(translate(node))
    return str(tree.sql("spark", unsupported_level=ErrorLevel.RAISE))


def _literal(value: object) -> exp.Expr:
    """Write a value as SQL does."""
    if value is None or isinstance(value, bool):
        return exp.convert(value)
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(f"{value:%Y-%m-%d}"), "DATE")
    if isinstance(value, float):
        text = repr(float(value)) if math.isfinite(value) else str(value)
        return exp.cast(exp.Literal.string(text), "DOUBLE")
    if isinstance(value, int):
        return exp.convert(int(value))
    return exp.Literal.string(str(value))


def _translation(node: exp.Expr) -> Callable[[Any], exp.Expr] | None:
    if isinstance(node, exp.Anonymous):
        return _FUNCTIONS.get(node.name.lower())
    return _NODES.get(type(node))


def _spark(sql: str) -> exp.Expr:
    return parse_one(sql, read="spark")


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _pattern(node: exp.Expr) -> exp.Expr:
    """Rewrite a regular expression of RE2 for Java, whose ``.`` and ``$`` see more line ends."""
    shape = node.expression.name
    ends = shape.endswith("$") and not shape.endswith("\\$")
    return exp.Literal.string("(?d)" + (shape[:-1] + r"\z" if ends else shape))


def _full_match(node: exp.RegexpFullMatch) -> exp.Expr:
    pattern = exp.Literal.string(rf"(?d)\A(?:{node.expression.name})\z")
    return exp.RegexpLike(this=node.this, expression=pattern)


def _matches(node: exp.RegexpLike) -> exp.Expr:
    return exp.RegexpLike(this=node.this, expression=_pattern(node))


def _extract(node: exp.RegexpExtract) -> exp.Expr:
    group = node.args.get("group") or exp.Literal.number(0)
    return _call("REGEXP_EXTRACT", node.this, _pattern(node), group)


def _replace(node: exp.RegexpReplace) -> exp.Expr:
    modifiers = node.args.get("modifiers")
    if modifiers is None or modifiers.name != "g":
        raise ValueError("regexp_replace without 'g': Spark would replace all")
    return _call("REGEXP_REPLACE", node.this, _pattern(node), node.args["replacement"])


def _hash(node: exp.Anonymous) -> exp.Expr:
    """Hash to 64 bits; Spark leaves NULL out, so that (1, NULL) would equal (NULL, 1)."""
    pairs = (
        (value, exp.Is(this=value.copy(), expression=exp.Null())) for value in node.expressions
    )
    return _call("XXHASH64", *(argument for pair in pairs for argument in pair))


def _hex_number(node: exp.Anonymous) -> exp.Expr:
    return _spark(f"CAST(CONV({node.expressions[0].sql('spark')}, 16, 10) AS BIGINT)")


def _try_strptime(node: exp.Anonymous) -> exp.Expr:
    text, date_format = node.expressions
    return _spark(moment_sql(text.sql("spark"), date_format.name))


def _local_time(node: exp.AtTimeZone) -> exp.Expr:
    """Turn a point in time into the clock time of a zone; the session's own zone is UTC."""
    moment = f"CAST({node.this.sql('spark')} AS TIMESTAMP_NTZ)"
    return _spark(f"CONVERT_TIMEZONE('UTC', {node.args['zone'].sql('spark')}, {moment})")


def _arg_extreme(node: exp.ArgMin | exp.ArgMax) -> exp.Expr:
    """Pass over rows without an argument, as DuckDB does."""
    known = exp.Case().when(node.this.copy().is_(exp.Null()).not_(), node.expression)
    return type(node)(this=node.this, expression=known)


def _window(node: exp.Window) -> exp.Expr:
    """Put the filter of a window's aggregate into its argument: Spark has none there."""
    if isinstance(node.this, exp.Filter):
        aggregate, condition = node.this.this, node.this.expression.this
        value = aggregate.this
        aggregate.set(
            "this", exp.Case().when(condition, 1 if isinstance(value, exp.Star) else value)
        )
        node.set("this", aggregate)
    return node


def _divide(node: exp.Div) -> exp.Expr:
    """Divide as floating-point numbers, decimals too."""
    left, right = (exp.cast(side, "DOUBLE") for side in (node.this, node.expression))
    return exp.Div(this=left, expression=right)


def _date_diff(node: exp.DateDiff) -> exp.Expr:
    if node.text("unit").upper() not in ("DAY", "WEEK"):
        raise ValueError("date_diff counts borders of months in DuckDB, months in Spark")
    return node


_FUNCTIONS: dict[str, Callable[[Any], exp.Expr]] = {
    "hash": _hash,
    "hex_number": _hex_number,
    "try_strptime": _try_strptime,
}

_NODES: dict[type, Callable[[Any], exp.Expr]] = {
    exp.ArgMax: _arg_extreme,
    exp.ArgMin: _arg_extreme,
    exp.AtTimeZone: _local_time,
    exp.Cast: cast,
    exp.DateDiff: _date_diff,
    exp.Div: _divide,
    exp.RegexpExtract: _extract,
    exp.RegexpFullMatch: _full_match,
    exp.RegexpLike: _matches,
    exp.RegexpReplace: _replace,
    exp.TryCast: cast,
    exp.Window: _window,
}
