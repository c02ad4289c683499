"""The Chinese font is ours, complete for our texts, and leaves English charts as they are."""

import base64
from pathlib import Path

import pytest
from matplotlib import font_manager
from matplotlib.axes import Axes

from clv.plots import draw, new_axes, style, tell
from clv.plots.fonts import FAMILIES, FONT, wanted
from clv.plots.style import styled

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"


@styled
def chart(text: str, **how: str) -> Axes:
    axes = new_axes(width=12, height=3)
    axes.text(0.1, 0.5, text, **how)  # type: ignore[arg-type]
    axes.set(xlabel=text, title=text)
    return tell(axes, text)


def drawn(text: str, **how: str) -> str:
    return base64.b64decode(draw(chart(text, **how)).svg).decode("utf-8")


def signs(family: str) -> set[str]:
    path = font_manager.findfont(family)
    return {chr(code) for code in font_manager.get_font(path).get_charmap()}


def test_the_font_is_the_one_that_comes_with_the_package() -> None:
    assert Path(font_manager.findfont(FAMILIES[1])) == FONT
    assert FONT.stat().st_size < 1_000_000
    licence = FONT.with_name("OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence


def test_it_has_every_common_character_of_gb_2312() -> None:
    rows = range(0xB0, 0xD8)
    codes = (bytes((row, place)) for row in rows for place in range(0xA1, 0xFF))
    common = {code.decode("gb2312", errors="ignore") for code in codes} - {""}
    assert len(common) == 3755
    assert common <= signs(FAMILIES[1])


def test_it_has_every_character_of_our_texts() -> None:
    ours = wanted() | {sign for sign in GLOSSARY.read_text("utf-8") if ord(sign) > 126}
    hanzi = {sign for sign in ours if "\u3000" <= sign <= "\u9fff" or "\uff01" <= sign <= "\uff5e"}
    missing = hanzi - signs(FAMILIES[1])
    assert not missing, f"{''.join(sorted(missing))}: run python -m clv.plots.fonts"


def test_chinese_is_drawn_with_it_and_english_without() -> None:
    assert "ClvHanzi" in drawn("忠诚客户 loyal")
    assert "ClvHanzi" not in drawn("loyal, 12% – R²")


def test_english_looks_as_if_there_were_no_other_font(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "loyal: €12, 30% – R² “as usual” ≥ 5"
    with_both = drawn(text)
    for settings in (style._TEXT, style._RC):
        monkeypatch.setitem(settings, "font.family", [FAMILIES[0]])
    assert drawn(text) == with_both


@pytest.mark.parametrize("how", [{}, {"weight": "bold"}, {"style": "italic"}])
def test_any_name_can_be_drawn_and_nothing_is_printed(
    how: dict[str, str],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    text = "忠诚客户 عميل לקוח ลูกค้า 😀👩‍👩‍👧 𠀀 龘 \ue000 e\u0301 \u200b $x$ $\\frac{$ _^\\"
    assert drawn(text, **how) == drawn(text, **how)
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
