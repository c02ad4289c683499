"""``clv verify``: see whether a published run is whole, and whether it can be made again."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from clv.cli.options import reading_options, take_reading
from clv.cli.places import default_output, find_report, find_run, output_option
from clv.errors import RunError
from clv.reporting.project import Project, find_project

__all__ = ["verify"]


@click.command(short_help="See whether a published run is whole.")
@click.argument("run")
@click.option("--again", is_flag=True, help="Make it anew and compare every byte.")
@output_option
@click.option("--transactions", help="For --again: path of the log, if not the catalogue's.")
@reading_options
@click.option("--set", "settings", multiple=True, help="For --again: a parameter that is a file.")
def verify(run: str, again: bool, output: Path | None, **given: Any) -> None:
    """See whether RUN, a folder or NAME/AS_OF, is as it was published; a line for each finding."""
    from clv.reporting.running.verify import verify as look

    project = find_project(Path.cwd())
    place = find_run(run, output or default_output(project), ("manifest.json",))
    found = look(place)
    if again and not found:
        found = _again(project, place, given)
    for line in found:
        click.echo(line)
    if found:
        many = f"{len(found)} finding{'' if len(found) == 1 else 's'}"
        raise RunError("E_VERIFY", f"{many} in {place}", "make the report again")
    click.echo(f"{place} is whole{' and can be made again' if again else ''}")


def _again(project: Project, place: Path, given: dict[str, Any]) -> list[str]:
    """Make the same run in a folder of its own, with the same runs before it."""
    from clv.cli.making import Asked, Logs, make, take_settings, tell

    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    report = find_report(project, manifest["report"])
    reading, settings = take_reading(given), take_settings(given.pop("settings"))
    usual = {p.name for p in report.parameters if p.type not in ("source", "file")}
    said = {n: value for n, value in manifest["parameters"].items() if n in usual}
    with TemporaryDirectory(prefix="clv-") as folder:
        _lay_earlier(place, Path(folder) / report.name, manifest["as_of"])
        asked = Asked(
            Path(folder),
            said | settings | {"transactions": given["transactions"]},
            reading,
            language=manifest["language"],
            pdf="pdf" in manifest["outputs"],
            accept=manifest["status"] == "good",
        )
        return _differences(place, make(project, report, asked, Logs(), tell).place)


def _lay_earlier(place: Path, home: Path, as_of: str) -> None:
    from clv.reporting.publishing import published_days

    home.mkdir()
    beside = place.resolve().parents[1]
    for day in published_days(beside):
        if str(day) < as_of:
            (home / str(day)).symlink_to((beside / str(day)).resolve())


def _differences(one: Path, other: Path) -> list[str]:
    first, again = _files(one), _files(other)
    names = sorted(first.keys() | again.keys())
    return [
        f"{name} differs when made again" for name in names if first.get(name) != again.get(name)
    ]


def _files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.resolve().rglob("*") if path.is_file())
    return {path.relative_to(folder.resolve()).as_posix(): path.read_bytes() for path in paths}
