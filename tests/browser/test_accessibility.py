"""What axe-core, the usual judge of accessibility, finds on the pages, and how they print."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import CHROMIUM, Page
from tests.browser.conftest import PAGES, REPORTS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

VIEWS = ((390, "light"), (1280, "dark"))
PAPER = 680  # A4 less its margins, in CSS pixels
PAPER_HEIGHT = 990

FAULTS = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
  .filter(fault => ['serious', 'critical'].includes(fault.impact))
  .map(fault => [fault.id, fault.help, fault.nodes.slice(0, 3).map(n => n.html.slice(0, 99))]))"""


@pytest.fixture(scope="module")
def axe() -> str:
    return Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=[name for name in PAGES if "hostile" not in name])
def path(request: pytest.FixtureRequest, pages: Callable[[str], Path]) -> Path:
    return pages(str(request.param))


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view[0]} {view[1]}")
def test_axe_finds_no_serious_fault(
    browser: Page, axe: str, path: Path, view: tuple[int, str]
) -> None:
    browser.open(path, *view)
    browser.evaluate(f"{axe}; 0")
    assert browser.evaluate("axe.version.split('.')[0]") == "4"
    assert browser.evaluate(FAULTS) == []


def test_axe_would_find_one(browser: Page, axe: str, tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text("<title>x</title><img src='data:,'><p>x</p>")
    browser.open(tmp_path / "bad.html", 390)
    browser.evaluate(f"{axe}; 0")
    assert {fault[0] for fault in browser.evaluate(FAULTS)} >= {"image-alt", "html-has-lang"}


@pytest.fixture(params=REPORTS)
def printed(request: pytest.FixtureRequest, browser: Page, pages: Callable[[str], Path]) -> Any:
    """A report as wide as paper, printed by somebody who works in the dark."""
    browser.open(pages(str(request.param)), PAPER, "dark")
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    browser.call("Emulation.setEmulatedMedia", media="print", features=[dark])
    yield browser
    browser.call("Emulation.setEmulatedMedia", media="")


def test_paper_is_light_and_holds_everything(printed: Page) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    assert printed.evaluate(colour) == "rgb(255, 255, 255)"
    right = (
        "Math.max(...[...document.body.querySelectorAll('*')].map(e => e.getBoundingClientRect()"
    )
    assert printed.evaluate(f"{right}.right))") <= PAPER + 1
    hidden = "[...document.querySelectorAll('nav.contents, .skip')].every(e => !e.offsetHeight)"
    assert printed.evaluate(hidden)


def test_figures_and_rows_are_not_cut_by_the_end_of_a_page(printed: Page) -> None:
    kept = "[...document.querySelectorAll('figure, tr, .alarms')]"
    breaks = f"{kept}.map(e => getComputedStyle(e).breakInside)"
    assert set(printed.evaluate(breaks)) == {"avoid"}
    tall = f"Math.max(...{kept}.map(e => e.offsetHeight))"
    assert printed.evaluate(tall) < PAPER_HEIGHT


def test_a_report_with_alarms_says_so_before_anything_else(
    browser: Page, samples: dict[str, Path]
) -> None:
    for media in ("screen", "print"):
        browser.open(samples["alarmed"], 390)
        browser.call("Emulation.setEmulatedMedia", media=media)
        banner = "document.querySelector('main > [role=status]')"
        assert browser.evaluate(f"{banner} === document.querySelector('main').firstElementChild")
        assert browser.evaluate(f"{banner}.getBoundingClientRect().bottom") < 844
        assert browser.evaluate(f"{banner}.innerText").count("红色") == 2
    assert browser.evaluate("document.documentElement.lang") == "zh-CN"
    foreign = "[...document.querySelectorAll('[role=status] [lang=en]')].map(e => e.innerText)"
    assert set(browser.evaluate(foreign)) == {"The log ends 31 days before."}
