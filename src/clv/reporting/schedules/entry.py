"""Entries that start a report when it is due: for cron, systemd and Airflow."""

from clv.errors import InputError
from clv.reporting.schedules.airflow import airflow_entry
from clv.reporting.schedules.cron import cron_entry
from clv.reporting.schedules.start import Start
from clv.reporting.schedules.systemd import systemd_entry

__all__ = ["KINDS", "entry"]

_WRITERS = {"cron": cron_entry, "systemd": systemd_entry, "airflow": airflow_entry}
KINDS = tuple(_WRITERS)


def entry(start: Start, kind: str) -> str:
    """Write an entry that is ready to install.

    Parameters
    ----------
    start
        What is started; its report has a schedule.
    kind
        One of `KINDS`.

    Returns
    -------
    str
        Text that ends with a line break.

    Raises
    ------
    InputError
        ``E_SCHEDULE`` for another kind.
    """
    if kind not in _WRITERS:
        raise InputError("E_SCHEDULE", f"no entry for {kind!r}", f"there is {', '.join(KINDS)}")
    return _WRITERS[kind](start)
