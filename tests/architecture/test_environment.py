"""All places that name a dependency agree: pyproject.toml, the lock, conda, the imports."""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCKS = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in ("requirements.lock", "requirements-spark.lock")
}
LOCK = "".join(LOCKS.values())
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
DECLARED = [
    Requirement(text)
    for text in PROJECT["dependencies"] + [text for extra in EXTRAS.values() for text in extra]
]
# Too large for those who do not need it: locked by itself, installed by .ci/run, not by conda.
APART = [Requirement(text) for text in EXTRAS["spark"]]
CONDA_NAMES = {"matplotlib-base": "matplotlib", "python-duckdb": "duckdb"}


def locked() -> list[Requirement]:
    lines = re.findall(r"^\S.*==.*$", LOCK, flags=re.MULTILINE)
    return [Requirement(line.removesuffix("\\").strip()) for line in lines]


def undeclared(folder: str, declared: list[Requirement]) -> set[str]:
    """Foreign packages that the modules of a folder import without a declaration."""
    owners = metadata.packages_distributions()
    foreign = set(imported(ROOT / folder)) - sys.stdlib_module_names - {"clv", "tests"}
    return {
        name
        for name in foreign
        if not {canonicalize_name(owner) for owner in owners.get(name, [])} & set(bounds(declared))
    }


def imported(folder: Path) -> Iterator[str]:
    """Top-level names of what the modules of a folder import."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def bounds(requirements: list[Requirement]) -> dict[str, SpecifierSet]:
    return {canonicalize_name(r.name): r.specifier for r in requirements}


def test_conda_environment_asks_for_what_pyproject_asks_for() -> None:
    by_pip: list[str] = CONDA["dependencies"][-1]["pip"][:-1]
    by_conda = [line for line in CONDA["dependencies"] if isinstance(line, str)]
    asked = [Requirement(line) for line in by_conda + by_pip]
    for requirement in asked:
        requirement.name = CONDA_NAMES.get(requirement.name, requirement.name)
    found = bounds(asked)
    assert found.pop("python") == SpecifierSet(PROJECT["requires-python"])
    assert found.pop("pip") == SpecifierSet()
    assert found == {name: b for name, b in bounds(DECLARED).items() if name not in bounds(APART)}


def test_conda_environment_installs_the_package_itself_in_place() -> None:
    assert CONDA["dependencies"][-1]["pip"][-1] == "-e ."


def test_no_dependency_is_declared_twice() -> None:
    assert len(bounds(DECLARED)) == len(DECLARED)


def test_every_import_of_the_package_is_a_dependency_of_it_or_of_one_of_its_extras() -> None:
    offered = [text for name, extra in EXTRAS.items() if name != "dev" for text in extra]
    declared = [Requirement(text) for text in PROJECT["dependencies"] + offered]
    assert undeclared("src", declared) <= {r.name for r in APART}


def test_spark_has_a_lock_of_its_own_that_holds_nothing_else() -> None:
    pins = re.findall(r"^(\S+)==", LOCKS["requirements-spark.lock"], flags=re.MULTILINE)
    assert set(pins) - {"py4j"} == set(bounds(APART))
    assert not set(pins) & set(
        re.findall(r"^(\S+)==", LOCKS["requirements.lock"], flags=re.MULTILINE)
    )


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_every_import_of_those_who_work_on_it_is_declared(folder: str) -> None:
    assert undeclared(folder, DECLARED) == set()


def test_lock_holds_no_address() -> None:
    assert "://" not in LOCK


def test_every_pin_of_the_lock_has_hashes() -> None:
    pins = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)
    assert [pin.splitlines()[0] for pin in pins if pin and "--hash=sha256:" not in pin] == []


@pytest.mark.parametrize("declared", DECLARED, ids=lambda r: str(r.name))
def test_lock_satisfies_the_bound(declared: Requirement) -> None:
    name = canonicalize_name(declared.name)
    versions = [str(pin.specifier)[2:] for pin in locked() if canonicalize_name(pin.name) == name]
    assert versions
    assert all(declared.specifier.contains(version) for version in versions)


@pytest.mark.parametrize("version", ["3.11.7", "3.12.1", "3.13.0"])
def test_each_supported_python_gets_one_pin_of_each_dependency(version: str) -> None:
    here = {"python_full_version": version, "python_version": version.rpartition(".")[0]}
    names: list[str] = [
        canonicalize_name(pin.name)
        for pin in locked()
        if pin.marker is None or pin.marker.evaluate(here)
    ]
    assert [name for name in bounds(DECLARED) if Counter(names)[name] != 1] == []


@pytest.mark.parametrize(
    "declared", [r for r in DECLARED if r not in APART], ids=lambda r: str(r.name)
)
def test_what_is_installed_satisfies_the_bound(declared: Requirement) -> None:
    assert declared.specifier.contains(metadata.version(declared.name))
