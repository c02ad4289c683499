"""What charts of several models share: each has a title, a colour, a mark and a dash."""

from collections.abc import Iterator

import pandas as pd

from clv.models.family import MODEL_TITLES

DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (6, 1.5, 1.5, 1.5)), (0, (3, 1)), (0, (8, 2)))
MARKS = "os^Dvp"
_NOT_MODELS = {"customers", "purchases", "actual", "lower", "upper", "share"}


def models_of(table: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Column, title and number of each model."""
    names = [str(name) for name in table if name not in _NOT_MODELS]
    for place, name in enumerate(names):
        yield name, MODEL_TITLES.get(name, name), place % len(MARKS)
