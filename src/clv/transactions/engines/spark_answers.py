"""Answers of Spark as pandas tables, of the types that DuckDB gives."""

import pandas as pd
import pyarrow as pa

__all__ = ["answer_frame"]


def answer_frame(answer: pa.Table) -> pd.DataFrame:
    """Turn an answer into a pandas table.

    Parameters
    ----------
    answer
        As Spark gives it.

    Returns
    -------
    pandas.DataFrame
        Days and moments as datetime64, whole numbers as 64 bits, decimals as floating-point
        numbers.

    Examples
    --------
    >>> from datetime import date
    >>> answer_frame(pa.table({"day": [date(2024, 1, 5)], "n": [7]})).dtypes.astype(str).tolist()
    ['datetime64[us]', 'int64']
    """
    columns = [_series(column) for column in answer.columns]
    return pd.concat(columns, axis=1, keys=answer.column_names)


def _series(column: pa.ChunkedArray) -> pd.Series:
    """Turn a column into that of the type which DuckDB gives."""
    kind = column.type
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us"))
    elif pa.types.is_integer(kind):
        column = column.cast(pa.int64())
    elif pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_string(kind) and not len(column):
        return pd.Series(dtype=object)
    missing = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    series: pd.Series = column.to_pandas(types_mapper=missing.get if column.null_count else None)
    return series
