"""How charts and their alternative texts write an amount in any unit."""

import math

_FORMS = ((1000, ",.0f"), (10, ",.1f"), (0, ",.3g"))


def amount(value: float, sign: str = "") -> str:
    """As many digits as the size calls for, `sign` + where a gain has one; a dash for NaN."""
    if math.isnan(value):
        return "–"
    form = next(form for least, form in _FORMS if abs(value) >= least)
    return f"{value:{sign}{form}}" if value else "0"
