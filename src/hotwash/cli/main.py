"""The command ``hotwash``: a list of names; the code of a command is imported when it is called."""

import importlib
from collections.abc import Mapping

import click

from hotwash import __version__

OFFLINE = {
    "inspect": "Say what each file is: format, records, times.",
    "timeline": "Put the moments of files, folders and archives in order.",
    "lint": "Check texts for blame, hindsight and vague actions.",
    "categorise": "Suggest a category for each contributing factor.",
    "similar": "Find the incidents that are most like each other.",
    "read": "Read existing post-mortems: events, factors, actions.",
    "report": "Make a report out of a folder.",
    "capture": "Run a command and record what it prints, with times.",
    "verify": "Check bundles, exports and event logs.",
}
SERVER = {
    "serve": "Run Hotwash: database, pages, background work.",
    "web": "Run a web process by itself.",
    "worker": "Run a worker by itself.",
    "migrate": "Set up the database, or bring it to this release.",
    "backup": "Write everything to one file.",
    "restore": "Put a backup back.",
    "demo": "Put the worked example into an empty Hotwash.",
    "incident": "Declare, list and look at incidents.",
    "doctor": "Check that paging works.",
    "oncall": "Say who is on call, now or then.",
    "collect": "Fetch evidence from monitoring and logs.",
    "person": "Add people and set passwords.",
    "log": "Export the event log, or check that it is whole.",
}


class Commands(click.Group):
    """Names and one line each, without importing anything; the module is loaded by name when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return [*OFFLINE, *SERVER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        folder = "hotwash.cli.offline" if cmd_name in OFFLINE else "hotwash.cli"
        if cmd_name not in OFFLINE and cmd_name not in SERVER:
            return None
        command = importlib.import_module(f"{folder}.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        for title, names in (("Without a server", OFFLINE), ("With a server", SERVER)):
            with formatter.section(title):
                formatter.write_dl(_rows(names))


def _rows(names: Mapping[str, str]) -> list[tuple[str, str]]:
    return list(names.items())


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done or nothing found, 1 findings, 2 bad use, 3 some input could not be read.",
)
@click.version_option(__version__, prog_name="hotwash")
def main() -> None:
    """Carry a team through the whole blameless post-mortem process."""
