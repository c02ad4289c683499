"""A page in the system's Chromium, looked at through its debugging protocol."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", "--remote-allow-origins=*",
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

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and wait for its answer; events on the way are kept."""
        self.serial += 1
        self.socket.send(json.dumps({"id": self.serial, "method": method, "params": params}))
        while (message := json.loads(self.socket.recv())).get("id") != self.serial:
            self.events.append(message)
        return dict(message["result"])

    def open(self, path: Path, width: int, height: int = 900) -> None:
        """Load a file at a width and wait until it is there."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        self.call("Page.navigate", url=path.resolve().as_uri())
        while "Page.loadEventFired" not in [event.get("method") for event in self.events]:
            self.events.append(json.loads(self.socket.recv()))

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression on the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    def said(self, *methods: str) -> list[dict[str, Any]]:
        """Return the events of some kinds that came so far."""
        return [event["params"] for event in self.events if event.get("method") in methods]


@contextmanager
def open_page(profile: Path) -> Iterator[Page]:
    """Start Chromium with an empty profile and yield its first page."""
    command = [str(CHROMIUM), *_FLAGS, f"--user-data-dir={profile}", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        try:
            yield Page(_connect(browser))
        finally:
            browser.kill()


def _connect(browser: subprocess.Popen[str]) -> websocket.WebSocket:
    assert browser.stderr is not None
    address = next(line.split()[-1] for line in browser.stderr if "DevTools listening" in line)
    socket = websocket.create_connection(address, timeout=60)
    root = Page(socket)
    target = root.call("Target.createTarget", url="about:blank")["targetId"]
    socket.close()
    host = address.split("/devtools/")[0]
    page = Page(websocket.create_connection(f"{host}/devtools/page/{target}", timeout=60))
    for domain in ("Page", "Network", "Log", "Runtime"):
        page.call(f"{domain}.enable")
    return page.socket
