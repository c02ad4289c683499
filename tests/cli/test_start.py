"""The command starts quickly: a room is opened only by who enters it."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from clv.cli import _COMMANDS, main

ROOT = Path(__file__).parents[2]
HEAVY = {"pandas", "numpy", "scipy", "sklearn", "matplotlib", "seaborn", "papermill", "duckdb",
         "pyarrow", "nbformat", "jinja2"}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["list"], ["show", "customer_base"],
     ["schedule", "customer_base", "--as=systemd"], ["report", "--help"], ["run-due", "--help"],
     ["run-due", "--now=1990-01-01"]],
    ids=" ".join,
)  # fmt: skip
def test_what_makes_no_report_loads_no_heavy_package(words: list[str]) -> None:
    code = (
        "import sys\nfrom clv.cli import main\n"
        f"try: main({words!r}, prog_name='clv')\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("name", _COMMANDS)
def test_the_list_of_commands_says_how_the_help_of_each_begins(name: str) -> None:
    context = click.Context(main)
    command = main.get_command(context, name)
    assert command is not None
    assert command.name == name
    assert (command.short_help or command.help or "").startswith(_COMMANDS[name][1])
