"""Names that try to run, in every place of page, list and mail: shown as text, and no more."""

from pathlib import Path

import pytest

from tests.browser.chromium import CHROMIUM, Page
from tests.browser.payloads import PAYLOADS
from tests.browser.samples import ALT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

FOREIGN = (
    "script,iframe,object,embed,link,base,form,input,select,textarea,button,svg,math,video,audio,"
    "details,marquee,template,noscript,image,meta[http-equiv=refresh],[style]"
)
RUNS = "[...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => {}))"


@pytest.fixture(scope="module", params=["hostile", "hostile_index", "hostile_mail"])
def page(request: pytest.FixtureRequest, browser: Page, samples: dict[str, Path]) -> Page:
    """A page full of hostile names, clicked and hovered over."""
    browser.open(samples[request.param], 820)
    browser.evaluate(
        "[...document.body.querySelectorAll('*')].forEach(e => ['mouseover', 'focus', 'toggle']"
        ".forEach(kind => e.dispatchEvent(new Event(kind))))"
    )
    browser.evaluate("new Promise(done => setTimeout(done, 100))")
    return browser


def test_there_are_sixty_different_payloads() -> None:
    assert len(set(PAYLOADS)) == 60


def test_nothing_runs_and_nothing_is_asked_for(page: Page) -> None:
    assert page.evaluate("typeof ran") == "undefined"
    kinds = ("Page.javascriptDialogOpening", "Log.entryAdded", "Runtime.consoleAPICalled",
             "Runtime.exceptionThrown", "Page.frameAttached")  # fmt: skip
    assert page.said(*kinds) == []
    asked = [event["request"]["url"] for event in page.said("Network.requestWillBeSent")]
    assert [url for url in asked[1:] if not url.startswith("data:image/svg+xml;base64,")] == []


def test_no_element_and_no_attribute_comes_from_a_name(page: Page) -> None:
    mail = page.evaluate("document.querySelector('meta[http-equiv]') === null")
    foreign = FOREIGN.removesuffix(",[style]") if mail else FOREIGN
    assert page.evaluate(f"document.querySelectorAll({foreign!r}).length") == 0
    assert page.evaluate(RUNS.format("a.name.startsWith('on')") + ".length") == 0
    address = "['src', 'href', 'xlink:href'].includes(a.name) && /:/.test(a.value)"
    own = "&& !a.value.startsWith('data:image/svg+xml;base64,')"
    assert page.evaluate(RUNS.format(f"{address} {own}") + ".length") == 0
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).display") == "block"


def test_every_name_is_shown_as_it_is(page: Page) -> None:
    shown: str = page.evaluate("document.body.innerText.replace(/\\s+/g, ' ')")
    listed = "Runs, newest first" in shown
    # In the list there is room for a failure a day; the others are in its tiles.
    wanted = PAYLOADS[-28:] if listed else PAYLOADS
    for payload in wanted:
        assert " ".join(payload.split()) in shown


def test_an_image_is_described_by_it_as_it_is(browser: Page, samples: dict[str, Path]) -> None:
    browser.open(samples["hostile"], 820)
    alts = browser.evaluate("[...document.images].map(i => i.alt)")
    assert alts == [f"{ALT}{payload}" for payload in PAYLOADS[:9]]
