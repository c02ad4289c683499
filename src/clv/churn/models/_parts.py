"""Parts of the customers that depend on nothing but who they are."""

from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["customer_parts"]


def customer_parts(index: pd.Index, parts: int) -> NDArray[np.int64]:
    """Return the part, 0 to parts - 1, of each customer; all rows of one are in the same."""
    numbers = (crc32(str(customer).encode()) for customer in index)
    return np.fromiter(numbers, np.int64, len(index)) % parts
