"""A published page as a browser sees it: on a phone and on a desk, by day and by night."""

import os
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from tests.browser.chromium import CHROMIUM, Page
from tests.browser.conftest import PAGES, REPORTS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

WIDTHS = (390, 820, 1280)  # a phone, a tablet, a desk
SCHEMES = ("light", "dark")

# Contrast of every text with what lies behind it, as WCAG 2.2 counts it, least first.
CONTRAST = """(() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const [r, g, b] = channels(colour).slice(0, 3).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    const colour = getComputedStyle(element).backgroundColor;
    const seen = (channels(colour)[3] ?? 1) > 0;
    return seen || !element.parentElement ? colour : behind(element.parentElement);
  };
  const speaks = element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  return [...document.body.querySelectorAll('*')].filter(speaks).map(element => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return [ratio, element.textContent.trim().slice(0, 40)];
  }).sort((a, b) => a[0] - b[0]);
})()"""


@pytest.fixture(scope="module", params=PAGES)
def path(request: pytest.FixtureRequest, pages: Callable[[str], Path]) -> Path:
    return pages(str(request.param))


@pytest.fixture(
    scope="module",
    params=[(width, scheme) for width in WIDTHS for scheme in SCHEMES],
    ids=lambda view: f"{view[0]} {view[1]}",
)
def page(request: pytest.FixtureRequest, browser: Page, path: Path) -> Page:
    """A page at one width in one colour scheme."""
    width, scheme = request.param
    browser.open(path, width, scheme)
    return browser


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest, browser: Page, pages: Callable[[str], Path]) -> Page:
    """A report on a desk in daylight."""
    browser.open(pages(str(request.param)), 1280)
    return browser


def test_the_console_stays_silent(page: Page) -> None:
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    kinds = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
    assert page.said(*kinds) == []


def test_the_page_asks_for_nothing_but_itself(page: Page, path: Path) -> None:
    asked = [event["request"]["url"] for event in page.said("Network.requestWillBeSent")]
    assert asked[0] == path.as_uri()
    assert {urlsplit(url).scheme for url in asked[1:]} <= {"data"}
    assert page.said("Network.loadingFailed") == []


def test_nothing_sticks_out_of_the_page(page: Page) -> None:
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth") <= page.evaluate(f"{root}.clientWidth")


def test_every_image_is_drawn_and_described(page: Page, path: Path) -> None:
    facts = "[i.complete, i.naturalWidth, i.naturalHeight, i.width, i.alt]"
    images = page.evaluate(f"[...document.images].map(i => {facts})")
    assert images or path.name in ("index.html", "hostile_mail.html")
    for complete, *sizes, alt in images:
        assert complete
        assert min(sizes) > 0
        assert len(alt.split()) >= 5


def test_every_text_can_be_read_against_what_lies_behind_it(page: Page) -> None:
    contrasts = page.evaluate(CONTRAST)
    assert len(contrasts) > 5
    assert [text for ratio, text in contrasts if ratio < 4.5] == []


def test_a_dark_page_is_dark(browser: Page, path: Path) -> None:
    sums = []
    for scheme in SCHEMES:
        browser.open(path, 820, scheme)
        colour = browser.evaluate("getComputedStyle(document.body).backgroundColor")
        sums.append(sum(int(part) for part in colour.strip("rgb()").split(",")))
    assert sums[0] > 3 * 200
    assert sums[1] < 3 * 60


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    levels: list[int] = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_name_is_given_to_two_places(page: Page) -> None:
    names: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(names) == len(set(names))
    assert all(names)


def test_the_contents_list_every_section_and_lead_to_it(report: Page) -> None:
    listed: list[list[str]] = report.evaluate(
        "[...document.querySelectorAll('nav.contents a')].map(a => [a.hash.slice(1), a.innerText])"
    )
    sections: list[list[str]] = report.evaluate(
        "[...document.querySelectorAll('h2')].map(h => [h.id, h.innerText])"
    )
    assert [[unquote(name), text] for name, text in listed] == sections
    assert sections
    for number, (name, _) in enumerate(listed):
        report.evaluate(f"document.querySelectorAll('nav.contents a')[{number}].click()")
        assert report.evaluate("document.querySelector(':target').id") == unquote(name)


def test_every_link_to_a_file_leads_to_one(page: Page) -> None:
    links: list[str] = page.evaluate("[...document.links].map(a => a.href)")
    assert links
    for link in links:
        parts: Any = urlsplit(link)
        assert parts.scheme == "file"
        assert os.path.isfile(unquote(parts.path)), link


def test_a_table_wider_than_the_screen_scrolls_by_itself_and_by_keyboard(
    browser: Page, published: Path
) -> None:
    browser.open(published / "report.html", 390)
    wide = "[...document.querySelectorAll('table')].filter(t => t.offsetWidth > innerWidth)"
    assert browser.evaluate(f"{wide}.length") > 0
    held = f"{wide}.every(t => getComputedStyle(t.parentElement).overflowX == 'auto'"
    assert browser.evaluate(f"{held} && t.parentElement.tabIndex == 0)")


def test_first_screen_shows_the_headline_figures(report: Page) -> None:
    bottom = "document.querySelector('.tiles').getBoundingClientRect().bottom"
    assert report.evaluate(bottom) < report.evaluate("innerHeight")
