"""A bag as RFC 8493 (BagIt) describes it: payload under ``data/``, its sums in a manifest, the tag files in another.

Here are the texts of it and the judgement; who has the bytes counts them and says what was found.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
PAYLOAD = "data/"
# Strongest first; a bag may have several manifests, and each has to be right.
ALGORITHMS = ("sha512", "sha256", "sha1", "md5")
_MANIFEST = re.compile(r"^(tag)?manifest-([a-z0-9]+)\.txt$")
_SUM = re.compile(r"^([0-9A-Fa-f]{32,128})[ \t]+\*?(.+)$")
_DECLARED = re.compile(r"^BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: UTF-8\s*$")
_OXUM = re.compile(r"^(\d{1,19})\.(\d{1,12})$")


class Digest(Protocol):
    def update(self, data: bytes, /) -> None: ...
    def hexdigest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the bag as it is: ``sums`` by algorithm."""

    size: int
    sums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bag:
    """What a bag says of itself: ``expected`` is algorithm, then name, then sum; ``problems`` are of the texts."""

    expected: Mapping[str, Mapping[str, str]]
    info: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    @property
    def octets(self) -> int | None:
        """The size of the whole payload in bytes, where it is said."""
        found = _OXUM.match(self.info.get("Payload-Oxum", ""))
        return int(found[1]) if found else None


def declaration() -> str:
    return "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def info_text(rows: Mapping[str, str]) -> str:
    """``bag-info.txt``; a value is one line."""
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in rows.items() if value.strip())


def manifest_text(sums: Mapping[str, str]) -> str:
    return "".join(f"{checksum}  {_written(name)}\n" for name, checksum in sorted(sums.items()))


def is_tag(name: str) -> bool:
    """Whether a file of the bag is one that says something about it."""
    return name in {DECLARATION, INFO} or _MANIFEST.match(name) is not None


def digests() -> dict[str, Digest]:
    """One for each algorithm that a manifest may use."""
    return {name: hashlib.new(name, usedforsecurity=False) for name in ALGORITHMS}


def read_bag(tags: Mapping[str, str]) -> Bag:
    """From the texts of the tag files by name."""
    problems = [] if _DECLARED.match(tags.get(DECLARATION, "")) else [f"{DECLARATION} does not declare a bag."]
    expected: dict[str, dict[str, str]] = {}
    payload = False
    for name in sorted(tags):
        kind = _MANIFEST.match(name)
        if kind is None:
            continue
        if kind[2] not in ALGORITHMS:
            problems.append(f"{name} uses {kind[2]}, which can't be checked here.")
            continue
        payload = payload or not kind[1]
        sums, wrong = _sums(name, tags[name])
        expected.setdefault(kind[2], {}).update(sums)
        problems += wrong
    if not payload:
        problems.append("manifest-sha256.txt is missing: nothing says what the files have to be.")
    return Bag(expected, _info(tags.get(INFO, "")), tuple(problems))


def check_bag(bag: Bag, found: Mapping[str, Found]) -> Iterator[str]:
    """What is missing, altered, added, and whether the payload is as large as it is said to be."""
    yield from bag.problems
    listed = {name for sums in bag.expected.values() for name in sums}
    for name in sorted(listed):
        if name not in found:
            yield f"{name} is missing."
        elif any(found[name].sums.get(kind) != sums[name] for kind, sums in bag.expected.items() if name in sums):
            yield f"{name} was altered after the bundle was made."
    for name in sorted(found):
        if name not in listed and not name.startswith("tagmanifest-") and not _untold(name, listed):
            yield f"{name} is in no manifest: it was added later."
    if "Payload-Oxum" in bag.info:
        yield from _size(
            bag.info["Payload-Oxum"], {name: one for name, one in found.items() if name.startswith(PAYLOAD)}
        )


def _untold(name: str, listed: Iterable[str]) -> bool:
    """A bag without a manifest of its tag files may have them without saying so."""
    return is_tag(name) and DECLARATION not in listed


def _size(oxum: str, payload: Mapping[str, Found]) -> Iterator[str]:
    octets = sum(one.size for one in payload.values())
    if oxum != f"{octets}.{len(payload)}":
        yield f"The payload is {octets} bytes in {len(payload)} files; {INFO} says {oxum}."


def _sums(manifest: str, text: str) -> tuple[dict[str, str], list[str]]:
    sums: dict[str, str] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        found = _SUM.match(line)
        if found is None:
            problems += [f"{manifest} line {number} can't be read."] if line.strip() else []
            continue
        name = _read(found[2])
        if climbs(name):
            problems.append(f"{manifest} line {number} names a path outside the bundle: {name}")
        elif sums.setdefault(name, found[1].lower()) != found[1].lower():
            problems.append(f"{manifest} line {number} gives {name} a second sum.")
    return sums, problems


def climbs(name: str) -> bool:
    """Whether a path leads out of the bag."""
    flat = name.replace("\\", "/")
    return flat.startswith(("/", "~")) or ".." in flat.split("/") or (len(flat) > 1 and flat[1] == ":")


def _info(text: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    last = ""
    for line in text.splitlines():
        if line[:1] in {" ", "\t"} and last:
            rows[last] += f" {line.strip()}"
        elif ":" in line:
            last, _, value = line.partition(":")
            rows[last] = value.strip()
    return rows


def _written(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _read(name: str) -> str:
    flat = name.strip().removeprefix("./")
    return flat.replace("%0A", "\n").replace("%0a", "\n").replace("%0D", "\r").replace("%0d", "\r").replace("%25", "%")
