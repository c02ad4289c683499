"""A DAG file for Airflow, 2.5 or later and 3."""

from clv.reporting.schedules.cron import cron_times
from clv.reporting.schedules.moments import moments
from clv.reporting.schedules.periods import in_words
from clv.reporting.schedules.start import Start, shell_line

__all__ = ["airflow_entry"]

_CAUGHT_UP = 4
_FILE = '''"""{name}: {words}.

Put this file into Airflow's folder of DAGs.
"""

from datetime import timedelta

import pendulum

try:
    from airflow.providers.standard.operators.bash import BashOperator
    from airflow.sdk import DAG
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.operators.bash import BashOperator

with DAG(
    dag_id={dag_id!r},
    description={description!r},
    schedule={times!r},
    start_date=pendulum.datetime({year}, {month}, {day}, tz={zone!r}),
    catchup=False,  # run-due itself makes up for missed periods, oldest first
    max_active_runs=1,
    tags=["clv"],
) as dag:
    BashOperator(
        task_id="run_due",
        bash_command={command!r},
        skip_on_exit_code=75,  # another run is under way; 4, held by an alarm, and 3 fail
        retries=0,  # after a held report a second try finds nothing due, and would look well
        execution_timeout=timedelta(minutes={minutes:g}),
    )
'''


def airflow_entry(start: Start) -> str:
    """Write a DAG that runs what is due.

    Parameters
    ----------
    start
        What is started.

    Returns
    -------
    str
        Python.
    """
    schedule = start.schedule
    first, words = schedule.first, in_words(schedule)
    return _FILE.format(
        name=start.report.name,
        words=words,
        dag_id=f"clv_{start.report.name}",
        description=words,
        times=next(cron_times(moments(schedule))),
        year=first.year,
        month=first.month,
        day=first.day,
        zone=schedule.time_zone,
        command=_template(shell_line(start)),
        minutes=_CAUGHT_UP * start.report.limits.minutes,
    )


def _template(line: str) -> str:
    """Keep a line whole through Jinja; the blank keeps ``.sh`` at its end from being a file."""
    return line.replace("{", "{{ '{' }}") + " "
