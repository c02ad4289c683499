"""What all tests of charts share."""

from collections.abc import Iterator

import pytest
from matplotlib import pyplot


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Leave no chart open for the next test to count."""
    yield
    pyplot.close("all")
