"""What is watched from run to run, and from where it rings."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from clv.language import say
from clv.reporting.blocks import Table, table

__all__ = ["drift_table"]

_ALARMS = {
    "stale_days": ("days without a row before this day", "{:,.0f}"),
    "volume_change": ("purchases a day, against the time before", "{:.0%}"),
    "set_aside_share": ("rows set aside", "{:.1%}"),
    "set_aside_change": ("rows set aside, change", "{:.1%}"),
    "population_shift": ("shift of the customers (PSI)", "{:.2f}"),
    "parameter_shift": ("shift of a model's parameter, in standard errors", "{:.1f}"),
    "score_loss": ("loss of a score", "{:.0%}"),
    "forecast_error": ("error of the last forecast", "{:.0%}"),
}


def drift_table(found: Mapping[str, Any]) -> Table:
    """Show every alarm with its value and its limits.

    Parameters
    ----------
    found
        Results of the run: drift, as `clv.reporting.drift` judges it.

    Returns
    -------
    Table
        A row an alarm: what is measured, value, limits, state.
    """
    colours = {"green": say("green"), "amber": say("amber"), "red": say("red")}
    rows = [
        {
            "alarm": say(_ALARMS[alarm["name"]][0]),
            **{
                head: _figure(alarm[key], _ALARMS[alarm["name"]][1])
                for head, key in (("value", "value"), ("amber from", "amber"), ("red from", "red"))
            },
            "state": say("not measured") if alarm["value"] is None else colours[alarm["colour"]],
        }
        for alarm in found["drift"]["alarms"]
    ]
    heads = ["alarm", "value", "amber from", "red from", "state"]
    return table(
        pd.DataFrame(rows, columns=heads),
        say("What is watched, and the values that raise an alarm"),
    )


def _figure(value: float | None, form: str) -> str:
    return "–" if value is None else form.format(value)
