"""What is in a bundle of evidence, by name and in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

_NO_NAME = re.compile(r'[\x00-\x1f<>:"|?*\\]')
LONGEST_NAME = 120

README = """Evidence of {reference}: {title}

This folder is a bag as RFC 8493 (BagIt) describes it. `hotwash verify` checks it without a server;
so does any BagIt tool.

data/originals/   the files as they came, under their evidence reference{originals}
data/masked/      their text as everybody sees it, secrets masked
data/records/     their records as Parquet: time (ns), precision, zone and how it is known, level, text, line
data/files.jsonl  each file: SHA-256, size, what it was recognised as, times, zone, what was masked, problems,
                  who added it; files that were removed from the incident are told of, but not put in
data/timeline.jsonl, data/timeline.csv     the timeline, each entry with its proof
data/key-times.jsonl                       the key times
data/impact.jsonl, data/impact.csv         who was affected, from when to when, how much, how sure
data/impact/      where there is any: availability of each service over thirty days, what customers reported, the
                  series and samples that impact was measured by, and their curves as SVG
data/incident.json                         the incident
data/collections/  where anything was collected: each run, and each dry run, with who asked, the query, the window, what
                  came, and the SHA-256 of each answer
data/events.jsonl the event log of the incident, hash-chained: who did what, when and why
manifest-sha256.txt   the SHA-256 of everything under data/
bag-info.txt          who made this, when, and the hash of the last line of the event log
"""
LEFT_OUT = "; left out of this bundle, which holds the masked texts only"


@dataclass(frozen=True, slots=True)
class Contents:
    """What to put in: ``originals`` hold whatever secrets they came with."""

    originals: bool


@dataclass(frozen=True, slots=True)
class Made:
    """By which program and whom, when, and with which line the event log ended."""

    program: str
    who: str
    at: datetime
    head: str


def info_rows(reference: str, title: str, contents: Contents, made: Made) -> dict[str, str]:
    """What bag-info.txt says; the names are those of the RFC where it has one."""
    return {
        "Bag-Software-Agent": made.program,
        "Bagging-Date": f"{made.at:%Y-%m-%d}",
        "Bagging-Time": made.at.isoformat(),
        "Contact-Name": made.who,
        "External-Identifier": reference,
        "External-Description": title,
        "Hotwash-Contents": "originals" if contents.originals else "masked texts",
        "Hotwash-Event-Log-Head": made.head,
    }


def readme(reference: str, title: str, contents: Contents) -> str:
    return README.format(reference=reference, title=title, originals="" if contents.originals else LEFT_OUT)


def path_in_bundle(folder: str, reference: str, name: str) -> str:
    """A path that every system can unpack: no way out, no sign that some system forbids."""
    pieces = [_NO_NAME.sub("_", piece).rstrip(". ") for piece in name.replace("\\", "/").split("/")]
    kept = [piece for piece in pieces if piece and piece != ".."]
    last = kept[-1] if kept else "evidence"
    return f"{folder}/{reference}/{last[-LONGEST_NAME:]}"


@dataclass(frozen=True, slots=True)
class AskedFor:
    """A run of a collector, or a dry run, of which nothing was kept. ``query`` is masked."""

    collector: str
    asked_by: str | None
    asked_at: datetime
    query: str
    begin: datetime | None
    end: datetime | None
    result: str
    dry_run: bool

    def told(self, **more: object) -> dict[str, object]:
        return {
            "dry_run": self.dry_run,
            "collector": self.collector,
            "asked_by": self.asked_by,
            "asked_at": self.asked_at,
            "query": self.query or None,
            "window": {"begin": self.begin, "end": self.end},
            "result": self.result,
            **more,
        }


@dataclass(frozen=True, slots=True)
class ZipMember:
    """``size`` and ``packed`` in bytes, as the list at the end of the zip has them."""

    name: str
    size: int
    packed: int


MOST_MEMBERS = 200_000
MOST_RATIO = 200
RATIO_FROM = 64 << 20


def zip_problems(members: Iterable[ZipMember], length: int) -> Iterator[str]:
    """What speaks against unpacking a zip of ``length`` bytes at all."""
    names: set[str] = set()
    size = packed = 0
    for member in members:
        size, packed = size + member.size, packed + member.packed
        if member.name in names:
            yield f"{member.name} is in the zip twice."
        names.add(member.name)
    if len(names) > MOST_MEMBERS:
        yield f"The zip holds {len(names):,} files: more than {MOST_MEMBERS:,} are not checked."
    if packed > length:
        yield "The members of the zip overlap, as in a zip bomb: it was not unpacked."
    elif size > RATIO_FROM and size > MOST_RATIO * length:
        yield f"The zip unpacks to more than {MOST_RATIO} times its size, as a zip bomb does: it was not unpacked."


def top_folder(names: Iterable[str], declaration: str) -> str | None:
    """The folder of a bag inside a zip, with its slash; empty where the bag is not in a folder, None without a bag."""
    for name in sorted(names, key=len):
        if name == declaration or (name.count("/") == 1 and name.endswith(f"/{declaration}")):
            return name.removesuffix(declaration)
    return None
