"""`hotwash verify`: are bundles, exports and event logs what they were when they were made?"""

import hashlib
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from hotwash.reports.core.bundle import SUMS, check_log, check_sums, is_log_line, sums_of

DONE, FINDINGS, SOME_UNREAD = 0, 1, 3
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Checked:
    path: str
    problems: tuple[str, ...]
    readable: bool = True


@click.command(
    name="verify",
    epilog="""\b
Examples:
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

    A PATH is an event log (JSON lines), a bundle (a zip, or a folder with SHA256SUMS), or a folder of these.
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
        if path.is_dir() and not (path / SUMS).exists():
            yield from _folder(path)
        else:
            yield Checked(str(path), tuple(_problems(path)))
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile) as error:
        yield Checked(str(path), (f"It can't be read: {error}",), readable=False)


def _folder(path: Path) -> Iterator[Checked]:
    inner = sorted(found for found in path.iterdir() if found.is_dir() or found.suffix in {".zip", ".jsonl"})
    if not inner:
        yield Checked(str(path), ("There is no bundle and no event log in this folder.",), readable=False)
    for found in inner:
        yield from _check(found)


def _problems(path: Path) -> Iterator[str]:
    if path.is_dir():
        yield from _bundle({str(found.relative_to(path)): found for found in path.rglob("*") if found.is_file()})
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            yield from _bundle({name: (archive, name) for name in archive.namelist() if not name.endswith("/")})
    else:
        with path.open(encoding="utf-8") as stream:
            first = next((line for line in stream if line.strip()), "")
            if not is_log_line(first):
                msg = "this is neither a bundle nor an event log."
                raise ValueError(msg)
        with path.open(encoding="utf-8") as stream:
            yield from check_log(stream)


Member = Path | tuple[zipfile.ZipFile, str]


@contextmanager
def _opened(member: Member) -> Iterator[BinaryIO]:
    if isinstance(member, Path):
        with member.open("rb") as stream:
            yield stream
    else:
        archive, name = member
        with archive.open(name) as inner:
            yield inner  # type: ignore[misc]  # an IO[bytes] that reads like any other


def _bundle(members: Mapping[str, Member]) -> Iterator[str]:
    if SUMS not in members:
        msg = f"this is no bundle: {SUMS} is not in it."
        raise ValueError(msg)
    with _opened(members[SUMS]) as stream:
        expected, problems = sums_of(stream.read().decode())
    yield from problems
    yield from check_sums(expected, {name: _sum(member) for name, member in members.items()})
    for name, member in members.items():
        if name.endswith("events.jsonl"):
            with _opened(member) as stream:
                yield from check_log(line.decode() for line in stream)


def _sum(member: Member) -> str:
    digest = hashlib.sha256()
    with _opened(member) as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
