"""A command of one's own: a program on this server that prints what it knows about the window.

It runs without a shell, in a process group of its own that ends with it, with a limit of time and of output.
"""

import os
import resource
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass

from hotwash.kernel.core.errors import PluginError
from hotwash.ports.collectors import Ask, Option, Outside, Page, Query
from hotwash.ports.collectors import commands as decide


@dataclass(frozen=True, kw_only=True)
class Command:
    key: str = "command"
    title: str = "Command of one's own"
    about: str = "What a program on this server prints. Only where HOTWASH_COLLECTOR_COMMANDS allows it."
    options: tuple[Option, ...] = (decide.COMMAND, decide.SECONDS, decide.SECRET)
    query_help: str = "Whatever the command understands; it gets it as {query} and as HOTWASH_QUERY."
    query_default: str = ""
    query_needed: bool = False

    def asks(self, query: Query) -> tuple[Ask, ...]:
        return (decide.ask_of_command(query),)

    def fetch(self, ask: Ask, query: Query, outside: Outside) -> Page:
        if not outside.commands:
            msg = "This server runs no commands. Whoever runs it can allow them with HOTWASH_COLLECTOR_COMMANDS=true."
            raise PluginError(msg, retry=False)
        content = _run(decide.words_of(ask), query)
        return Page(content, decide.records_of(content))


def _run(words: list[str], query: Query) -> bytes:
    """What it prints. Files take the output, so that no pipe fills and memory stays small."""
    environment = decide.environment_of(query, os.environ)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        try:
            process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment, start_new_session=True
            )
        except (OSError, ValueError) as error:
            msg = f"The command cannot be run: {getattr(error, 'strerror', '') or error}."
            raise PluginError(msg, retry=False) from error
        with suppress(OSError):  # it has ended already
            most = decide.MOST_OUTPUT + 1
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (most, most))
        try:
            status = process.wait(decide.seconds_of(query))
        except subprocess.TimeoutExpired as error:
            raise decide.too_long(query) from error
        finally:
            _end(process)
        out.seek(0)
        content = out.read(decide.MOST_OUTPUT + 1)
        if status == -signal.SIGXFSZ or len(content) > decide.MOST_OUTPUT:
            raise decide.too_much()
        if status:
            err.seek(0)
            raise decide.failed(status, err.read(10_000), query)
    return content


def _end(process: "subprocess.Popen[bytes]") -> None:
    """The whole group, with what the command started itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


plugin = Command()
