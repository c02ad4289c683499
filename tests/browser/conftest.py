"""The pages that are looked at. To add one: make it in `pages` and name it in `PAGES`."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import CHROMIUM, Page, open_page
from tests.browser.payloads import PAYLOADS
from tests.browser.samples import write_mail_page, write_runs, write_sample

REPORTS = ("report", "alarmed")
PAGES = (*REPORTS, "index", "history", "hostile", "hostile_index")

QUIET = ("Half of the customers bought once.", "Look at list EII first.", "All is as usual.")
CHINESE = ("一半客户只购买过一次。", "请先查看EII名单。", "Two of 69,659 rows repeat another.")


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with open_page(tmp_path_factory.mktemp("chromium") / "profile") as page:
        yield page


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages of reports that nobody has run."""
    folder = tmp_path_factory.mktemp("pages")
    place = folder / "runs" / "customer_base" / "1998-07-01"
    place.mkdir(parents=True)
    write_sample(place / "alarmed.html", "zh", CHINESE, ["The log ends 31 days before.", "少了60%"])
    write_sample(place / "hostile.html", "en", PAYLOADS, PAYLOADS)
    write_mail_page(place / "hostile_mail.html", PAYLOADS)
    for name in ("results.json", "index.html"):
        (place / name).write_text("{}")
    (folder / "runs" / "index.html").write_text("")
    found = {name: place / f"{name}.html" for name in ("alarmed", "hostile", "hostile_mail")}
    hostile = write_runs(folder / "hostile", PAYLOADS[20], PAYLOADS)
    return found | {
        "history": write_runs(folder / "history", "churn_watch", QUIET),
        "hostile_index": hostile,
    }


@pytest.fixture(scope="session")
def pages(request: pytest.FixtureRequest, samples: dict[str, Path]) -> Callable[[str], Path]:
    """Where a page of `PAGES` lies; a report is run only when its page is asked for."""

    def find(name: str) -> Path:
        if name in samples:
            return samples[name]
        place: Path = request.getfixturevalue("published")
        return {"report": place / "report.html", "index": place.parents[1] / "index.html"}[name]

    return find
