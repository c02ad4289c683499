"""A page in the system's Chromium, looked at through its debugging protocol."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)

_SECONDS = 60
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--remote-debugging-port=0", "--remote-allow-origins=*",
)  # fmt: skip


class Page:
    """One open page.

    Parameters
    ----------
    socket
        Its debugging connection.
    """

    def __init__(self, socket: websocket.WebSocket) -> None:
        self.socket = socket
        self.serial = 0
        self.events: list[dict[str, Any]] = []
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events on the way are kept."""
        self.serial += 1
        self.socket.send(json.dumps({"id": self.serial, "method": method, "params": params}))
        while (message := json.loads(self.socket.recv())).get("id") != self.serial:
            self.events.append(message)
        assert "error" not in message, message["error"]
        return dict(message["result"])

    def open(self, path: Path, width: int, scheme: str = "light") -> None:
        """Load a file at a width, light or dark, and wait until all of it is there."""
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.call("Emulation.setDeviceMetricsOverride", **size)
        preference = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", features=[preference])
        self.events.clear()
        self.call("Page.navigate", url=path.absolute().as_uri())
        while not self.said("Page.loadEventFired"):
            self.events.append(json.loads(self.socket.recv()))

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression on the page, which may be a promise."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """Return the events of some kinds that came since the page was opened."""
        return [event["params"] for event in self.events if event.get("method") in methods]


@contextmanager
def open_page(profile: Path) -> Iterator[Page]:
    """Start Chromium with an empty profile and yield an empty page."""
    profile.mkdir()
    command = [str(CHROMIUM), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with (
        (profile / "stderr").open("wb") as stderr,
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr) as browser,
    ):
        try:
            socket = _connect(_address(browser, profile))
            yield Page(socket)
            socket.close()
        finally:
            browser.kill()


def _address(browser: subprocess.Popen[bytes], profile: Path) -> str:
    """Wait for the file in which Chromium says where it listens."""
    told, end = profile / "DevToolsActivePort", time.monotonic() + _SECONDS
    while not (told.exists() and told.read_text().count("\n")):
        assert browser.poll() is None, (profile / "stderr").read_text()
        assert time.monotonic() < end, "Chromium does not say where it listens"
        time.sleep(0.05)
    port, path = told.read_text().split()
    return f"ws://127.0.0.1:{port}{path}"


def _connect(address: str) -> websocket.WebSocket:
    """Ask the browser for a page and connect to that."""
    root = websocket.create_connection(address, timeout=_SECONDS)
    order = {"id": 1, "method": "Target.createTarget", "params": {"url": "about:blank"}}
    root.send(json.dumps(order))
    while (answer := json.loads(root.recv())).get("id") != 1:
        pass
    root.close()
    place = address.split("/devtools/")[0]
    target = answer["result"]["targetId"]
    return websocket.create_connection(f"{place}/devtools/page/{target}", timeout=_SECONDS)
