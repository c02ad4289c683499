"""A PostgreSQL server of the tests' own: in a folder of its own, gone after them."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adbc_driver_postgresql import dbapi

USER, PASSWORD, HOST = "shopkeeper", "planted-word", "127.0.0.1"


@dataclass(frozen=True)
class Server:
    """Where a server listens."""

    port: int

    def address(self, password: str = PASSWORD, name: str = "postgres") -> str:
        return f"postgresql://{USER}:{password}@{HOST}:{self.port}/{name}"

    def run(self, *statements: str) -> list[tuple[Any, ...]]:
        """Run statements one by one and give the rows of the last."""
        with dbapi.connect(self.address(), autocommit=True) as session, session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def programs() -> Path | None:
    """Folder of the server's programs, of its newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(installed, key=lambda path: int(path.parts[-3]))[-1:]
    return newest[0].parent if newest else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def running(folder_of_programs: Path) -> Iterator[Server]:
    """Start a server that forgets everything, and stop it."""
    folder = Path(tempfile.mkdtemp(prefix="clv-postgres-"))
    (folder / "word").write_text(PASSWORD)
    as_owner = []
    if os.getuid() == 0:  # the server refuses to run as root
        for path in (folder, folder / "word"):
            shutil.chown(path, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]

    def run(program: str, *arguments: str) -> None:
        command = [*as_owner, str(folder_of_programs / program), "-D", str(folder / "data")]
        with (folder / "out").open("ab") as out:  # no pipe, which the server would hold open
            done = subprocess.run(
                [*command, *arguments], cwd="/", stdout=out, stderr=out, check=False
            )
        assert done.returncode == 0, (folder / "out").read_text()

    port = free_port()
    options = f"-p {port} -c listen_addresses={HOST} -k {folder} -c fsync=off"
    try:
        run("initdb", "-A", "scram-sha-256", "-U", USER, f"--pwfile={folder / 'word'}",
            "-N", "--locale=C", "-E", "UTF8")  # fmt: skip
        run("pg_ctl", "-w", "-s", "-o", options, "start")
        try:
            yield Server(port)
        finally:
            run("pg_ctl", "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)
