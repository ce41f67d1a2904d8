"""`hotwash verify`: are bundles, exports and event logs what they were when they were made?"""

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from hotwash.cli.offline.bundles import bundle_problems, is_bundle
from hotwash.kernel.core.log_lines import check_log, is_log_line

DONE, FINDINGS, SOME_UNREAD = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Checked:
    path: str
    problems: tuple[str, ...]
    readable: bool = True


@click.command(
    name="verify",
    epilog="""\b
Examples:
  hotwash verify INC-42-evidence.zip
  hotwash verify INC-42-r2.zip
  hotwash verify exports/ --json

\b
Exit codes: 0 all are whole, 1 problems were found, 2 bad use, 3 something could not be read.""",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], form: str, *, as_json: bool) -> None:
    """Check bundles, exports and event logs: nothing missing, altered or added, every chain unbroken.

    A PATH is an event log (JSON lines), a bundle (a zip, or a folder with SHA256SUMS or a BagIt manifest), or a
    folder of these. Nothing is unpacked to disk, and no bundle is held in memory.
    """
    checked = [one for path in paths for one in _check(Path(path))]
    for one in checked:
        click.echo(_json(one) if as_json or form == "json" else _text(one))
    unread = any(not one.readable for one in checked)
    found = any(one.problems for one in checked)
    ctx.exit(SOME_UNREAD if unread else FINDINGS if found else DONE)


def _json(one: Checked) -> str:
    return json.dumps({"path": one.path, "ok": not one.problems, "problems": list(one.problems)}, ensure_ascii=False)


def _text(one: Checked) -> str:
    if not one.problems:
        return click.style("whole", fg="green") + f"   {one.path}"
    head = click.style("not whole" if one.readable else "not read", fg="red")
    return "\n".join([f"{head} {one.path}", *(f"  {problem}" for problem in one.problems)])


def _check(path: Path) -> Iterator[Checked]:
    try:
        if path.is_dir() and not is_bundle(path):
            yield from _folder(path)
        else:
            yield Checked(str(path), tuple(_problems(path)))
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        yield Checked(str(path), (f"It can't be read: {error}",), readable=False)


def _folder(path: Path) -> Iterator[Checked]:
    inner = sorted(found for found in path.iterdir() if found.is_dir() or found.suffix in {".zip", ".jsonl"})
    if not inner:
        yield Checked(str(path), ("There is no bundle and no event log in this folder.",), readable=False)
    for found in inner:
        yield from _check(found)


def _problems(path: Path) -> Iterator[str]:
    if path.is_dir() or _begins_as_zip(path):
        yield from bundle_problems(path)
        return
    with path.open(encoding="utf-8") as stream:
        first = next((line for line in stream if line.strip()), "")
        if not is_log_line(first):
            msg = "this is neither a bundle nor an event log."
            raise ValueError(msg)
    with path.open(encoding="utf-8") as stream:
        yield from check_log(stream)


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in {b"PK\x03\x04", b"PK\x05\x06"} or zipfile.is_zipfile(path)
