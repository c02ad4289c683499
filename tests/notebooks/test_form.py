"""Notebooks have the form that readers rely on: a question, typed parameters, more prose than code.

What they must not hold (outputs, paths, definitions, warning filters) is tested beside the
architecture.
"""

import ast
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from clv.reporting.catalogue import read_catalogue
from clv.reporting.catalogue.parameters import for_notebook, resolve
from clv.reporting.project import Project

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "notebooks"
CATALOGUE = read_catalogue(Project(ROOT))
CATALOGUED = sorted({name for report in CATALOGUE.values() for name in report.notebooks})
PAGES = sorted(report.notebooks[-1] for report in CATALOGUE.values())
TAGS = {"parameters", "bench", "en", "zh"}
SET_BY_THE_RUN = {"transactions", "columns", "store", "language", "earlier", "since"}
OF_THE_BENCH = {"models", "unit", "groups", "slices", "features", "refits"}
"""What an analyst sets in the notebook, and a report takes as it is."""
MOST_CELLS, MOST_LINES = 15, 90
WORDS_A_LINE = {"analysis": 7, "lessons": 10}


def names(*rooms: str) -> list[str]:
    paths = (path for room in rooms for path in (FOLDER / room).rglob("*.ipynb"))
    shown = (path for path in paths if ".ipynb_checkpoints" not in path.parts)
    return sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in shown)


def cells(name: str, kind: str) -> list[Any]:
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def code_lines(name: str) -> list[str]:
    lines = [line for cell in cells(name, "code") for line in cell.source.splitlines()]
    return [line for line in lines if line.strip()]


def parameters(name: str) -> dict[str, Any]:
    """Defaults that a notebook declares."""
    (cell,) = [c for c in cells(name, "code") if "parameters" in c.metadata.get("tags", [])]
    declared = ast.parse(cell.source).body
    return {
        ast.unparse(d.target): ast.literal_eval(d.value)
        for d in declared
        if isinstance(d, ast.AnnAssign) and d.value is not None
    }


every = pytest.mark.parametrize("name", names("analysis", "lessons", "reports"))
for_readers = pytest.mark.parametrize("name", names("analysis", "lessons"))
catalogued = pytest.mark.parametrize("name", CATALOGUED)
pages = pytest.mark.parametrize("name", PAGES)


@every
def test_it_opens_with_one_title(name: str) -> None:
    titles = re.findall(
        r"^# .+", "\n".join(c.source for c in cells(name, "markdown")), re.MULTILINE
    )
    assert len(titles) == 1
    first = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4).cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith(titles[0])


@every
def test_it_says_at_once_what_is_asked_or_learned(name: str) -> None:
    first = cells(name, "markdown")[0].source
    assert re.search(r"\*\*(Question|What you will be able to do)\.\*\*", first)


@every
def test_parameters_are_typed_plain_values_with_a_comment_each(name: str) -> None:
    (cell,) = [c for c in cells(name, "code") if "parameters" in c.metadata.get("tags", [])]
    declared = ast.parse(cell.source).body
    assert all(isinstance(statement, ast.AnnAssign) for statement in declared)
    assert len(cell.source.splitlines()) == len(declared)
    for line in cell.source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool|dict|list) = .+  # \S.+", line)
    assert parameters(name)


@every
def test_its_cells_are_plain_python_tagged_for_a_known_purpose(name: str) -> None:
    for cell in cells(name, "code") + cells(name, "markdown"):
        assert set(cell.metadata.get("tags", [])) <= TAGS
    for cell in cells(name, "code"):
        ast.parse(cell.source)


@for_readers
def test_it_is_short(name: str) -> None:
    assert len(cells(name, "code")) <= MOST_CELLS
    assert len(code_lines(name)) <= MOST_LINES


@for_readers
def test_it_speaks_more_than_it_computes(name: str) -> None:
    words = sum(len(re.findall(r"\w+", cell.source)) for cell in cells(name, "markdown"))
    assert words / len(code_lines(name)) >= WORDS_A_LINE[Path(name).parts[0]]


@for_readers
def test_it_says_what_would_overturn_it(name: str) -> None:
    headings = re.findall(r"^## (.+)", "\n".join(c.source for c in cells(name, "markdown")), re.M)
    assert {"Limits", "What this cannot tell"} & set(headings)


@catalogued
def test_a_catalogued_notebook_ends_by_leaving_its_results_under_its_own_name(name: str) -> None:
    last = cells(name, "code")[-1].source
    assert last.splitlines()[-1] == "results.finish()"
    opened = f'Results("{Path(name).name}", store)'
    assert sum(cell.source.count(opened) for cell in cells(name, "code")) == 1
    assert sum(cell.source.count(".finish()") for cell in cells(name, "code")) == 1


@catalogued
def test_a_catalogued_notebook_is_told_everything_that_it_asks_for(name: str) -> None:
    for report in CATALOGUE.values():
        if name in report.notebooks:
            told = {parameter.name for parameter in report.parameters} | SET_BY_THE_RUN
            assert parameters(name).keys() - OF_THE_BENCH <= told


@pytest.mark.parametrize("report", CATALOGUE.values(), ids=lambda report: str(report.name))
def test_a_parameter_of_a_report_reaches_a_notebook_with_the_same_default(report: Any) -> None:
    of_source = {"as_of": "1998-07-01", "horizon": "39w"}
    defaults = for_notebook(resolve(report, {}, of_source))
    for name, value in defaults.items():
        declared = [parameters(n)[name] for n in report.notebooks if name in parameters(n)]
        assert set(declared) == {value}, name


@pages
def test_a_page_speaks_the_language_that_it_is_told(name: str) -> None:
    assert parameters(name)["language"] == "en"
    lines = [line for line in code_lines(name) if not line.startswith(("import ", "from "))]
    first_block = next(i for i, line in enumerate(lines) if "display(" in line)
    assert lines.index("use_language(language)") < first_block


@pages
def test_every_prose_of_a_page_has_its_chinese_twin(name: str) -> None:
    prose = [c for c in cells(name, "markdown") if "bench" not in c.metadata.get("tags", [])]
    assert [c.metadata.get("tags") for c in prose] == [["en"], ["zh"]] * (len(prose) // 2)
    for english, chinese in zip(prose[::2], prose[1::2], strict=True):
        levels = [re.findall(r"^#+ ", c.source, re.M) for c in (english, chinese)]
        assert levels[0] == levels[1]
        assert not re.search("[\u4e00-\u9fff]", english.source)
        assert re.search("[\u4e00-\u9fff]", chinese.source)


@pages
def test_no_two_sections_of_a_page_have_the_same_name(name: str) -> None:
    headings = re.findall(r"^##+ (.+)", "\n".join(c.source for c in cells(name, "markdown")), re.M)
    assert len(set(headings)) == len(headings)


@pytest.mark.parametrize("name", sorted(set(names("analysis", "lessons"))))
def test_what_is_no_page_has_no_prose_for_one_language_only(name: str) -> None:
    tags = {tag for cell in cells(name, "markdown") for tag in cell.metadata.get("tags", [])}
    assert not tags & {"en", "zh"}


def test_every_page_is_a_notebook_of_the_room_for_pages() -> None:
    assert names("reports") == PAGES
    assert set(CATALOGUED) <= set(names("analysis", "reports"))
