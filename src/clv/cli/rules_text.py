"""A rule system as a terminal shows it."""

from collections.abc import Iterator

from clv.rules import Axis, Cell, System, Text

__all__ = ["system_lines"]

_AXES = Text("Scales", "坐标轴")
_CELLS = Text("Cells", "分类")
_SETTINGS = Text("Settings", "参数")
_MISSING = Text("Who has no cell, or a provisional one", "未归类或暂定归类的客户")
_OURS = Text("Ours, not the source's", "我们补充的内容（非来源所述）")
_SOURCE = Text("Source", "来源")
_VERSION = Text("version", "版本")
_COLON = Text(": ", "：")


def system_lines(system: System, language: str) -> Iterator[str]:
    """Show a rule system: scales with their cuts, cells with their strategies, and what is ours.

    Parameters
    ----------
    system
        The system.
    language
        ``"en"`` or ``"zh"``.

    Yields
    ------
    str
        A line, as long as its words are.

    Examples
    --------
    >>> from clv.rules import load_system
    >>> next(system_lines(load_system("t01_contribution_stability"), "en"))
    'T1: Existing customers by contribution and stability (version 1)'
    """
    colon = _COLON.to(language)
    title = f"{system.id}{colon}{system.title.to(language)}"
    yield f"{title} ({_VERSION.to(language)} {system.version})"
    yield system.question.to(language)
    yield f"{_SOURCE.to(language)}{colon}{system.source.to(language)}"
    settings = ((f"{name} = {s.value:g}", s.meaning) for name, s in system.settings.items())
    blocks = (
        (_AXES, [line for axis in system.axes for line in _axis(axis, language)]),
        (_CELLS, [line for cell in system.cells for line in _cell(cell, system, language)]),
        (_SETTINGS, [f"{name}{colon}{text.to(language)}" for name, text in settings]),
        (_MISSING, [f"{name}{colon}{text.to(language)}" for name, text in system.missing.items()]),
        (_OURS, [text.to(language) for text in system.ours]),
    )
    for heading, lines in blocks:
        if lines:
            yield ""
            yield heading.to(language)
        yield from (f"    {line}" for line in lines)


def _axis(axis: Axis, language: str) -> Iterator[str]:
    colon = _COLON.to(language)
    yield f"{axis.key} ({axis.title.to(language)}){colon}{axis.meaning.to(language)}"
    if axis.levels:
        yield "    " + ", ".join(f"{level.key}: {level.cut or 'rest'}" for level in axis.levels)


def _cell(cell: Cell, system: System, language: str) -> Iterator[str]:
    held = "; ".join(
        f"{axis.key} {'/'.join(level.key for level in axis.levels if level.key in keys)}"
        for axis, keys in zip(system.cut_axes, cell.levels, strict=False)
    )
    colon, strategy = _COLON.to(language), cell.strategy
    yield f"{cell.key} {cell.name.to(language)}" + (f" ({held})" if held else "")
    yield f"    {strategy.title.to(language)}{colon}{strategy.summary.to(language)}"
    if strategy.time is not None:
        yield f"    {strategy.time.to(language)}"
