"""What the source says: every template that `say` is given, and where."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import yaml

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "clv"
_IN_A_PAGE = re.compile(r"""\bsay\(\s*(?:"([^"]*)"|'([^']*)')""")


def sources() -> dict[str, str]:
    """Every file that may say something, by its path."""
    files = [*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/*")]
    told = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in files}
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        if ".ipynb_checkpoints" not in path.parts:
            cells = nbformat.read(path, as_version=4).cells
            code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
            told[path.relative_to(ROOT).as_posix()] = code
    return told


def templates(name: str, text: str) -> set[str]:
    """What a file says, apart from mere formats of numbers and marks between parts."""
    if not name.endswith((".py", ".ipynb")):
        found = {one or other for one, other in _IN_A_PAGE.findall(text)}
    else:
        tree = ast.parse(text)
        constants = _constants(tree)
        found = {told for call in _calls(tree) for told in _told(call.args[0], constants)}
    return {told for told in found if has_words(told)}


def has_words(template: str) -> bool:
    """Tell whether there is anything to translate beside the places of values."""
    return re.search(r"[A-Za-z]", re.sub(r"{.*?}", "", template)) is not None


def texts(name: str, text: str) -> set[str]:
    """Every text in a file, as it stands and as the head of a column with that name."""
    if not name.endswith((".py", ".ipynb")):
        return templates(name, text)
    found = set()
    for node in ast.walk(ast.parse(text)):
        told = getattr(node, "value" if isinstance(node, ast.Constant) else "arg", None)
        if isinstance(told, str):
            found |= {told, told.replace("_", " ")}
    return found


def sheets() -> set[str]:
    """Names that the catalogue gives to sheets."""
    catalogue = yaml.safe_load((ROOT / "reports" / "catalogue.yml").read_text("utf-8"))
    return {name for report in catalogue["reports"].values() for name in report["sheets"]}


def unreadable(name: str, text: str) -> list[str]:
    """Calls whose template is neither written in them nor in a constant of the same file."""
    if not name.endswith((".py", ".ipynb")):
        return []
    tree = ast.parse(text)
    constants = _constants(tree)
    return [ast.unparse(call) for call in _calls(tree) if not _told(call.args[0], constants)]


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    ours = [node for node in imports if node.module == "clv.language"]
    if not any(alias.name == "say" for node in ours for alias in node.names):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            yield node


def _constants(tree: ast.Module) -> dict[str, set[str]]:
    """Texts in the constants of a module; of a dict its values."""
    found: dict[str, set[str]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            texts = _texts(node.value)
            found |= {target.id: texts for target in targets if isinstance(target, ast.Name)}
    return found | _looped(tree, found)


def _looped(tree: ast.Module, constants: dict[str, set[str]]) -> dict[str, set[str]]:
    """Texts that a variable takes which runs through a constant."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.comprehension | ast.For)]
    return {
        loop.target.id: constants[loop.iter.id]
        for loop in loops
        if isinstance(loop.target, ast.Name)
        and isinstance(loop.iter, ast.Name)
        and loop.iter.id in constants
    }


def _texts(value: ast.expr) -> set[str]:
    if isinstance(value, ast.Dict):
        return {text for part in value.values for text in _texts(part)}
    if isinstance(value, ast.Tuple | ast.List):
        return {text for part in value.elts for text in _texts(part)}
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return {value.value}
    return set()


def _told(value: ast.expr, constants: dict[str, set[str]]) -> set[str]:
    """Texts that an expression may come to: written there, or in the constants that it names."""
    if isinstance(value, ast.Subscript):
        return _told(value.value, constants)
    if isinstance(value, ast.IfExp):
        return _told(value.body, constants) | _told(value.orelse, constants)
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return _told(value.func.value, constants)  # NAMES.get(name, name)
    if isinstance(value, ast.Name):
        return constants.get(value.id, set())
    return _texts(value)
