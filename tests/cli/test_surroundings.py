"""What a timer may leave out: streams, a home."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clv.cli.surroundings import usable_home

_STATES = """
import os, sys
from clv.cli.surroundings import open_streams
open_streams()
print("said"), print("said", file=sys.stderr)
sys.exit(sum(os.get_inheritable(number) for number in range(3)))
"""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_lead_to_nothing(closed: str) -> None:
    line = ["sh", "-c", f'exec "$0" -c "$1" {closed}', sys.executable, _STATES]
    assert subprocess.run(line, check=False, timeout=30).returncode == 3


def test_a_disk_that_takes_no_output_is_one_sentence(project: Path) -> None:
    clv = str(Path(sys.executable).with_name("clv"))
    line = ["sh", "-c", 'exec "$0" list > /dev/full', clv]
    done = subprocess.run(line, check=False, timeout=30, capture_output=True, text=True)
    assert done.returncode == 3
    assert done.stderr == (
        "clv: E_SYSTEM: [Errno 28] No space left on device; see to that and run it again\n"
    )


def test_without_a_home_the_libraries_write_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "nowhere"))
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    monkeypatch.setenv("MPLCONFIGDIR", "mine")
    with usable_home():
        folder = Path(os.environ["IPYTHONDIR"]).parent
        assert folder.is_dir()
        assert os.environ["MPLCONFIGDIR"] == "mine"
    assert "IPYTHONDIR" not in os.environ
    assert not folder.exists()
    assert not (tmp_path / "nowhere").exists()


def test_a_home_that_takes_files_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    before = dict(os.environ)
    with usable_home():
        assert dict(os.environ) == before
    assert not list(tmp_path.iterdir())
