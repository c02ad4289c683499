"""Everything that the catalogue says of a report is shown, to a reader and to a program."""

import json
from pathlib import Path

from click.testing import CliRunner

from clv.cli import main
from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import Project

ROOT = Path(__file__).parents[2]


def test_a_reader_sees_parameters_with_their_units(project: Path) -> None:
    done = CliRunner().invoke(main, ["show", "churn"])
    assert (done.exit_code, done.stderr) == (0, "")
    for line in (
        "churn: Churn (报告)",
        "made: every month from day 1, made at 06:00 (Europe/Berlin)",
        "    analysis/two after one",
        "    Customers: customers",
        "    hours = 9 hours a month: to share (number; at least 1)",
        "    as_of = to be given by --as-of (run-due gives the day that is due; "
        "a data set of the package has its own): the day (day)",
        "    stale_days: amber from 7, red from 30",
    ):
        assert line in done.stdout, line


def test_a_program_gets_all_of_it_as_json(project: Path) -> None:
    done = CliRunner().invoke(main, ["show", "churn", "--json"])
    found = json.loads(done.stdout)
    assert found["schedule"]["first"] == "2024-05-01"
    assert found["schedule"]["at"] == "06:00:00"
    hours = next(p for p in found["parameters"] if p["name"] == "hours")
    assert (hours["unit"], hours["minimum"], hours["maximum"]) == ("hours a month", 1, None)
    assert found["stages"][-1] == {"notebook": "reports/page", "after": ["one", "two"]}


def test_every_report_of_the_project_can_be_shown() -> None:
    for name, report in read_catalogue(Project(ROOT)).items():
        done = CliRunner().invoke(main, ["show", name])
        assert done.exit_code == 0
        assert all(f"    {parameter.name} = " in done.stdout for parameter in report.parameters)


def test_a_name_that_is_almost_right_is_corrected(project: Path) -> None:
    done = CliRunner().invoke(main, ["show", "chrun"])
    assert done.exit_code == 3
    assert done.stderr == (
        "clv: E_REPORT: no report 'chrun'; there is churn, base, odd (did you mean churn?)\n"
    )
