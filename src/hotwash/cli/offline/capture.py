"""`hotwash capture`: run a command unchanged for its user and record what it prints, with times."""

from __future__ import annotations

import json
import os
import shlex
import socket
import time
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click

from hotwash.cli.offline.sending import Sender
from hotwash.cli.offline.terminal import run
from hotwash.evidence.core.capture import Lines
from hotwash.evidence.core.capturing import End, Event, Head, Row
from hotwash.evidence.core.scrub import scrub_text
from hotwash.evidence.core.sending import Target

EPILOG = """\b
Examples:
  hotwash capture -- terraform apply
  hotwash capture -o restart.jsonl -- ansible-playbook site.yml
  hotwash capture -- bash
  hotwash capture --incident INC-42 --server https://hotwash.example.org -- kubectl rollout restart deploy/web
  hotwash capture --send capture-20260310T120000Z.jsonl --incident INC-42 --server https://hotwash.example.org

The environment is not recorded; what you type is, where the command shows it. The exit status is the command's.

With --incident the lines go there while the command runs. The token (Account, API tokens) is read from HOTWASH_TOKEN
or --token-file. When the connection is lost the command goes on, the file has all, and the rest is sent when the
connection is back; what is left at the end is sent with --send, nothing twice.
"""


UNSENT = 3


class Recorder:
    """Writes each line that a terminal shows, with the time at which it was complete."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._lines, self.rows = file, Lines(), 0

    def write(self, event: Event) -> None:
        self._file.write(event.as_line())
        self._file.flush()

    def feed(self, part: bytes) -> None:
        self._seen(self._lines.feed(part))

    def finish(self) -> None:
        self._seen(self._lines.rest())

    def _seen(self, lines: Iterator[str]) -> None:
        for text in lines:
            self.rows += 1
            self.write(Row(_now(), text))


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@click.command(
    epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "allow_interspersed_args": False}
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: capture-TIME.jsonl.")
@click.option("--incident", metavar="INC-42", help="Send the lines into this incident while the command runs.")
@click.option("--server", envvar="HOTWASH_SERVER", metavar="URL", help="Address of Hotwash. [env: HOTWASH_SERVER]")
@click.option("--token-file", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Holds the token.")
@click.option(
    "--send", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="Send the rest of this file."
)
@click.option(
    "--wait", type=click.FloatRange(0, 3600), default=20.0, show_default=True, help="Seconds to send the rest."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.argument("words", nargs=-1, metavar="-- COMMAND...", type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, /, words: tuple[str, ...], **options: object) -> None:
    """Run a command in a terminal of its own and record each line with its time, then the exit status.

    Secrets are masked in the file, not on the screen. What is said of the recording goes to standard error: standard
    output is the command's.
    """
    target = target_of(options)
    as_lines = bool(options["as_json"]) or options["form"] == "json"
    wait = float(str(options["wait"]))
    if isinstance(options["send"], Path):
        if words or target is None:
            msg = "--send takes no command, and needs --incident and --server."
            raise click.UsageError(msg)
        ctx.exit(send_rest(options["send"], target, wait, as_lines=as_lines))
    if not words:
        msg = "Name the command after --, for example: hotwash capture -- terraform apply"
        raise click.UsageError(msg)
    output = options["output"] if isinstance(options["output"], Path) else None
    path = output or Path(datetime.now(UTC).strftime("capture-%Y%m%dT%H%M%SZ.jsonl"))
    sender = Sender(path, target) if target else None
    done = record(words, path, sender, anew=output is None)
    if sender:
        sender.finish(wait)
    tell(done, sender, as_lines=as_lines)
    ctx.exit(int(str(done["status"])))


def send_rest(path: Path, target: Target, wait: float, *, as_lines: bool) -> int:
    """Of a file that was recorded before; what the server has is not sent again."""
    sender = Sender(path, target)
    sender.start()
    sender.finish(wait)
    tell({"path": str(path)}, sender, as_lines=as_lines)
    return 0 if sender.done else UNSENT


def record(words: tuple[str, ...], path: Path, sender: Sender | None, *, anew: bool) -> dict[str, object]:
    """Runs the command and writes its file; the sender reads that from the moment the command runs."""
    begun = time.monotonic()
    try:
        file = path.open("x" if anew else "w", encoding="utf-8")
    except OSError as error:
        msg = f"{path} could not be written: {error.strerror}. Name another file with -o."
        raise click.UsageError(msg) from error
    with file:
        recorder = Recorder(file)
        asked = scrub_text(shlex.join(words))
        head = Head(uuid.uuid4().hex, asked, socket.gethostname(), scrub_text(str(Path.cwd())), _now())
        recorder.write(head)
        status = run(words, recorder.feed, sender.start if sender else None)
        recorder.finish()
        seconds = round(time.monotonic() - begun, 3)
        recorder.write(End(_now(), status, seconds))
    return {"path": str(path), "status": status, "seconds": seconds, "lines": recorder.rows}


def target_of(options: Mapping[str, object]) -> Target | None:
    """Where the lines go; what is missing or dangerous is bad use."""
    incident, server = options["incident"], options["server"]
    if not incident:
        return None
    if not isinstance(server, str) or not server.startswith(("https://", "http://")):
        msg = "Say where Hotwash is: --server https://hotwash.example.org, or HOTWASH_SERVER."
        raise click.UsageError(msg)
    file = options["token_file"]
    token = (
        file.read_text(encoding="utf-8") if isinstance(file, Path) else os.environ.get("HOTWASH_TOKEN", "")
    ).strip()
    if not token.isascii() or not token.isprintable() or not token:
        msg = "There is no token: put one into HOTWASH_TOKEN or name its file with --token-file (Account, API tokens)."
        raise click.UsageError(msg)
    target = Target(server, str(incident), token)
    if target.open_to_all:
        msg = f"{server} is not encrypted: the token would be readable on the way. Use https."
        raise click.UsageError(msg)
    return target


def tell(row: dict[str, object], sender: Sender | None, *, as_lines: bool) -> None:
    """On standard error: where the recording is, and what of it is in the incident."""
    if sender is None:
        said = f"hotwash: recorded in {row['path']}"
    elif sender.done:
        row |= {"incident": sender.target.incident, "file": sender.file, "sent": sender.sent}
        said = f"hotwash: recorded in {row['path']}; all of it is in {sender.target.incident} as {sender.file}"
    else:
        again = f"hotwash capture --send {shlex.quote(str(row['path']))}"
        again += f" --incident {shlex.quote(sender.target.incident)} --server {shlex.quote(sender.target.server)}"
        row |= {"incident": sender.target.incident, "file": None, "sent": sender.sent, "problem": sender.problem}
        told = f"{sender.sent} of {row.get('lines', sender.total)} lines are in {sender.target.incident}"
        why = sender.problem or "there was no time for the rest"
        said = f"hotwash: recorded in {row['path']}; {told} ({why}).\nhotwash: send the rest with: {again}"
    click.echo(json.dumps(row, ensure_ascii=False) if as_lines else said, err=True)


if __name__ == "__main__":
    command()
