"""The catalogue is read whole or refused with the reason."""

from pathlib import Path

import pytest

from clv.errors import InputError
from clv.reporting.catalogue import read_catalogue
from clv.reporting.project import Project, find_project

ROOT = Path(__file__).parents[3]


def project_with(folder: Path, catalogue: str) -> Project:
    (folder / "reports").mkdir()
    (folder / "notebooks").mkdir()
    (folder / "reports" / "catalogue.yml").write_text(catalogue, encoding="utf-8")
    return Project(folder)


def test_every_report_of_the_catalogue_has_its_notebooks() -> None:
    project = Project(ROOT)
    reports = read_catalogue(project)
    assert "customer_base" in reports
    for report in reports.values():
        assert {"en", "zh"} <= report.title.keys()
        assert all(project.notebook(name).is_file() for name in report.notebooks)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reports: [",
        "reports: {../x: {title: {en: X}, notebooks: [], sheets: {}, parameters: {}}}",
        "reports: {x: 1}",
        "reports: {x: {title: {en: X}}}",
        "reports: {x: !!python/object/apply:os.system ['true']}",
        "a: &a [1, 1]\nreports: {x: *a}",
        *(
            "reports: {x: {title: {en: X}, notebooks: [], sheets: {}, parameters: {n: "
            + wrong
            + "}}}"
            for wrong in ("{type: int, help: h}", "{typ: day, help: h}", "{type: day}", "7")
        ),
    ],
)
def test_a_catalogue_that_is_not_complete_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"catalogue\.yml"):
        read_catalogue(project_with(tmp_path, text))


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "missing", ""])
def test_a_notebook_outside_the_project_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no notebook"):
        project_with(tmp_path, "reports: {}").notebook(name)


def test_a_project_is_found_from_inside_it_and_from_anywhere(tmp_path: Path) -> None:
    assert find_project(ROOT / "src" / "clv").root == ROOT
    assert (find_project(tmp_path).root / "notebooks").is_dir()
