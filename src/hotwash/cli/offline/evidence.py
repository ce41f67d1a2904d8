"""What `inspect` and `timeline` share: walking paths, opening archives, showing progress."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from hotwash.evidence.core.aliases import Kind
from hotwash.evidence.core.inference import Setting
from hotwash.evidence.core.opening import Member, open_members
from hotwash.evidence.core.people import Known, beside, folder_of, is_hint, may_hold, people_in
from hotwash.evidence.core.reading import Reading
from hotwash.ports.formats import Body, Format
from hotwash.ports.registry import plugins

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Progress:
    """One line on a terminal, from the second second on."""

    shown: bool = field(default_factory=sys.stderr.isatty)
    begun: float = field(default_factory=time.monotonic)
    last: float = 0.0
    files: int = 0

    def step(self, name: str) -> None:
        self.files += 1
        now = time.monotonic()
        if self.shown and now - self.begun > 1 and now - self.last > 0.1:
            self.last = now
            click.echo(f"\r\x1b[K{self.files} files read, now {name[-60:]}", err=True, nl=False)

    def done(self) -> None:
        if self.shown and self.last:
            click.echo("\r\x1b[K", err=True, nl=False)


@dataclass(slots=True)
class Input:
    """``readings`` gives each file once; its records have to be taken before the next one is asked for."""

    paths: tuple[str, ...]
    setting: Setting
    failed: bool = False
    progress: Progress = field(default_factory=Progress)

    def readings(self) -> Iterator[tuple[str, Reading]]:
        formats = list(plugins("formats", Format).values())  # type: ignore[type-abstract]
        known = list(self._known(formats))
        for name, member in self._members():
            self.progress.step(name)
            body = Body(name, member.stream or _empty(), modified=member.modified)
            if known:
                body.people = partial(beside, name, known)
            if member.problem:
                self.failed = True
                body.fail(member.problem)
                yield name, Reading(body, (), self.setting)
            else:
                yield name, Reading(body, formats, self.setting)
                self.failed = self.failed or body.failed
        self.progress.done()

    def _known(self, formats: list[Format]) -> Iterator[Known]:
        """Who is who, by the files that tell it: looked for beforehand, since they may come after the chats."""
        for path in self.paths:
            for name, file in _files(path):
                if file is None or not file.is_file() or not (is_hint(name) or may_hold(name, file.stat().st_size)):
                    continue
                with contextlib.suppress(OSError), file.open("rb") as stream:
                    for member in open_members(name, stream):
                        if member.stream is not None and is_hint(member.name):
                            names = people_in(Body(member.name, member.stream), formats)
                            yield Known(names, folder_of(member.name))

    def _members(self) -> Iterator[tuple[str, Member]]:
        for path in self.paths:
            for name, file in _files(path):
                try:
                    with contextlib.ExitStack() as stack:
                        stream, modified = _opened(file, stack)
                        for member in open_members(name, stream, modified=modified):
                            yield member.name, member
                except OSError as error:
                    problem = f"Could not be read: {error.strerror or error}."
                    yield name, Member(name, None, problem=problem)


def _empty() -> BinaryIO:
    return io.BytesIO()


def _opened(file: Path | None, stack: contextlib.ExitStack) -> tuple[BinaryIO, int | None]:
    if file is None:
        return sys.stdin.buffer, None
    if file.is_file() or file.is_fifo():
        return stack.enter_context(file.open("rb")), file.stat().st_mtime_ns
    if not file.exists():
        raise FileNotFoundError(2, "there is no such file")
    raise OSError(22, "this is not a file")


def _files(path: str) -> Iterator[tuple[str, Path | None]]:
    """The files under a path in the order of their names; hidden folders and links are passed over."""
    if path == "-":
        yield "-", None
        return
    if not Path(path).is_dir():
        yield path, Path(path)
        return
    for folder, inner, files in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(files):
            file = Path(folder) / name
            if not file.is_symlink():
                yield str(file), file


def setting_of(zone: str | None, reference: datetime | None) -> Setting:
    ns = None
    if reference:
        aware = reference.replace(tzinfo=UTC) if reference.tzinfo is None else reference
        ns = int((aware - _EPOCH).total_seconds()) * 1_000_000_000
    return Setting(ZoneInfo(zone) if zone else None, ns)


def check_kinds(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[Kind, ...]:
    try:
        return tuple(Kind(name.strip()) for name in value.split(",")) if value else ()
    except ValueError as error:
        msg = f"{value!r}: what can be masked is email, ip, or email,ip."
        raise click.BadParameter(msg) from error


def check_zone(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError) as error:
        msg = f"{value!r} is not the name of a time zone; use a name such as Europe/Berlin."
        raise click.BadParameter(msg) from error
    return value
