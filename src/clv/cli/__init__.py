"""The command ``clv``: check a log, make reports, list them, say when they are due."""

import errno
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from clv.cli.surroundings import let_go, open_streams, usable_home
from clv.errors import ClvError
from clv.reporting.running.stops import Stops

__all__ = ["main"]

_CODES = {"E_RUNNING": 75, "E_HELD": 4}
"""75 is EX_TEMPFAIL of sysexits.h: nothing is wrong, try again later."""

_COMMANDS = {
    "check": ("check:check", "Show what reading makes of LOG"),
    "list": ("listing:list_reports", "List the reports"),
    "mail": ("mail:mail", "Send the mail of RUN"),
    "report": ("report:report", "Make the report NAME and publish it"),
    "rules": ("rules:rules", "List the rule systems, or show system NUMBER"),
    "run-due": ("due:run_due", "Make every report that is due and not done"),
    "schedule": ("schedule:schedule", "Print an entry for cron, systemd or Airflow"),
    "show": ("show:show", "Show everything that the catalogue says of the report NAME"),
    "verify": ("verify:verify", "See whether a published run is whole"),
}
"""Where each is, and how its own help begins: a room is opened only by who enters it."""

_STOPPED = "stopped; what was published before stays as it was"
_RUNS_NOTEBOOKS = ("report", "run-due", "verify")


class _Commands(click.Group):
    """Loads a command when it is asked for; lets every named error end in its one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(f"clv.cli.{module}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, f"{told}.") for name, (_, told) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        open_streams()
        try:
            with Stops().caught():
                return super().invoke(ctx)
        except ClvError as error:
            _say(str(error))
            sys.exit(_CODES.get(error.code, 3))
        except click.UsageError as error:
            asked = error.ctx.command_path if error.ctx else "clv"
            _say(f"{error.format_message().rstrip('.')}; {asked} --help lists what there is")
            sys.exit(2)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who listened has gone: click ends quietly
                raise
            _say(f"E_SYSTEM: {error}; see to that and run it again")
            let_go()
            sys.exit(3)
        except KeyboardInterrupt:
            _say(_STOPPED)
            sys.exit(130)
        except SystemExit as end:
            if isinstance(end.code, int) and end.code > 128:  # a signal, as a shell says it
                _say(_STOPPED)
            raise


def _say(sentence: str) -> None:
    with suppress(OSError):  # nobody listens: the exit code still tells
        click.echo(f"clv: {' '.join(sentence.split())}", err=True)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="clv")
@click.pass_context
def main(ctx: click.Context) -> None:
    """What customers are worth: rules, models and learned segments, judged on later data."""
    if ctx.invoked_subcommand in _RUNS_NOTEBOOKS:
        ctx.with_resource(usable_home())
