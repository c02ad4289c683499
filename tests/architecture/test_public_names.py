"""Every public name says what it takes and what it gives, in its types and in its docstring."""

import importlib
import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Never, NoReturn

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def module_names() -> list[str]:
    parts = [path.relative_to(SOURCE).with_suffix("").parts for path in SOURCE.rglob("*.py")]
    names = {".".join(p[:-1] if p[-1] == "__init__" else p) for p in parts}
    return sorted(name for name in names if "._" not in name)


def public(module: ModuleType) -> Iterator[tuple[str, Any]]:
    """Functions and classes that a module defines itself and does not hide."""
    for name, value in vars(module).items():
        defined_here = getattr(value, "__module__", None) == module.__name__
        written = inspect.isfunction(value) or inspect.isclass(value)
        if defined_here and written and not name.startswith("_"):
            yield name, value


def methods(owner: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public methods and properties, as plain functions, that are written in the class itself."""
    for name, value in vars(owner).items():
        if isinstance(value, classmethod | staticmethod):
            value = value.__func__
        elif isinstance(value, property):
            value = value.fget
        if inspect.isfunction(value) and not name.startswith("_"):
            yield name, value


def taken(function: Callable[..., Any]) -> list[inspect.Parameter]:
    parameters = inspect.signature(function).parameters.values()
    return [p for p in parameters if p.name not in {"self", "cls"}]


def is_protocol(owner: type) -> bool:
    return bool(getattr(owner, "_is_protocol", False))


def gives(function: Callable[..., Any]) -> bool:
    annotation = inspect.signature(function).return_annotation
    nothing = {None, Iterator[None], NoReturn, Never, inspect.Signature.empty}
    return annotation not in nothing


def sections(docstring: str) -> dict[str, str]:
    """Split a numpydoc docstring, ``{"Parameters": text, ...}``."""
    pieces = re.split(r"^(\w[\w ]*)\n-{3,}\n", docstring, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def documented(docstring: str) -> set[str]:
    """List the names that stand unindented in the parameter sections."""
    found = sections(docstring)
    text = "\n".join(found.get(s, "") for s in ("Parameters", "Other Parameters", "Attributes"))
    lines = re.findall(r"^([*\w][^:\n]*)", text, flags=re.MULTILINE)
    return {name.strip().lstrip("*") for line in lines for name in line.split(",")}


def missing_words(name: str, value: Any) -> Iterator[str]:
    docstring = inspect.getdoc(value) if value.__doc__ else None
    if not docstring:
        yield f"{name} has no docstring"
        return
    if inspect.isfunction(value) or ("__init__" in vars(value) and not is_protocol(value)):
        for parameter in taken(value):
            if parameter.name not in documented(docstring):
                yield f"{name} does not list {parameter.name} under Parameters"
    if (
        inspect.isfunction(value)
        and gives(value)
        and not {"Returns", "Yields"} & set(sections(docstring))
    ):
        yield f"{name} has no section Returns"


def missing_types(name: str, function: Callable[..., Any]) -> Iterator[str]:
    signature = inspect.signature(function)
    for parameter in taken(function):
        if parameter.annotation is inspect.Parameter.empty:
            yield f"{name} does not type {parameter.name}"
    if signature.return_annotation is inspect.Signature.empty:
        yield f"{name} does not type what it returns"


each_module = pytest.mark.parametrize("module_name", module_names())


@each_module
def test_module_says_what_it_is_for(module_name: str) -> None:
    assert importlib.import_module(module_name).__doc__


@each_module
def test_public_names_are_documented(module_name: str) -> None:
    module = importlib.import_module(module_name)
    faults = [fault for name, value in public(module) for fault in missing_words(name, value)]
    assert faults == []


@each_module
def test_public_methods_have_a_docstring(module_name: str) -> None:
    module = importlib.import_module(module_name)
    classes = [(name, value) for name, value in public(module) if inspect.isclass(value)]
    faults = [
        f"{name}.{method}"
        for name, owner in classes
        for method, _ in methods(owner)
        if not inspect.getdoc(getattr(owner, method))
    ]
    assert faults == []


@each_module
def test_public_functions_are_typed(module_name: str) -> None:
    faults: list[str] = []
    for name, value in public(importlib.import_module(module_name)):
        if inspect.isfunction(value):
            faults += missing_types(name, value)
        else:
            for method, function in methods(value):
                faults += missing_types(f"{name}.{method}", function)
    assert faults == []
