"""The command ``clv``: check a log, make a report, list the reports, explain the rules."""

import io
import sys
from typing import Any

import click

from clv.cli import check, listing, report, rules
from clv.errors import ClvError, RunError

__all__ = ["main"]

_RUNNING = 75  # EX_TEMPFAIL of sysexits.h: nothing is wrong, try again later


class _Commands(click.Group):
    """Lets every named error end in its one sentence and a non-zero exit."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ClvError as error:
            _say(str(error))
            running = isinstance(error, RunError) and error.code == "E_RUNNING"
            sys.exit(_RUNNING if running else 3)
        except click.UsageError as error:
            asked = error.ctx.command_path if error.ctx else "clv"
            _say(f"{error.format_message().rstrip('.')}; {asked} --help lists what there is")
            sys.exit(2)
        except KeyboardInterrupt:
            _say("stopped; what was published before stays as it was")
            sys.exit(130)


def _say(sentence: str) -> None:
    click.echo(f"clv: {' '.join(sentence.split())}", err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clv")
def main() -> None:
    """What customers are worth: rules, models and learned segments, judged on later data."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot show every name shows its number instead of failing.
            stream.reconfigure(errors="backslashreplace")


for _command in (check.check, listing.list_reports, report.report, rules.rules):
    main.add_command(_command)
