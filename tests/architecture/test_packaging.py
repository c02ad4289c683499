"""A wheel built without a network holds everything that a report needs outside a checkout."""

import os
import subprocess
import sys
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"]
    command += ["--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return ZipFile(built)


def members(wheel: ZipFile, under: str) -> set[str]:
    return {name.removeprefix(under) for name in wheel.namelist() if name.startswith(under)}


def test_wheel_holds_every_notebook(wheel: ZipFile) -> None:
    folder = ROOT / "notebooks"
    here = {p.relative_to(folder).as_posix() for p in folder.rglob("*.ipynb")}
    packed = members(wheel, "clv/project/notebooks/")
    assert {name for name in here if ".ipynb_checkpoints" not in name} <= packed
    assert not any(".ipynb_checkpoints" in name for name in packed)


def test_wheel_holds_the_catalogue_and_no_rendered_report(wheel: ZipFile) -> None:
    assert members(wheel, "clv/project/reports/") == {"catalogue.yml"}
    packed = wheel.read("clv/project/reports/catalogue.yml")
    assert packed == (ROOT / "reports" / "catalogue.yml").read_bytes()


def test_wheel_holds_every_file_of_the_package(wheel: ZipFile) -> None:
    folder = ROOT / "src" / "clv"
    here = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    packed = {name for name in members(wheel, "clv/") if not name.startswith("project/")}
    assert packed == {name for name in here if "__pycache__" not in name}


def test_wheel_offers_the_command(wheel: ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt")]
    scripts = ConfigParser()
    scripts.read_string(wheel.read(name).decode())
    assert dict(scripts["console_scripts"]) == {"clv": "clv.cli:main"}


def test_wheel_states_its_licence_and_python(wheel: ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = Parser().parsestr(wheel.read(name).decode())
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"


def test_installed_wheel_brings_its_own_notebooks(wheel: ZipFile, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    wheel.extractall(installed)
    elsewhere.mkdir()
    script = (
        "from pathlib import Path; from clv.reporting.project import find_project; "
        "print(find_project(Path.cwd()).root)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=elsewhere,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == (installed / "clv" / "project").resolve()
