"""Whether a bundle is what it was when it was made, from its members: each a size and a way to read it.

Nothing is written and nothing held: a member is read piece by piece. A bag (RFC 8493) or the files of a publication.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO

from hotwash.evidence.core.bag import DECLARATION, Bag, Found, check_bag, digests, is_tag, read_bag
from hotwash.evidence.core.custody import top_folder
from hotwash.kernel.core.log_lines import check_log
from hotwash.reports.core.bundle import SUMS, check_sums, sums_of

CHUNK = 1 << 20
LARGEST_TAG = 64 << 20
HEAD = "Hotwash-Event-Log-Head"


@dataclass(frozen=True, slots=True)
class Member:
    """``size`` is what the list of the zip, or the folder, says."""

    size: int
    opened: Callable[[], AbstractContextManager[IO[bytes]]]


def problems_of(members: Mapping[str, Member]) -> Iterator[str]:
    if SUMS in members:
        yield from _publication(members)
        return
    top = top_folder(members, DECLARATION)
    if top is None:
        msg = f"this is no bundle: neither {SUMS} nor {DECLARATION} is in it."
        raise ValueError(msg)
    yield from (f"{name} lies outside the bundle: it was added later." for name in members if not name.startswith(top))
    yield from _bag({name.removeprefix(top): one for name, one in members.items() if name.startswith(top)})


def _publication(members: Mapping[str, Member]) -> Iterator[str]:
    expected, problems = sums_of(_text(SUMS, members[SUMS]))
    yield from problems
    found = {name: _read(member, {"sha256"}) for name, member in members.items()}
    yield from (f"{name}: {one}" for name, one in found.items() if isinstance(one, str))
    yield from check_sums(expected, {name: _sum(one) for name, one in found.items()})
    for name, member in members.items():
        if name.endswith("events.jsonl"):
            yield from _log(member)


def _sum(found: Found | str) -> str:
    return "" if isinstance(found, str) else found.sums["sha256"]


def _bag(members: Mapping[str, Member]) -> Iterator[str]:
    bag = read_bag({name: _text(name, member) for name, member in members.items() if is_tag(name)})
    said = sum(member.size for name, member in members.items() if name.startswith("data/"))
    if bag.octets is not None and said > bag.octets + LARGEST_TAG:
        yield f"The payload unpacks to {said:,} bytes where {bag.octets:,} were said: it was not unpacked."
        return
    found: dict[str, Found] = {}
    for name, member in members.items():
        read = _read(member, set(bag.expected))
        if isinstance(read, str):
            yield f"{name} {read}"
        found[name] = read if isinstance(read, Found) else Found(member.size, {})
    yield from check_bag(bag, found)
    yield from _logs(members, bag)


def _logs(members: Mapping[str, Member], bag: Bag) -> Iterator[str]:
    for name, member in members.items():
        if name.endswith("events.jsonl"):
            yield from _log(member, bag.info.get(HEAD, ""))
    if HEAD in bag.info and "data/events.jsonl" not in members:
        yield "data/events.jsonl is missing: the event log was left out."


def _log(member: Member, ends: str = "") -> Iterator[str]:
    with member.opened() as stream:
        try:
            yield from check_log((line.decode("utf-8", "replace") for line in stream), ends=ends)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            yield "The event log can't be unpacked."


def _text(name: str, member: Member) -> str:
    if member.size > LARGEST_TAG:
        msg = f"{name} is larger than {LARGEST_TAG >> 20} MB."
        raise ValueError(msg)
    with member.opened() as stream:
        return stream.read(LARGEST_TAG).decode("utf-8", "replace")


def _read(member: Member, algorithms: set[str]) -> Found | str:
    """The sums of a file, or what is wrong with it."""
    counting = {name: digest for name, digest in digests().items() if name in algorithms}
    size = 0
    try:
        with member.opened() as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                for digest in counting.values():
                    digest.update(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        return f"can't be unpacked ({error})."
    return Found(size, {name: digest.hexdigest() for name, digest in counting.items()})
