"""The PDF: the page as the system's Chromium prints it."""

import os
import re
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from clv.errors import RunError

__all__ = ["find_chromium", "write_pdf"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 90.0
_FLAGS = (
    "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-sync",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=127.0.0.1:9", "--no-pdf-header-footer",
    "--export-tagged-pdf", "--generate-pdf-document-outline",
)  # fmt: skip
_LINK = re.compile(r' href="(?!#)[^"]*"')
_MADE = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}")
_BROWSER = re.compile(rb"/Creator \((?:[^()\\]|\\.)*\)")
_DAY = re.compile(r'<time datetime="(\d{4})-(\d\d)-(\d\d)"')


def find_chromium() -> str:
    """Return the path of the system's Chromium.

    Returns
    -------
    str
        Of the first that is found under one of its usual names.

    Raises
    ------
    RunError
        ``E_CHROMIUM`` where there is none.
    """
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        raise RunError(
            "E_CHROMIUM",
            "a PDF is printed by Chromium, and there is none",
            "install it (apt-get install chromium), or leave --pdf out",
        )
    return found


def write_pdf(page: Path, path: Path, seconds: float = _SECONDS) -> None:
    """Print a page: A4, tagged for screen readers, with its title, language and outline.

    Parameters
    ----------
    page
        A page that `clv.reporting.pages.page.write_page` wrote.
    path
        File to write: the same bytes for the same page and the same Chromium.
    seconds
        After which Chromium is killed.

    Raises
    ------
    RunError
        ``E_CHROMIUM`` where there is none or where it does not print.
    """
    browser = find_chromium()
    html = page.read_text(encoding="utf-8")
    with TemporaryDirectory(prefix="clv-", ignore_cleanup_errors=True) as folder:
        # A link to a file beside the page would become a path of this machine.
        (Path(folder) / "page.html").write_text(_LINK.sub("", html), encoding="utf-8")
        _print(browser, Path(folder), seconds)
        printed = (Path(folder) / "page.pdf").read_bytes()
    path.write_bytes(_settled(printed, html))


def _print(browser: str, folder: Path, seconds: float) -> None:
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    order = (
        browser, *_FLAGS, *root, f"--user-data-dir={folder / 'profile'}",
        f"--print-to-pdf={folder / 'page.pdf'}", (folder / "page.html").as_uri(),
    )  # fmt: skip
    with (folder / "said").open("wb") as said, _started(order, said) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise _silent(f"printed nothing within {seconds:g} s") from None
        finally:
            _kill(process)
    if not _whole(folder / "page.pdf"):
        raise _silent(f"printed nothing and ended with {process.returncode}")


def _started(order: tuple[str, ...], said: IO[bytes]) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(order, stdout=said, stderr=said, start_new_session=True)
    except OSError as error:
        raise _silent(f"cannot be started ({error.strerror})") from None


def _whole(path: Path) -> bool:
    """Whether a file is a PDF from its beginning to its end, not cut off by a full disk."""
    printed = path.read_bytes() if path.is_file() else b""
    return printed.startswith(b"%PDF-") and printed.rstrip().endswith(b"%%EOF")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Chromium is a family of processes: none of them may stay behind."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _silent(what: str) -> RunError:
    return RunError("E_CHROMIUM", f"Chromium {what}", "try it by hand, or leave --pdf out")


def _settled(printed: bytes, html: str) -> bytes:
    """Put the report's day for that of the printing; no length changes, so no offset does."""
    day = _DAY.search(html)
    stamp = "".join(day.groups() if day else ("1980", "01", "01")) + "000000"
    dated = _MADE.sub(rb"/\1 (D:" + stamp.encode(), printed)
    return _BROWSER.sub(lambda found: b"/Creator (clv)".ljust(len(found[0])), dated)
