"""Casts for Spark, digit by digit as DuckDB makes them."""

from sqlglot import exp, parse_one

__all__ = ["cast"]

_FLOATS = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)

# DuckDB writes 12345678.0 where Spark writes 1.2345678E7.
_TEXT = (
    "CASE WHEN typeof({value}) IN ('double', 'float') "
    "AND CAST({value} AS STRING) RLIKE 'E([0-9]|1[0-5])$' "
    "THEN regexp_replace(CAST(try_cast(CAST({value} AS STRING) AS DECIMAL(38, 10)) AS STRING), "
    "'([.][0-9]+?)0+$', '$1') ELSE CAST({value} AS STRING) END"
)

# DuckDB multiplies by the power of ten and takes the nearest whole number, all of whose digits
# count; Spark takes the number's shortest text. The product may be too large for a BIGINT, and so
# is taken in two parts, both exact.
_SCALED = "round({value} * 1e{scale}D)"
_DECIMAL = (
    "CASE WHEN typeof({value}) = 'double' AND abs({value} * 1e{scale}D) < 3e28D THEN {cast}("
    f"(CAST(CAST({_SCALED} / 4294967296D AS BIGINT) AS DECIMAL(38, 0)) * 4294967296 "
    f"+ CAST({_SCALED} % 4294967296D AS BIGINT)) * {{unit}} AS DECIMAL({{digits}}, {{scale}})) "
    "ELSE {cast}({value} AS DECIMAL({digits}, {scale})) END"
)

# DuckDB reads 10:00+02, Spark only 10:00:00+02.
_MOMENT = (
    "try_cast(regexp_replace({value}, '([ T][0-9]+:[0-9]{{2}}) ?(Z|UTC|[-+])', '$1:00$2') "
    "AS TIMESTAMP)"
)


def cast(node: exp.Cast) -> exp.Expr:
    """Translate a cast of what is, or may be, a floating-point number, or a point in time as text.

    Parameters
    ----------
    node
        ``CAST`` or ``try_cast`` in DuckDB's dialect, its value translated already.

    Returns
    -------
    sqlglot.exp.Expr
        For Spark; the node itself where that means the same.

    Examples
    --------
    >>> cast(parse_one("CAST(day AS DATE)", read="duckdb")).sql("spark")
    'CAST(day AS DATE)'
    """
    form = _form(node)
    if not form:
        return node
    sizes = [int(size.name) for size in node.to.expressions]
    digits, scale = sizes if len(sizes) == 2 else (0, 0)
    made = parse_one(
        form.format(
            value=node.this.sql("spark"),
            cast="try_cast" if isinstance(node, exp.TryCast) else "CAST",
            digits=digits,
            scale=scale,
            unit=f"CAST('1e-{scale}' AS DECIMAL({max(1, scale)}, {scale}))",
        ),
        read="spark",
    )
    made.type = node.to  # for a cast around it
    return made


def _form(node: exp.Cast) -> str:
    types = exp.DataType.Type
    if isinstance(node, exp.TryCast) and node.to.is_type(types.TIMESTAMPTZ):
        return _MOMENT
    if not _may_be_float(node.this):
        return ""
    if node.to.is_type(types.TEXT):
        return _TEXT
    return _DECIMAL if node.to.is_type(types.DECIMAL) and node.to.expressions else ""


def _may_be_float(value: exp.Expr) -> bool:
    if isinstance(value, exp.Literal | exp.Null):
        return False
    return value.type is None or value.type.is_type(*_FLOATS, exp.DataType.Type.UNKNOWN)
